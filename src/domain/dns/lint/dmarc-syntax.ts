import { getPublicSuffix } from 'tldts';
import { requestsReports } from '../mail/dmarc.ts';
import { displayName } from '../model/name.ts';
import { repeated } from '../model/tag-list.ts';
import { dmarcOwner, isDmarc } from '../review/purpose.ts';
import { type DmarcRecord, dmarcRecords } from './dmarc-records.ts';
import type { Rule, RuleFinding, ZoneView } from './rule.ts';

const policies = /^(none|quarantine|reject)$/i;
/** What other tags may hold; receivers pass over what they do not know. */
const allowed: Readonly<Record<string, RegExp>> = {
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

export const dmarcDuplicate: Rule = {
  id: 'dmarc-duplicate',
  severity: 'error',
  source: 'RFC 9989 §4.10, policy discovery',
  summary: 'Two DMARC records for one domain',
  *check(zone) {
    for (const { subject, shown, count } of dmarcRecords(zone))
      if (count > 1)
        yield {
          ...subject,
          measure: count,
          text: `${shown} has ${count} DMARC records; receivers then ignore all of them.`,
          fix: { text: 'Keep one.' },
        };
  },
};

export const dmarcSyntax: Rule = {
  id: 'dmarc-syntax',
  severity: 'error',
  source: 'RFC 9989 §4.7, §4.10.1; RFC 6376 §3.2',
  summary: 'A DMARC record that receivers do not find, or with values that they do not know',
  *check(zone) {
    for (const record of dmarcRecords(zone)) {
      yield* policyProblems(record);
      yield* tagProblems(record);
    }
    yield* unrecognised(zone);
  },
};

function* policyProblems({ subject, shown, list, tags }: DmarcRecord): Iterable<RuleFinding> {
  const twice = repeated(list);
  if (twice !== undefined)
    yield {
      ...subject,
      text: `"${twice}=" stands more than once in the DMARC record of ${shown}; receivers that keep to the rules ignore the whole record.`,
      fix: { text: `Keep one ${twice}=.` },
    };
  const outcome = requestsReports(tags)
    ? 'receivers treat the whole record as p=none: they report and stop nothing'
    : 'receivers act as if there were no DMARC record';
  for (const tag of ['p', 'sp', 'np']) {
    const policy = tags.get(tag);
    if (policy === undefined ? tag !== 'p' : policies.test(policy)) continue;
    yield {
      ...subject,
      text:
        policy === undefined
          ? `The DMARC record of ${shown} sets no policy (p=…), so ${outcome}.`
          : `"${tag}=${policy}" in the DMARC record of ${shown} is no policy, so ${outcome}.`,
      fix: { text: `Set ${tag} to none, quarantine or reject${tag === 'p' ? '' : ', or leave it out'}.` },
    };
  }
}

function* tagProblems({ subject, domain, shown, list, tags }: DmarcRecord): Iterable<RuleFinding> {
  for (const [tag, form] of Object.entries(allowed)) {
    const value = tags.get(tag);
    if (value !== undefined && !form.test(value))
      yield {
        ...subject,
        severity: 'warning',
        text: `"${tag}=${value}" in the DMARC record of ${shown} is not a value that receivers know; they ignore it.`,
        fix: { text: `Correct or remove ${tag}.` },
      };
  }
  for (const { name, value } of list)
    if (value === undefined || /^mailto:/i.test(name))
      yield {
        ...subject,
        severity: 'warning',
        text: `"${name}" in the DMARC record of ${shown} is not of the form tag=value; receivers ignore it.`,
        fix: {
          text: /^mailto:/i.test(name)
            ? 'Put a comma between two addresses: rua=mailto:…,mailto:…'
            : `Remove "${name}".`,
        },
      };
  if (tags.get('psd')?.toLowerCase() === 'y' && getPublicSuffix(domain, { allowPrivateDomains: true }) !== domain)
    yield {
      ...subject,
      severity: 'warning',
      text: `psd=y in the DMARC record of ${shown} says that other people register names below it. Receivers then take each name below for a domain of its own, and its mail no longer passes by what ${shown} has signed.`,
      fix: { text: 'Remove psd.' },
    };
}

function* unrecognised(zone: ZoneView): Iterable<RuleFinding> {
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
      if (domain !== undefined && !isDmarc(content) && /(^|;)\W*v\s*=?\s*dmarc/i.test(content))
        yield {
          name: set.name,
          type: 'TXT',
          text: `"${content.slice(0, 40)}" was meant as DMARC for ${displayName(domain)} but receivers do not recognise it: it must begin with exactly "v=DMARC1;".`,
          fix: { text: 'Write v=DMARC1; first, in capital letters, and then the rest.' },
        };
    }
  }
}

export const dmarcRemoved: Rule = {
  id: 'dmarc-removed-tags',
  severity: 'advice',
  source: 'RFC 9989 (2026): pct, rf and ri are gone',
  summary: 'DMARC tags that no longer exist',
  *check(zone) {
    for (const { subject, shown, tags } of dmarcRecords(zone))
      for (const [tag, instead] of Object.entries(removed))
        if (tags.has(tag))
          yield {
            ...subject,
            text: `"${tag}" in the DMARC record of ${shown} has had no meaning since 2026; ${instead}.`,
            fix: { text: `Remove ${tag}.` },
          };
  },
};
