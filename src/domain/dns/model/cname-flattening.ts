import type { RecordValue } from './record.ts';

/**
 * Whether Cloudflare flattens a CNAME (answers with the target's addresses): at the zone apex, if proxied, or if the
 * record's setting says so.
 */
export const isFlattened = ({ proxied, settings }: RecordValue, top: boolean): boolean =>
  top || proxied === true || settings?.flatten_cname === true;
