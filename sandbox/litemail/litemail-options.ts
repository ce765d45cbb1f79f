/** Where the public documentation leaves room, the stand-in can answer either way. */
export interface LiteMailOptions {
  /** Which form of the undocumented paths. */
  paths: 'inferred' | 'alternative';
  /** `{success, message, data}`, `{status, message, data}`, or each operation as the documents show or suggest it. */
  envelope: 'success' | 'status' | 'mixed';
  /** Mailboxes as a named array with paging, under their domains with counters, or `data` itself an array. */
  mailboxes: 'flat' | 'nested' | 'bare';
  /** 20 requests a second and 200 a minute for each key. */
  rateLimit: boolean;
  /** Whether finished work is sent to the registered webhooks automatically. */
  events: boolean;
  /** Milliseconds until the work is done. */
  delays: { connect: number; assign: number; placement: number; purchase: number; export: number; propagation: number };
}

export const defaultOptions: LiteMailOptions = {
  paths: 'inferred',
  envelope: 'mixed',
  mailboxes: 'flat',
  rateLimit: true,
  events: true,
  delays: { connect: 2000, assign: 2000, placement: 3000, purchase: 2000, export: 1000, propagation: 60_000 },
};
