import type { RecordValue } from './record.ts';

/**
 * Whether Cloudflare answers with the addresses behind a CNAME, and otherwise as if there were none: at the top of a
 * zone, behind the proxy, and where its setting says so.
 */
export const isFlattened = ({ proxied, settings }: RecordValue, top: boolean): boolean =>
  top || proxied === true || settings?.flatten_cname === true;
