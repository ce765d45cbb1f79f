import { displayName } from '../model/name.ts';
import { isDmarc, isNullMx } from '../review/purpose.ts';
import { dmarcRecords } from './dmarc-records.ts';
import type { Rule } from './rule.ts';

/** Strength of a policy; unknown words count as the strongest. */
const strength = (policy = ''): number => (policy === 'none' ? 0 : policy === 'quarantine' ? 1 : 2);

export const dmarcWeak: Rule = {
  id: 'dmarc-weak',
  severity: 'advice',
  source: 'RFC 9989, policies',
  summary: 'DMARC that only reports, or to nobody',
  *check(zone) {
    for (const { subject, shown, tags } of dmarcRecords(zone)) {
      const p = tags.get('p')?.toLowerCase();
      if (p === 'none')
        yield {
          ...subject,
          text: `The DMARC policy of ${shown} is "none": forged mail is reported but not stopped.`,
          fix: {
            text: 'When the reports show only your own mail failing nowhere, go on to quarantine; t=y lets you test it.',
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
          text: `The DMARC record of ${shown} names nobody to report to, so you do not see who sends in its name.`,
          fix: { text: 'Add rua=mailto:…' },
        };
      for (const tag of ['sp', 'np'])
        if (strength(tags.get(tag)?.toLowerCase() ?? p) < strength(p))
          yield {
            ...subject,
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
