import { reportUris } from '../../lint/dmarc-records.ts';
import { type Dmarc, dmarcOf } from '../../mail/dmarc.ts';
import { displayName } from '../../model/name.ts';
import { isProxied } from '../../model/proxied.ts';
import type { ChangeGroup } from '../change-groups.ts';
import { dmarcOwner, tagList } from '../purpose.ts';

const asking = {
  reject: 'to reject',
  quarantine: 'to put into spam',
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
