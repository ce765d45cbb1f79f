import { capitalize } from '../../../lib/text.ts';
import { type ParsedDkimKey, parseDkimKey } from '../mail/dkim-key.ts';
import { type Dmarc, dmarcOf, reportUris } from '../mail/dmarc.ts';
import { countingTerms, isListed, parseSpf } from '../mail/spf.ts';
import { spfAllows, spfCondition } from '../mail/spf-senders.ts';
import { displayName } from '../model/name.ts';
import { dkimOwner, dmarcOwner, tagList } from '../model/purpose.ts';
import { type ChangeGroup, isProxied, nameList, type TypedValue } from './change-groups.ts';

const maxTerms = 10;

/** Explains who may send mail for a domain, before and after. */
export function explainSpf({ before, after }: ChangeGroup, owner: string): string[] {
  const [was, is] = [texts(before), texts(after)];
  if (is.length > 1)
    return [
      `${owner} ${was.length > 1 ? 'still' : 'then'} has ${is.length} SPF records; receivers treat that as an error, so SPF fails for all its mail.`,
    ];
  const [record] = is;
  if (record === undefined)
    return [
      was.length > 1
        ? `${owner} has no SPF record any more; its ${was.length} records were an error to receivers, so SPF did not pass before either.`
        : `Nothing defines who may send mail for ${owner} any more: SPF stops passing, and more of its mail lands in spam.`,
    ];
  const { problem } = parseSpf(record);
  if (problem !== undefined)
    return [`Receivers cannot read "${problem}" in the SPF record of ${owner}, so SPF fails for all its mail.`];
  if (was.length > 1)
    return [
      `One SPF record of ${owner} is left, so receivers can use it again; ${was.length} of them were an error.`,
      ...whoMaySend(record, undefined, owner),
    ];
  return whoMaySend(record, was[0], owner);
}

function whoMaySend(record: string, earlier: string | undefined, owner: string): string[] {
  const [is, was] = [spfAllows(record), earlier === undefined ? undefined : spfAllows(earlier)];
  const others = is === 'anybody' ? [] : otherServers(record, earlier, owner);
  if (is === 'anybody')
    return [
      was === 'anybody'
        ? `The SPF record of ${owner} changes, but every server in the world may still send its mail${spfCondition(record)}.`
        : `Every server in the world may send mail for ${owner}${spfCondition(record)}: forged mail passes SPF.`,
    ];
  if (is === 'nobody')
    return was === undefined || was === 'nobody'
      ? [`The SPF record of ${owner} names no server that may send its mail.`, ...others]
      : [`No server may send mail for ${owner} any more.`, ...others];
  const [now, then] = [listed(record), earlier === undefined ? [] : listed(earlier)];
  if (was === undefined) return [`Receivers learn which servers may send mail for ${owner}.`];
  if (was === 'nobody') return [`Servers may send mail for ${owner} from now on: ${some(now)}.`, ...others];
  if (was === 'anybody')
    return [
      `Only the servers that are listed may send mail for ${owner}, no longer every server: ${some(now)}.`,
      ...others,
    ];
  const [gained, lost] = [now.filter((term) => !then.includes(term)), then.filter((term) => !now.includes(term))];
  const parts = [
    ...(gained.length > 0 ? [`gains ${some(gained)}`] : []),
    ...(lost.length > 0 ? [`loses ${some(lost)}`] : []),
  ];
  if (parts.length > 0)
    return [`The list of servers that may send mail for ${owner} ${parts.join(' and ')}.`, ...others];
  return others.length > 0
    ? others
    : [`The SPF record of ${owner} changes; the servers that may send its mail stay the same.`];
}

const texts = (values: readonly TypedValue[]): string[] => values.map(({ value }) => value.content ?? '');
const listed = (record: string): string[] =>
  countingTerms(record)
    .filter(isListed)
    .map(({ text }) => text);
const some = (terms: readonly string[]): string =>
  `${terms.slice(0, maxTerms).join(' ')}${terms.length > maxTerms ? ` and ${terms.length - maxTerms} more` : ''}`;

/** What happens to mail from servers that are not listed, if that changes. */
function otherServers(record: string, earlier: string | undefined, owner: string): string[] {
  const [is, was] = [unlistedResult(record), earlier === undefined ? undefined : unlistedResult(earlier)];
  if (is === was || is === undefined) return [];
  return [
    `Mail of ${owner} from ${spfAllows(record) === 'nobody' ? 'any server' : 'other servers'} ${is}${was ? ` (so far it ${was})` : ''}.`,
  ];
}

