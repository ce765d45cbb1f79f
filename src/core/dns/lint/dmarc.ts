import { getDomain } from 'tldts';
import { displayName, isName, normaliseName } from '../name.ts';
import { dmarcOwner, isDmarc, isNullMx, tagList } from '../purpose.ts';
import type { Found, Rule } from './rule.ts';
import { perZone } from './zone-view.ts';

const policies = new Set(['none', 'quarantine', 'reject']);
/** Tags of RFC 9989, and what each may hold. */
const allowed: Readonly<Record<string, RegExp>> = {
  p: /^(none|quarantine|reject)$/i,
  sp: /^(none|quarantine|reject)$/i,
  np: /^(none|quarantine|reject)$/i,
  adkim: /^[rs]$/i,
  aspf: /^[rs]$/i,
  fo: /^[01ds](:[01ds])*$/i,
  psd: /^[ynu]$/i,
  t: /^[yn]$/i,
};
/** Tags of RFC 7489 that RFC 9989 took out. */
const removed: Readonly<Record<string, string>> = {
  pct: 'write t=y while testing instead',
  rf: 'reports have only one format now',
  ri: 'reports come once a day',
};

interface Policy {
  readonly found: Omit<Found, 'text'>;
  readonly domain: string;
  readonly shown: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly count: number;
}

/** Every DMARC record, the first where a domain has several. */
const policiesOf = perZone((zone): Policy[] =>
  zone.ofType('TXT').flatMap((set) => {
    const domain = dmarcOwner(set.name);
    const own = domain === undefined ? [] : set.values.filter(({ content = '' }) => isDmarc(content));
    const text = own[0]?.content;
    if (domain === undefined || text === undefined) return [];
    const found = { name: set.name, type: 'TXT' };
    return [{ found, domain, shown: displayName(domain), tags: tagList(text), count: own.length }];
  }),
);

export const dmarcDuplicate: Rule = {
  id: 'dmarc-duplicate',
  severity: 'error',
  source: 'RFC 9989, policy discovery',
  summary: 'Two DMARC records for one domain',
  *check(zone) {
    for (const { found, shown, count } of policiesOf(zone))
      if (count > 1)
        yield {
          ...found,
          text: `${shown} has ${count} DMARC records; receivers then ignore all of them.`,
          fix: { text: 'Keep one.' },
        };
  },
};

export const dmarcSyntax: Rule = {
  id: 'dmarc-syntax',
  severity: 'error',
  source: 'RFC 9989, record format',
  summary: 'A DMARC record with values that receivers do not know',
  *check(zone) {
    for (const { found, shown, tags } of policiesOf(zone)) {
      const p = tags.get('p')?.toLowerCase();
      if (p === undefined || !policies.has(p))
        yield {
          ...found,
          text:
            p === undefined
              ? `The DMARC record of ${shown} sets no policy (p=…); receivers treat it as "only report", or ignore it.`
              : `"p=${p}" in the DMARC record of ${shown} is no policy; it must be none, quarantine or reject.`,
          fix: { text: 'Set p to none, quarantine or reject.' },
        };
      for (const [tag, form] of Object.entries(allowed)) {
        const value = tags.get(tag);
        if (tag !== 'p' && value !== undefined && !form.test(value))
          yield {
            ...found,
            severity: 'warning',
            text: `"${tag}=${value}" in the DMARC record of ${shown} is not a value that receivers know; they ignore it.`,
          };
      }
    }
    for (const set of zone.ofType('TXT')) {
      const domain = dmarcOwner(set.name);
      for (const { content = '' } of set.values) {
        if (domain === undefined && isDmarc(content) && !set.name.includes('._report._dmarc.'))
          yield {
            name: set.name,
            type: 'TXT',
            severity: 'warning',
            text: `${displayName(set.name)} holds a DMARC record, but receivers only look for it at _dmarc.${displayName(set.name)}.`,
            fix: { text: `Move it to _dmarc.${set.name}.` },
          };
        if (domain !== undefined && !isDmarc(content) && /^\W*v\s*=?\s*dmarc/i.test(content))
          yield {
            name: set.name,
            type: 'TXT',
            text: `"${content.slice(0, 40)}" was meant as DMARC for ${displayName(domain)} but receivers do not recognise it: it must begin with exactly "v=DMARC1;".`,
          };
      }
    }
  },
};

