import { getDomain } from 'tldts';
import { displayName, isName, normaliseName } from '../model/name.ts';
import { isDmarc } from '../review/purpose.ts';
import { dmarcRecords, reportUris } from './dmarc-records.ts';
import type { Rule } from './rule.ts';

export const dmarcReports: Rule = {
  id: 'dmarc-reports',
  severity: 'warning',
  source: 'RFC 9989 §4.7, RFC 9990, verifying external destinations',
  summary: 'DMARC reports to an address that may not receive them',
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
            text: `${displayName(host)} does not say that it takes DMARC reports for ${shown}, so they are not sent there.`,
            fix: { text: `Its owner must add the text "v=DMARC1" at ${domain}._report._dmarc.${host}.` },
          };
      }
  },
};

/** The size at the end (`!10m`) is of RFC 7489; receivers pass over it. */
const mailAddress = /^mailto:[^@\s!]+@([^@!?\s]+)(\?[^\s!]*)?(!\d+[kmgt]?)?$/i;
