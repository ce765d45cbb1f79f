import type { Answer } from '../router.ts';

interface Info {
  readonly code: number;
  readonly message: string;
  readonly documentation_url?: string;
  readonly source?: { readonly pointer: string };
  readonly error_chain?: readonly { readonly code: number; readonly message: string }[];
}

/** Cloudflare refuses: the HTTP status and one or more of its errors. */
export class Rejection extends Error {
  readonly status: number;
  readonly errors: readonly Info[];
  constructor(status: number, ...errors: [Info, ...Info[]]) {
    super(errors[0].message);
    this.status = status;
    this.errors = errors;
  }
}

export const ok = (result: unknown, more: Record<string, unknown> = {}): Answer => ({
  status: 200,
  body: { result, success: true, errors: [], messages: [], ...more },
});

export const rejected = ({ status, errors }: Rejection): Answer => ({
  status,
  body: { result: null, success: false, errors, messages: [] },
});

const existing = 'https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/';

/**
 * Cloudflare's texts where they are known. 1004 carries what has no known code of its own; nobody should rely on
 * its words.
 */
export const problems = {
  notFound: () => new Rejection(404, { code: 81044, message: 'Record does not exist.' }),
  quota: () => new Rejection(400, { code: 81045, message: 'The record quota has been exceeded.' }),
  addressThere: () =>
    new Rejection(400, {
      code: 81053,
      message: `An A, AAAA, or CNAME record with that host already exists. For more details, refer to <${existing}>.`,
    }),
  cnameThere: () =>
    new Rejection(400, {
      code: 81054,
      message: `A CNAME record with that host already exists. For more details, refer to <${existing}>.`,
    }),
  nsThere: () =>
    new Rejection(400, {
      code: 81056,
      message: `NS records with that host already exist. For more details, refer to <${existing}>.`,
    }),
  exists: () => new Rejection(400, { code: 81057, message: 'The record already exists.' }),
  identical: () => new Rejection(400, { code: 81058, message: 'An identical record already exists.' }),
  name: () => new Rejection(400, { code: 9000, message: 'DNS name is invalid.' }),
  proxiedTarget: (target: string) =>
    new Rejection(400, { code: 9003, message: `Target ${target} is not allowed for a proxied record.` }),
  notProxiable: () => new Rejection(400, { code: 9004, message: 'This record type cannot be proxied.' }),
  ipv4: () => new Rejection(400, { code: 9005, message: 'Content for A record must be a valid IPv4 address.' }),
  ipv6: () => new Rejection(400, { code: 9006, message: 'Content for AAAA record must be a valid IPv6 address.' }),
  hostname: (type: string) =>
    new Rejection(400, { code: 9007, message: `Content for ${type} record must be a valid hostname.` }),
  ttl: (least: number) =>
    new Rejection(400, {
      code: 9021,
      message: `Invalid TTL. Must be between ${least} and 86400 seconds, or 1 for Automatic.`,
    }),
  tagQuota: (count: number, quota: number) =>
    new Rejection(400, { code: 9300, message: `DNS record has ${count} tags, exceeding the quota of ${quota}.` }),
  validation: (message: string) => new Rejection(400, { code: 1004, message: `DNS Validation Error: ${message}` }),
  json: () => new Rejection(400, { code: 6007, message: 'Malformed JSON in request body' }),
  unauthorized: () => new Rejection(403, { code: 10000, message: 'Authentication error' }),
  identifier: (path: string) =>
    new Rejection(
      404,
      { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` },
      { code: 7000, message: 'No route for that URI' },
    ),
  noRoute: () => new Rejection(404, { code: 7000, message: 'No route for that URI' }),
} as const;