/** Undefined if another record decides (`redirect`). */
function unlistedResult(record: string): string | undefined {
  const terms = countingTerms(record);
  const all = terms.find(({ name, modifier }) => name === 'all' && !modifier);
  if (!all && terms.some(({ name, modifier }) => modifier && name === 'redirect')) return undefined;
  const results = {
    '+': 'passes',
    '-': 'may be refused',
    '~': 'counts as suspicious',
    '?': 'is neither trusted nor suspected',
  };
  return results[all?.qualifier ?? '?'];
}

/** Explains whether signatures with a selector still pass. */
export function explainDkim(group: ChangeGroup): string[] {
  const { name, added } = group;
  const [before, after] = [visible(group.before), visible(group.after)];
  const { selector = '', domain = '' } = dkimOwner(name) ?? {};
  const mail = `mail from ${displayName(domain)}`;
  const key = `the key for selector ${selector} on ${mail}`;
  const [was, is] = [keysOf(before), keysOf(after)];
  const elsewhere = after.filter(({ type }) => type !== 'TXT');
  const [now] = is;
  if (isProxied(group.after))
    return [
      `Receivers find no key for selector ${selector} on ${mail}: Cloudflare's proxy answers with addresses only, so signatures made with it fail.`,
    ];
  if (elsewhere.length === 0 && is.every(({ state }) => state === 'revoked'))
    return [`${capitalize(mail)} can no longer be signed with selector ${selector}: signatures made with it fail.`];
  if (is.length > 1)
    return [
      `Selector ${selector} of ${displayName(domain)} then has ${is.length} keys; receivers may take any of them, so signatures may fail.`,
    ];
  if (elsewhere.length === 0 && now?.state === 'broken')
    return [`Receivers ignore ${key}: the record ${now.why}. Signatures made with it fail.`];
  if (before.length === 0) return [`${capitalize(mail)} can be signed with selector ${selector}.`];
  if (elsewhere.length > 0)
    return [`${capitalize(key)} is looked for at ${nameList(elsewhere)}; signatures fail if another key is there.`];
  if (was.length === 0)
    return [
      `${capitalize(key)} stands here now, no longer at ${nameList(before)}; signatures fail if it is another key.`,
    ];
  if (was.length > 1)
    return [`Only one key is left for selector ${selector} on ${mail}; signatures made with another one fail.`];
  if (keyOf(was[0]) === undefined) return [`${capitalize(mail)} can be signed with selector ${selector} again.`];
  if (keyOf(was[0]) === keyOf(now))
    return [`${capitalize(key)} stays the same; only its other tags change${otherTags(before, added)}.`];
  return [
    `Signatures with selector ${selector} on ${mail} are checked against another key; those made with the old key fail.`,
  ];
}

/** What receivers see: nothing behind the proxy. */
const visible = (values: readonly TypedValue[]): TypedValue[] => values.filter(({ value }) => !value.proxied);

const keysOf = (values: readonly TypedValue[]): ParsedDkimKey[] =>
  values.filter(({ type }) => type === 'TXT').map(({ value }) => parseDkimKey(value.content ?? ''));

/** Undefined if receivers find no key. */
const keyOf = (key: ParsedDkimKey | undefined): string | undefined =>
  key && 'key' in key ? `${key.kind} ${key.key}` : undefined;

/** ": t=y is removed" */
function otherTags(before: readonly TypedValue[], added: readonly TypedValue[]): string {
  const [was, is] = [before, added].map((values) => tagList(values[0]?.value.content ?? ''));
  const parts = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])]
    .filter((tag) => tag !== 'p' && was?.get(tag) !== is?.get(tag))
    .map((tag) => (is?.has(tag) ? `${tag}=${is.get(tag)} is added` : `${tag}=${was?.get(tag)} is removed`));
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}

const asking = {
  reject: 'to reject',
  quarantine: 'to treat as spam',
  none: 'only to report, not to stop,',
} as const;
const failing = 'that passes neither SPF nor DKIM';

