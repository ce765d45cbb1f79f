import { getDomain } from 'tldts';
import { reportUris } from './lint/dmarc-records.ts';
import type { Matter } from './matter.ts';
import { tagList } from './purpose.ts';

type DmarcAction = 'none' | 'quarantine' | 'reject';

/** What a DMARC record asks receivers to do with mail that passes neither SPF nor DKIM (RFC 9989 §4.7, §4.10.1). */
export interface DmarcPolicy {
  readonly own: DmarcAction;
  /** For names below that have no record of their own. */
  readonly below: DmarcAction;
  /** For names below that do not exist. */
  readonly missing: DmarcAction;
  /** What `p` says where this is a test (`t=y`): then the next weaker is asked for. */
  readonly tests?: DmarcAction;
}

const weaker = { none: 'none', quarantine: 'none', reject: 'quarantine' } as const;
const isAction = (text: string): text is DmarcAction => Object.hasOwn(weaker, text);

/** Undefined when receivers do nothing by the record: it has no policy that they know, and asks for no reports. */
export function dmarcPolicy(record: string): DmarcPolicy | undefined {
  const tags = tagList(record);
  const [p, sp, np] = ['p', 'sp', 'np'].map((tag) => tags.get(tag)?.toLowerCase());
  const valid = p !== undefined && isAction(p) && [sp, np].every((one) => one === undefined || isAction(one));
  if (!valid) return asksForReports(tags) ? { own: 'none', below: 'none', missing: 'none' } : undefined;
  const test = tags.get('t')?.toLowerCase() === 'y';
  const asked = (action: string | undefined, otherwise: DmarcAction): DmarcAction => {
    const said = action !== undefined && isAction(action) ? action : otherwise;
    return test ? weaker[said] : said;
  };
  const below = sp !== undefined && isAction(sp) ? sp : p;
  return { own: asked(p, p), below: asked(sp, p), missing: asked(np, below), ...(test ? { tests: p } : {}) };
}

/** Whether somebody is named to whom reports can be sent. */
export const asksForReports = (tags: ReadonlyMap<string, string>): boolean =>
  reportUris(tags, 'rua').some((uri) => /^[a-z][a-z0-9+.-]*:[^\s;]*$/i.test(uri));

/** What receivers go by for a domain, on one side of a plan. */
export interface Dmarc {
  /** DMARC records of its own; of several none counts. */
  readonly records: number;
  /** Its one record. */
  readonly record?: string;
  readonly policy?: DmarcPolicy;
  /** Where its record is read from (CNAME). */
  readonly alias?: string;
  /** The domain above whose record applies, where it has none that counts; it may lie outside of the zone. */
  readonly from?: string;
  /** Undefined: nothing is asked for; `elsewhere`: the zone does not tell. */
  readonly asks?: DmarcAction | 'elsewhere';
}

/** Its own record, or that of the organisational domain: the topmost that has one, or says so itself (RFC 9989 §4.10). */
export function dmarcOf(matter: Matter, side: 'before' | 'after'): Dmarc {
  const { records, alias, record } = ownRecord(matter, side);
  if (alias !== undefined) return { records, alias, asks: 'elsewhere' };
  if (record !== undefined) {
    const policy = dmarcPolicy(record);
    return { records, record, ...(policy ? { policy, asks: policy.own } : {}) };
  }
  const above = matter.above
    .map((one) => ({ name: one.name, ...ownRecord(one, side) }))
    .filter((one) => one.alias !== undefined || one.record !== undefined);
  const top =
    above.find(
      (one) =>
        tagList(one.record ?? '')
          .get('psd')
          ?.toLowerCase() === 'n',
    ) ?? above.at(-1);
  const registered = getDomain(matter.zone);
  if (!top)
    return { records, ...(registered && registered !== matter.zone ? { from: registered, asks: 'elsewhere' } : {}) };
  const from = top.name.replace(/^_dmarc\./, '');
  const asks = top.record === undefined ? 'elsewhere' : dmarcPolicy(top.record)?.below;
  return { records, from, ...(asks ? { asks } : {}) };
}

function ownRecord(matter: Matter, side: 'before' | 'after') {
  const texts = matter[side].flatMap(({ type, value }) => (type === 'TXT' ? [value.content ?? ''] : []));
  // Behind the proxy nobody finds what a CNAME leads to.
  const alias = matter[side].find(({ type, value }) => type === 'CNAME' && !value.proxied)?.value.content;
  const [record] = texts.length === 1 ? texts : [];
  return {
    records: texts.length,
    ...(alias === undefined ? {} : { alias }),
    ...(record === undefined ? {} : { record }),
  };
}