export const dmarcRemoved: Rule = {
  id: 'dmarc-removed-tags',
  severity: 'advice',
  source: 'RFC 9989 (2026): pct, rf and ri are gone',
  summary: 'DMARC tags that no longer exist',
  *check(zone) {
    for (const { found, shown, tags } of policiesOf(zone))
      for (const [tag, instead] of Object.entries(removed))
        if (tags.has(tag))
          yield {
            ...found,
            text: `"${tag}" in the DMARC record of ${shown} has had no meaning since 2026; ${instead}.`,
            fix: { text: `Remove ${tag}.` },
          };
  },
};

export const dmarcWeak: Rule = {
  id: 'dmarc-weak',
  severity: 'advice',
  source: 'RFC 9989, policies',
  summary: 'DMARC that only reports, or to nobody',
  *check(zone) {
    for (const { found, shown, tags } of policiesOf(zone)) {
      const p = tags.get('p')?.toLowerCase();
      if (p === 'none')
        yield {
          ...found,
          text: `The DMARC policy of ${shown} is "none": forged mail is reported but not stopped.`,
          fix: {
            text: 'When the reports show only your own mail failing nowhere, go on to quarantine; t=y lets you test it.',
          },
        };
      else if (tags.get('t')?.toLowerCase() === 'y')
        yield {
          ...found,
          text: `The DMARC policy of ${shown} is being tested (t=y): receivers apply the next weaker one.`,
        };
      if (!tags.get('rua'))
        yield {
          ...found,
          text: `The DMARC record of ${shown} names nobody to report to, so you do not see who sends in its name.`,
          fix: { text: 'Add rua=mailto:…' },
        };
      const weaker = (tag: string) =>
        p === 'reject' && ['none', 'quarantine'].includes(tags.get(tag)?.toLowerCase() ?? '');
      for (const tag of ['sp', 'np'])
        if (weaker(tag))
          yield {
            ...found,
            text: `${tag === 'sp' ? 'Names below' : 'Names below that do not exist'} ${shown} are protected less (${tag}=${tags.get(tag)}) than ${shown} itself.`,
          };
    }
  },
};

export const dmarcMissing: Rule = {
  id: 'dmarc-missing',
  severity: 'warning',
  source: 'RFC 9989; required by large mailbox providers for bulk senders',
  summary: 'A domain with mail but without DMARC',
  *check(zone) {
    const mail = zone.at(zone.name, 'MX');
    if (!mail || isNullMx(mail)) return;
    const owner = `_dmarc.${zone.name}`;
    if (
      zone.at(owner, 'TXT')?.values.some(({ content = '' }) => isDmarc(content)) ||
      zone.at(owner, 'CNAME') ||
      zone.at(owner, 'NS')
    )
      return;
    yield {
      name: owner,
      type: 'TXT',
      text: `${displayName(zone.name)} has mail but no DMARC record. Large mailbox providers expect one from everybody who sends in bulk.`,
      fix: {
        text: 'Start with a record that only reports.',
        set: { name: owner, type: 'TXT', values: [{ content: 'v=DMARC1; p=none' }] },
      },
    };
  },
};

export const dmarcReports: Rule = {
  id: 'dmarc-reports',
  severity: 'warning',
  source: 'RFC 9990, verifying external destinations',
  summary: 'DMARC reports to an address that may not receive them',
  *check(zone) {
    for (const { found, domain, shown, tags } of policiesOf(zone))
      for (const tag of ['rua', 'ruf'])
        for (const uri of (tags.get(tag) ?? '').split(',').map((text) => text.trim())) {
          if (uri === '') continue;
          const host = normaliseName(/^mailto:[^@\s]+@([^!?\s]+)/i.exec(uri)?.[1] ?? '');
          if (!isName(host))
            yield {
              ...found,
              severity: 'error',
              text: `Reports for ${shown} go to "${uri}", which is no mail address; write mailto:name@example.com.`,
            };
          else if (
            getDomain(host) !== getDomain(domain) &&
            zone.resolve(`${domain}._report._dmarc.${host}`, 'TXT')?.some(isDmarc) === false
          )
            yield {
              ...found,
              text: `${displayName(host)} does not say that it takes DMARC reports for ${shown}, so they are not sent there.`,
              fix: { text: `Its owner must add the text "v=DMARC1" at ${domain}._report._dmarc.${host}.` },
            };
        }
  },
};