/** Explains what receivers do with forged mail of a domain, before and after. */
export function explainDmarc(group: ChangeGroup): string[] {
  const domain = displayName(dmarcOwner(group.name) ?? '');
  const [was, is] = [dmarcOf(group, 'before'), dmarcOf(group, 'after')];
  if (isProxied(group.after))
    return [
      `Receivers find no DMARC record at ${displayName(group.name)}: Cloudflare's proxy answers with addresses only, so ${fallbackText(is, domain)}.`,
    ];
  if (is.alias !== undefined) return [`The DMARC policy of ${domain} is read from ${displayName(is.alias)}.`];
  if (is.records > 1)
    return [
      `${domain} ${was.records > 1 ? 'still' : 'then'} has ${is.records} DMARC records; receivers ignore all of them, so ${fallbackText(is, domain)}.`,
    ];
  if (is.records === 0) return [deleted(was, is, domain)];
  if (!is.policy)
    return [
      `The DMARC record of ${domain} has no policy that receivers know, so nothing tells them what to do with forged mail.`,
    ];
  const sentences = [...asks(was, is, domain), ...reports(was, is, domain)];
  if (sentences.length === 0) return [`The DMARC record of ${domain} changes; its policy stays ${is.policy.own}.`];
  return [
    ...(was.records > 1
      ? [`One DMARC record of ${domain} is left, so receivers follow it again; ${was.records} of them were ignored.`]
      : []),
    ...sentences,
  ];
}

const fallbackText = ({ from, asks }: Dmarc, domain: string): string => {
  if (from === undefined)
    return `nothing tells them what to do with forged mail of ${domain}, and reports about it stop`;
  const parent = `the record of ${displayName(from)} applies`;
  if (asks === 'elsewhere') return `${parent}, where there is one`;
  return asks ? `${parent}: they are asked ${asking[asks]} mail of ${domain} ${failing}` : parent;
};

function deleted(was: Dmarc, is: Dmarc, domain: string): string {
  if (was.records > 1)
    return `The ${was.records} DMARC records of ${domain}, all of which receivers ignored, are deleted; nothing else changes.`;
  return is.from === undefined
    ? `Receivers are no longer told what to do with forged mail of ${domain}, and reports about it stop.`
    : `${domain} has no DMARC record of its own any more, so ${fallbackText(is, domain).replace('they are', 'receivers are')}.`;
}

function asks(was: Dmarc, is: Dmarc, domain: string): string[] {
  const { policy } = is;
  if (!policy) return [];
  const earlier = was.policy;
  const own = `Receivers are asked ${asking[policy.own]} mail of ${domain} ${failing}${soFar(was)}.`;
  const below = (names: string, action: keyof typeof asking) =>
    `Receivers are asked ${asking[action]} mail of ${names} ${failing}.`;
  const sentences = [
    ...(earlier?.own === policy.own ? [] : [own]),
    ...(earlier?.below === policy.below || (policy.below === policy.own && earlier?.below === earlier?.own)
      ? []
      : [below(`names below ${domain}`, policy.below)]),
    ...(earlier?.missing === policy.missing || (policy.missing === policy.below && earlier?.missing === earlier?.below)
      ? []
      : [below(`names below ${domain} that do not exist`, policy.missing)]),
  ];
  const test =
    policy.tests && policy.tests !== policy.own && policy.tests !== earlier?.tests
      ? [`"p=${policy.tests}" is only tested (t=y): receivers apply the next weaker policy.`]
      : [];
  const otherTags = details(was, is);
  return sentences.length + test.length > 0 || !earlier || !otherTags
    ? [...sentences, ...test]
    : [`The DMARC record of ${domain} changes (${otherTags}); its policy stays ${policy.own}.`];
}

function soFar({ asks, from, alias }: Dmarc): string {
  if (alias !== undefined) return ` (so far the policy was read from ${displayName(alias)})`;
  if (asks === undefined || asks === 'elsewhere') return '';
  return ` (so far the policy was ${asks}${from === undefined ? '' : `, by the record of ${displayName(from)}`})`;
}

/** "adkim=s, without fo" */
function details(was: Dmarc, is: Dmarc): string {
  const [old, now] = [tagList(was.record ?? ''), tagList(is.record ?? '')];
  const tags = [...new Set([...old.keys(), ...now.keys()])].filter(
    (tag) => old.get(tag) !== now.get(tag) && tag !== 'rua' && tag !== 'ruf',
  );
  return tags.map((tag) => (now.has(tag) ? `${tag}=${now.get(tag)}` : `without ${tag}`)).join(', ');
}

/** Where reports go, if that changes. */
function reports(was: Dmarc, is: Dmarc, domain: string): string[] {
  if (was.record === undefined) return [];
  const [old = '', now = ''] = [was, is].map(({ record = '' }) => reportUris(tagList(record), 'rua').join(', '));
  if (old === now) return [];
  if (!now) return [`Reports about mail of ${domain} are no longer sent.`];
  return [`Reports about mail of ${domain} go to ${now.replaceAll('mailto:', '')}.`];
}
