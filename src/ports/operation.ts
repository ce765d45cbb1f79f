import type { z } from 'zod';

/** What nobody should set off by mistake. What a command has to pass before it may reach an operation follows from it. */
export type Deed =
  /** LiteMail or Cloudflare charges for it, or a paid credit is used. */
  | 'costs'
  /** Something that exists is gone afterwards, at once or at its next renewal. */
  | 'deletes'
  /** Something that exists can be overwritten. */
  | 'replaces'
  /** Passwords or keys that are kept go to another company, or to whoever has a link. */
  | 'reveals'
  /** Mail or visitors are sent elsewhere. */
  | 'redirects';

/** One call of a remote API, as data. Client, nock fixtures and docs are derived from it. */
export interface Operation {
  /** As the API's own navigation names it. */
  readonly title: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI form: `/zones/{zone_id}/dns_records`. */
  readonly path: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Of what is inside the envelope. Loose: a field the API adds must not break us. */
  readonly response: z.ZodType;
  /** Sending it twice does no more than sending it once, and nobody has to know which of them did it. Only such
   * operations are retried. */
  readonly idempotent: boolean;
  /** All that it can do of this, whatever it is asked for. What it merely answers is no deed: see `answers`. */
  readonly does: readonly Deed[];
  /** What the credential must be allowed to do, in the API's own words. */
  readonly permission: string;
  /** How sure we are of this form. */
  readonly evidence: 'seed' | 'docs' | 'official' | 'sibling' | 'inferred';
  /** `text`: plain text, without any envelope. `secrets`: passwords or keys in clear, which `response` drops or holds closed. */
  readonly answers?: 'text' | 'secrets';
  /** What it answers is the customer's own data, which is kept to the letter: views escape it. */
  readonly verbatim?: true;
  /** Instead of `parseJson`, for answers that can be very long, from UTF-8; throws as it does. */
  readonly parse?: (body: Buffer) => unknown;
}
export type Operations = Readonly<Record<string, Operation>>;

type Names<P extends string> = P extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type Params<O extends Operation> = [Names<O['path']>] extends [never]
  ? unknown
  : { params: Record<Names<O['path']>, string> };
type Part<O, K extends 'query' | 'body'> =
  O extends Record<K, infer S extends z.ZodType> ? Record<K, z.input<S>> : unknown;

export type Input<O extends Operation> = Params<O> & Part<O, 'query'> & Part<O, 'body'>;
export type Output<O extends Operation> = z.output<O['response']>;
/** A function per operation; throws AppError (see ports/dns.ts for the codes). */
export type Client<T extends Operations> = {
  readonly [K in keyof T]: unknown extends Input<T[K]>
    ? () => Promise<Output<T[K]>>
    : (input: Input<T[K]>) => Promise<Output<T[K]>>;
};

/** How one operation is to be asked for instead of what its declaration says. */
export interface OperationRoute {
  readonly method?: Operation['method'] | undefined;
  readonly path?: string | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}
/** By the operation's name. */
export type OperationRoutes = Readonly<Record<string, OperationRoute>>;
