import { getDomain, getPublicSuffix } from 'tldts';
import { reportUris, requestsReports } from '../mail/dmarc.ts';
import { displayName, isName, normaliseName } from '../model/name.ts';
import { dmarcOwner, isDmarc, isNullMx, readTags, repeated, type Tag, tagList } from '../model/purpose.ts';
import { memoPerZone, type Rule, type RuleFinding, type ZoneView } from './zone-view.ts';

interface DmarcRecord {
  readonly subject: Omit<RuleFinding, 'text'>;
  readonly domain: string;
  readonly shown: string;
  /** As written. */
  readonly list: readonly Tag[];
  readonly tags: ReadonlyMap<string, string>;
  /** How many such records the domain has. */
  readonly count: number;
}

/** Every DMARC record, the first where a domain has several. */
const dmarcRecords = memoPerZone((zone): DmarcRecord[] =>
  zone.ofType('TXT').flatMap(({ name, values }) => {
    const domain = dmarcOwner(name);
    const own = domain === undefined ? [] : values.filter(({ content = '' }) => isDmarc(content));
    const text = own[0]?.content;
    if (domain === undefined || text === undefined) return [];
    const read = { list: readTags(text), tags: tagList(text), count: own.length };
    return [{ subject: { name, type: 'TXT' }, domain, shown: displayName(domain), ...read }];
  }),
);

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
  local: true,
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
  summary: 'A DMARC record that receivers do not find, or with values they do not know',
  local: true,
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
      text: `"${twice}=" appears more than once in the DMARC record of ${shown}; receivers that follow the standard ignore the whole record.`,
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
      text: `psd=y in the DMARC record of ${shown} declares that other people register names below it. Receivers then treat each name below as a separate domain, and its mail no longer passes with signatures of ${shown}.`,
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
      if (
        domain !== undefined &&
        !isDmarc(content) &&
        content.split(';').some((item) => /^\W*v\s*(=\s*)?dmarc/i.test(item))
      )
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
  local: true,
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

/** Strength of a policy; unknown words count as the strongest. */
const strength = (policy = ''): number => (policy === 'none' ? 0 : policy === 'quarantine' ? 1 : 2);

export const dmarcWeak: Rule = {
  id: 'dmarc-weak',
  severity: 'advice',
  source: 'RFC 9989, policies',
  summary: 'DMARC that only reports, or reports to nobody',
  local: true,
  *check(zone) {
    for (const { subject, shown, tags } of dmarcRecords(zone)) {
      const p = tags.get('p')?.toLowerCase();
      if (p === 'none')
        yield {
          ...subject,
          text: `The DMARC policy of ${shown} is "none": forged mail is reported but not stopped.`,
          fix: {
            text: 'Once the reports show that your own mail passes everywhere, change to quarantine; t=y lets you test it.',
          },
        };
      else if (tags.get('t')?.toLowerCase() === 'y')
        yield {
          ...subject,
          text: `The DMARC policy of ${shown} is being tested (t=y): receivers apply the next weaker one.`,
        };
      if (!tags.get('rua'))
        yield {
          ...subject,
          text: `The DMARC record of ${shown} has no report address, so you do not see who sends in its name.`,
          fix: { text: 'Add rua=mailto:…' },
        };
      for (const tag of ['sp', 'np'])
        if (strength(tags.get(tag)?.toLowerCase() ?? p) < strength(p))
          yield {
            ...subject,
            text: `${tag === 'sp' ? 'Names below' : 'Names below that do not exist'} ${shown} are less protected (${tag}=${tags.get(tag)}) than ${shown} itself.`,
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
      text: `${displayName(zone.name)} has mail but no DMARC record. Large mailbox providers require one from bulk senders.`,
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
  source: 'RFC 9989 §4.7, RFC 9990, verifying external destinations',
  summary: 'DMARC reports to an address that has not agreed to receive them',
  *check(zone) {
    for (const { subject, domain, shown, tags } of dmarcRecords(zone))
      for (const uri of [...reportUris(tags, 'rua'), ...reportUris(tags, 'ruf')]) {
        const host = normaliseName(mailAddress.exec(uri)?.[1] ?? '');
        if (!isName(host))
          yield {
            ...subject,
            severity: 'error',
            text: `Reports for ${shown} go to "${uri}", which is ${/\smailto:/i.test(uri) ? 'not one mail address' : 'no mail address'}, so they are not sent there.`,
            fix: { text: 'Write mailto:name@example.com, with commas between several.' },
          };
        else if (
          getDomain(host) !== getDomain(domain) &&
          zone.resolve(`${domain}._report._dmarc.${host}`, 'TXT')?.some(isDmarc) === false
        )
          yield {
            ...subject,
            text: `${displayName(host)} does not declare that it accepts DMARC reports for ${shown}, so they are not sent there.`,
            fix: { text: `Its owner must add the text "v=DMARC1" at ${domain}._report._dmarc.${host}.` },
          };
      }
  },
};

/** The size at the end (`!10m`) is of RFC 7489; receivers pass over it. */
const mailAddress = /^mailto:[^@\s!]+@([^@!?\s]+)(\?[^\s!]*)?(!\d+[kmgt]?)?$/i;
