import { capital } from '../capital.ts';
import { delta } from './delta.ts';
import { displayName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';
import { presentation } from './presentation.ts';
import { dkimOwner, dmarcOwner, isNullMx, type Purpose, purposeOf, saysTheSame, spfOf, tagList } from './purpose.ts';
import type { Change, RecordValue } from './record.ts';

const mostSentences = 12;

/** What a plan means for people who do not read DNS. The same sentence is said once. */
export function meaningOf(zones: readonly PlannedZone[]): string[] {
  const sentences = zones.flatMap((zone) => zone.changes.flatMap((change) => meaningOfChange(change, zone)));
  const all = [...new Set(sentences)];
  const more = all.length - mostSentences;
  return more > 0 ? [...all.slice(0, mostSentences), `and ${more} more changes of this kind.`] : all;
}

function meaningOfChange(change: Change, zone: PlannedZone): string[] {
  const { added, removed, changed } = delta(change);
  const said = changed.filter(([old, now]) => !saysTheSame(old, now));
  const purposes = new Map<Purpose, { lost: RecordValue[]; fresh: RecordValue[] }>();
  const at = (value: RecordValue) => {
    const purpose = purposeOf(change.name, change.type, value);
    const entry = purposes.get(purpose) ?? { lost: [], fresh: [] };
    purposes.set(purpose, entry);
    return entry;
  };
  for (const value of [...removed, ...said.map(([old]) => old)]) at(value).lost.push(value);
  for (const value of [...added, ...said.map(([, now]) => now)]) at(value).fresh.push(value);
  const sentences = [...purposes].map(([purpose, { lost, fresh }]) =>
    words[purpose]({ change, zone, lost, fresh, owner: displayName(change.name) }),
  );
  const attributes = changed
    .filter(([old, now]) => saysTheSame(old, now))
    .flatMap(([old, now]) => attributeWords(change, old, now));
  return [...sentences.flat().filter((sentence) => sentence !== ''), ...attributes];
}

interface Case {
  readonly change: Change;
  readonly zone: PlannedZone;
  readonly owner: string;
  readonly lost: readonly RecordValue[];
  readonly fresh: readonly RecordValue[];
}

const list = (values: readonly RecordValue[]): string => {
  const names = values.map(({ content }) => displayName(content ?? ''));
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
};

const words: Record<Purpose, (given: Case) => string | string[]> = {
  mail({ change: { before, after }, owner }) {
    if (!after)
      return isNullMx(before)
        ? `${owner} no longer says that it takes no mail.`
        : `Mail for ${owner} stops being delivered.`;
    if (isNullMx(after)) return `${owner} says that it takes no mail: whoever writes to it gets an error at once.`;
    const servers = list([...after.values].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0)));
    return before
      ? `Mail for ${owner} is delivered to ${servers} from now on.`
      : `Mail for ${owner} is delivered to ${servers}.`;
  },

  spf({ change: { after }, owner, lost, fresh }) {
    const count = spfOf(after).length;
    if (count > 1)
      return `${owner} then has ${count} SPF records; receivers take that as an error, so SPF fails for all its mail.`;
    if (count === 0)
      return `Nothing says any more who may send mail for ${owner}: SPF stops passing, and more of its mail lands in spam.`;
    if (lost.length === 0) return `Receivers learn which servers may send mail for ${owner}.`;
    const terms = (values: readonly RecordValue[]) =>
      new Set(values.flatMap(({ content = '' }) => content.trim().split(/\s+/).slice(1)));
    const [was, is] = [terms(lost), terms(fresh)];
    const [gone, come] = [[...was].filter((term) => !is.has(term)), [...is].filter((term) => !was.has(term))];
    const parts = [
      ...(come.length > 0 ? [`gains ${come.slice(0, 4).join(' ')}`] : []),
      ...(gone.length > 0 ? [`loses ${gone.slice(0, 4).join(' ')}`] : []),
    ];
    return `The list of servers that may send mail for ${owner} ${parts.join(' and ') || 'is put in another order'}.`;
  },

  dkim({ change: { name, type, after }, lost, fresh }) {
    const { selector = '', domain = '' } = dkimOwner(name) ?? {};
    const mail = `mail from ${displayName(domain)}`;
    const revoked = type === 'TXT' && fresh.some(({ content = '' }) => tagList(content).get('p') === '');
    if (!after || revoked)
      return `${capital(mail)} can no longer be signed with selector ${selector}: signatures made with it fail.`;
    if (lost.length === 0) return `${capital(mail)} can be signed with selector ${selector}.`;
    return `Signatures with selector ${selector} on ${mail} are checked against another key; those made with the old key fail.`;
  },

  dmarc({ change: { name, type, after }, lost, fresh }) {
    const domain = displayName(dmarcOwner(name) ?? '');
    if (!after || fresh.length === 0)
      return `Receivers are no longer told what to do with forged mail of ${domain}, and reports about it stop.`;
    if (type !== 'TXT') return `The DMARC policy of ${domain} is read from ${list(fresh)}.`;
    const policy = (values: readonly RecordValue[]) =>
      tagList(values[0]?.content ?? '')
        .get('p')
        ?.toLowerCase() ?? 'none';
    const now = policy(fresh);
    const before = lost.length > 0 ? policy(lost) : undefined;
    if (before === now) return `The DMARC record of ${domain} changes; its policy stays ${now}.`;
    const asked = { reject: 'to reject', quarantine: 'to put into spam' }[now] ?? 'only to report, not to stop,';
    return `Receivers are asked ${asked} mail of ${domain} that passes neither SPF nor DKIM${before ? ` (so far the policy was ${before})` : ''}.`;
  },

  address({ change, zone, owner, lost, fresh }) {
    const other = (side: 'before' | 'after') => swapped(change, zone, side);
    const proxy = fresh.some(({ proxied }) => proxied) ? " through Cloudflare's proxy" : '';
    const { before, after } = change;
    if (!after) {
      const successor = other('after');
      return successor ? '' : `${owner} no longer leads to ${list(lost)}.`;
    }
    const former = before?.values ?? other('before')?.before?.values;
    if (!former) return `${owner} leads to ${list(after.values)}${proxy}.`;
    if (lost.length === 0 && before)
      return `${owner} leads to ${list(fresh)} as well${proxy}; visitors are spread over all addresses.`;
    if (fresh.length === 0) return `${owner} no longer leads to ${list(lost)}; ${list(after.values)} stays.`;
    return `${owner} leads to ${list(fresh)} instead of ${list(before ? lost : former)}${proxy}.`;
  },

  delegation({ change: { name, after }, zone, owner, fresh }) {
    if (!after) return `${owner} is no longer handed over to other name servers.`;
    const hidden = zone.hides?.[name] ?? 0;
    const hides = hidden > 0 ? ` ${hidden} record${hidden === 1 ? '' : 's'} here can then no longer be seen.` : '';
    return fresh.length === 0
      ? `${owner} has fewer name servers.`
      : `${owner} and everything below it is answered by ${list(after.values)}.${hides}`;
  },

  dnssec({ change: { type, after }, owner, lost }) {
    if (!after) return `Answers for ${owner} are no longer protected by DNSSEC through this ${type} record.`;
    return lost.length > 0
      ? `The DNSSEC keys of ${owner} are replaced; if they do not match, the name becomes unreachable.`
      : `Resolvers check the answers for ${owner} with DNSSEC; if the key does not match, the name becomes unreachable.`;
  },

  certificates({ change: { after }, owner }) {
    const authorities = (after?.values ?? [])
      .filter(({ data }) => data?.tag === 'issue' || data?.tag === 'issuewild')
      .map(({ data }) =>
        String(data?.value ?? '')
          .split(';')[0]
          ?.trim(),
      );
    if (authorities.length === 0) return `Any certificate authority may issue certificates for ${owner}.`;
    const named = [...new Set(authorities)].filter((authority) => authority !== '');
    return named.length > 0
      ? `Only ${named.join(', ')} may issue certificates for ${owner}.`
      : `Nobody may issue certificates for ${owner}.`;
  },

  other({ change: { type, before, after }, owner, lost, fresh }) {
    const what =
      type === 'TXT' && (lost[0] ?? fresh[0]) ? textKind((lost[0] ?? fresh[0]) as RecordValue) : `The ${type} record`;
    if (!after || fresh.length === 0) return `${what} of ${owner} is deleted.`;
    if (!before || lost.length === 0) return `${what} of ${owner} is added.`;
    return `${what} of ${owner} changes.`;
  },
};

