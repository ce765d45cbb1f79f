import { valueKey } from './normalise.ts';
import type { RecordSet, RecordValue } from './record.ts';

/** The version ends at a space or with the record (RFC 7208 §4.5). */
const spf = /^v=spf1( |$)/i;
export const isSpf = (text: string): boolean => spf.test(text);
/** First the version, in exactly this case; spaces may stand around it (RFC 9989 §4.7). */
export const isDmarc = (text: string): boolean => /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text);

/** The values of a TXT set that are SPF records. */
export const spfOf = (set: RecordSet | undefined): RecordValue[] =>
  set?.type === 'TXT' ? set.values.filter((value) => isSpf(value.content ?? '')) : [];

/** `google-site-verification` of `google-site-verification=abc`: what a text proves the ownership of a domain to. */
export function proofLabel(text: string): string | undefined {
  const label = /^([a-z0-9._-]{2,60})=/i.exec(text)?.[1];
  return label && /verif|domain|site|ms/i.test(label) && !isDmarc(text) ? label : undefined;
}

export const hasSpf = (set: RecordSet | undefined): boolean =>
  set?.type === 'TXT' && set.values.some((value) => isSpf(value.content ?? ''));

/** `s1` and acme-mail.com for s1._domainkey.acme-mail.com; an RFC 5617 policy (`_adsp`) is not a key. */
export function dkimOwner(name: string): { selector: string; domain: string } | undefined {
  if (!name.includes('._domainkey.')) return undefined;
  const match = /^(?!_adsp\.)(.+?)\._domainkey\.(.+)$/.exec(name);
  return match?.[1] && match[2] ? { selector: match[1], domain: match[2] } : undefined;
}

/** acme-mail.com for _dmarc.acme-mail.com. */
export const dmarcOwner = (name: string): string | undefined =>
  name.startsWith('_dmarc.') ? name.slice(7) : undefined;

/** Null MX, `.` as the only mail server: the domain accepts no mail (RFC 7505). */
export const isNullMx = (set: RecordSet | undefined): boolean =>
  set?.type === 'MX' && set.values.every(({ content }) => content === '.');

/** The purpose of a value, judged by its name and type. */
export type Purpose =
  | 'address'
  | 'service'
  | 'mail'
  | 'spf'
  | 'dkim'
  | 'dmarc'
  | 'delegation'
  | 'dnssec'
  | 'certificates'
  | 'other';

export function purposeOf(name: string, type: string, value: RecordValue): Purpose {
  const text = value.content ?? '';
  if (dkimOwner(name) && (type === 'TXT' || type === 'CNAME' || type === 'NS')) return 'dkim';
  if (dmarcOwner(name) && (type === 'CNAME' || (type === 'TXT' && isDmarc(text)))) return 'dmarc';
  if (type === 'TXT') return isSpf(text) ? 'spf' : 'other';
  if (type === 'A' || type === 'AAAA' || type === 'CNAME') return 'address';
  if (type === 'HTTPS' || type === 'SVCB') return 'service';
  if (type === 'MX') return 'mail';
  if (type === 'NS') return 'delegation';
  if (type === 'DS' || type === 'DNSKEY') return 'dnssec';
  return type === 'CAA' ? 'certificates' : 'other';
}

/** The `tag=value` pairs of a DKIM or DMARC record; names in lower case, the first of equal names counts. */
export const tagList = (text: string): Map<string, string> =>
  new Map(
    readTags(text)
      .map(({ name, value = '' }): [string, string] => [name.toLowerCase(), value])
      .reverse(),
  );

export const sameContent = (a: RecordValue, b: RecordValue): boolean => valueKey(a) === valueKey(b);

/** One `name=value` of a DKIM or DMARC record, as written; a word without "=" has no value. */
export interface Tag {
  readonly name: string;
  readonly value?: string;
}

export const readTags = (text: string): Tag[] =>
  text.split(';').flatMap((item): Tag[] => {
    const at = item.indexOf('=');
    const name = item.slice(0, at < 0 ? undefined : at).trim();
    if (at >= 0) return [{ name, value: item.slice(at + 1).trim() }];
    return name === '' ? [] : [{ name }];
  });

/** A duplicate name, which makes the whole record invalid (RFC 6376 §3.2). */
export function repeated(tags: readonly Tag[]): string | undefined {
  const seen = new Set<string>();
  return tags.find(({ name }) => seen.size === seen.add(name).size)?.name;
}

/**
 * Whether Cloudflare flattens a CNAME (answers with the target's addresses): at the zone apex, if proxied, or if the
 * record's setting says so.
 */
export const isFlattened = ({ proxied, settings }: RecordValue, top: boolean): boolean =>
  top || proxied === true || settings?.flatten_cname === true;
