import { getDomain } from 'tldts';
import { tagList } from '../model/purpose.ts';
import type { ChangeGroup } from '../review/change-groups.ts';

type DmarcAction = 'none' | 'quarantine' | 'reject';

/** What a DMARC record asks receivers to do with mail that passes neither SPF nor DKIM (RFC 9989 §4.7, §4.10.1). */
interface DmarcPolicy {
  readonly own: DmarcAction;
  /** For subdomains without their own record. */
  readonly below: DmarcAction;
  /** For nonexistent subdomains. */
  readonly missing: DmarcAction;
  /** The `p` value under test (`t=y`): receivers then apply the next weaker policy. */
  readonly tests?: DmarcAction;
}

const weaker = { none: 'none', quarantine: 'none', reject: 'quarantine' } as const;
const isAction = (text: string): text is DmarcAction => Object.hasOwn(weaker, text);

/** Undefined if the record has no effect: no known policy and no report address. */
function dmarcPolicy(record: string): DmarcPolicy | undefined {
  const tags = tagList(record);
  const [p, sp, np] = ['p', 'sp', 'np'].map((tag) => tags.get(tag)?.toLowerCase());
  const valid = p !== undefined && isAction(p) && [sp, np].every((one) => one === undefined || isAction(one));
  if (!valid) return requestsReports(tags) ? { own: 'none', below: 'none', missing: 'none' } : undefined;
  const test = tags.get('t')?.toLowerCase() === 'y';
  const effective = (action: string | undefined, otherwise: DmarcAction): DmarcAction => {
    const known = action !== undefined && isAction(action) ? action : otherwise;
    return test ? weaker[known] : known;
  };
  const below = sp !== undefined && isAction(sp) ? sp : p;
  return {
    own: effective(p, p),
    below: effective(sp, p),
    missing: effective(np, below),
    ...(test ? { tests: p } : {}),
  };
}

/** Whether there is a valid report address. */
export const requestsReports = (tags: ReadonlyMap<string, string>): boolean =>
  reportUris(tags, 'rua').some((uri) => /^[a-z][a-z0-9+.-]*:[^\s;]*$/i.test(uri));

/** The DMARC state of a domain on one side of a plan. */
export interface Dmarc {
  /** Number of own DMARC records; with more than one, none is used. */
  readonly records: number;
  /** Its one record. */
  readonly record?: string;
  readonly policy?: DmarcPolicy;
  /** Where its record is read from (CNAME). */
  readonly alias?: string;
  /** The parent domain whose record applies if there is no usable own one; may be outside the zone. */
  readonly from?: string;
  /** Undefined: no policy; `elsewhere`: not known from this zone. */
  readonly asks?: DmarcAction | 'elsewhere';
}

/** Its own record, or that of the organisational domain: the topmost with a record, or with `psd=n` (RFC 9989 §4.10). */
export function dmarcOf(group: ChangeGroup, side: 'before' | 'after'): Dmarc {
  const { records, alias, record } = ownRecord(group, side);
  if (alias !== undefined) return { records, alias, asks: 'elsewhere' };
  if (record !== undefined) {
    const policy = dmarcPolicy(record);
    return { records, record, ...(policy ? { policy, asks: policy.own } : {}) };
  }
  const above = group.ancestors
    .map((one) => ({ name: one.name, ...ownRecord(one, side) }))
    .filter((one) => one.alias !== undefined || one.record !== undefined);
  const top =
    above.find(
      (one) =>
        tagList(one.record ?? '')
          .get('psd')
          ?.toLowerCase() === 'n',
    ) ?? above.at(-1);
  const registered = getDomain(group.zone);
  if (!top)
    return { records, ...(registered && registered !== group.zone ? { from: registered, asks: 'elsewhere' } : {}) };
  const from = top.name.replace(/^_dmarc\./, '');
  const asks = top.record === undefined ? 'elsewhere' : dmarcPolicy(top.record)?.below;
  return { records, from, ...(asks ? { asks } : {}) };
}

function ownRecord(group: ChangeGroup, side: 'before' | 'after') {
  const texts = group[side].flatMap(({ type, value }) => (type === 'TXT' ? [value.content ?? ''] : []));
  // A proxied CNAME does not expose its target.
  const alias = group[side].find(({ type, value }) => type === 'CNAME' && !value.proxied)?.value.content;
  const [record] = texts.length === 1 ? texts : [];
  return {
    records: texts.length,
    ...(alias === undefined ? {} : { alias }),
    ...(record === undefined ? {} : { record }),
  };
}

/** The addresses of `rua` or `ruf`. */
export const reportUris = (tags: ReadonlyMap<string, string>, tag: 'rua' | 'ruf'): string[] =>
  (tags.get(tag) ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');

/** The part of a DMARC record that decides about forged mail: policies, alignment, and where they are read from. */
export function dmarcDisposition(group: ChangeGroup, side: 'before' | 'after'): string {
  const { records, alias, policy, record = '' } = dmarcOf(group, side);
  const tags = tagList(record);
  const tagValue = (tag: string, otherwise: string) => tags.get(tag)?.toLowerCase() ?? otherwise;
  return JSON.stringify([
    ...[records, alias, policy],
    ...[tagValue('adkim', 'r'), tagValue('aspf', 'r'), tagValue('pct', '100'), tagValue('psd', 'u')],
  ]);
}

/** The part of a DMARC record about reports: recipients, scope and interval. */
export function dmarcReporting(group: ChangeGroup, side: 'before' | 'after'): string {
  const tags = tagList(dmarcOf(group, side).record ?? '');
  return JSON.stringify(['rua', 'ruf', 'fo', 'ri', 'rf'].map((tag) => tags.get(tag)));
}