/** The change of the other address type at the same name, as when a CNAME becomes an A record. */
function swapped(change: Change, { changes }: PlannedZone, side: 'before' | 'after'): Change | undefined {
  const address = ['A', 'AAAA', 'CNAME'];
  return changes.find(
    (other) =>
      other !== change &&
      other.name === change.name &&
      address.includes(other.type) &&
      other[side] &&
      !other[side === 'before' ? 'after' : 'before'],
  );
}

/** `google-site-verification=abc`: what it proves is in its first word. */
function textKind({ content = '' }: RecordValue): string {
  const label = /^([a-z0-9._-]{3,60})=/i.exec(content)?.[1];
  return label && /verif|domain|site|ms/i.test(label) ? `The proof of ownership "${label}"` : 'A text record';
}

function attributeWords({ name, type }: Change, old: RecordValue, now: RecordValue): string[] {
  const owner = displayName(name);
  const value = presentation(type, now);
  if (old.proxied && !now.proxied)
    return [`${owner} no longer goes through Cloudflare: visitors see ${value}, and Cloudflare's protection ends.`];
  if (!old.proxied && now.proxied)
    return [`${owner} goes through Cloudflare's proxy: visitors no longer see ${value}.`];
  if (old.ttl !== now.ttl)
    return [`Resolvers keep the ${type} record of ${owner} for ${keeping(now.ttl)} instead of ${keeping(old.ttl)}.`];
  return [`Only the comment or tags of the ${type} record of ${owner} change; nobody outside notices.`];
}

const keeping = (ttl: number): string => (ttl === 1 ? 'an automatic time' : `${ttl} seconds`);
