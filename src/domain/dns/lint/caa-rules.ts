import { displayName, isHostname } from '../model/name.ts';
import type { RecordValue } from '../model/record.ts';
import type { Rule } from './rule.ts';

const known = new Set(['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone']);

export const caa: Rule = {
  id: 'caa',
  severity: 'warning',
  source: 'RFC 8659 §4',
  summary: 'A CAA record that certificate authorities cannot use',
  *check(zone) {
    for (const { name, values } of zone.ofType('CAA'))
      for (const one of values) {
        const { data } = one;
        const tag = String(data?.tag ?? '');
        const value = textOf(one);
        const flags = Number(data?.flags ?? 0);
        const owner = displayName(name);
        const subject = { name, type: 'CAA' };
        if (!known.has(tag))
          yield flags >= 128
            ? {
                ...subject,
                severity: 'error',
                text: `The rule "${tag}" for ${owner} is marked as critical but no certificate authority knows it: nobody can issue a certificate.`,
              }
            : {
                ...subject,
                text: `"${tag}" is not a rule that certificate authorities know; it has no effect for ${owner}.`,
              };
        else if (flags !== 0 && flags !== 128)
          yield { ...subject, text: `The flags of a CAA record are 0, or 128 for critical; ${owner} has ${flags}.` };
        const others = values.some((other) => other.data?.tag === tag && namesIssuer(textOf(other)));
        if (tag.startsWith('issue') && tag !== 'issuemail' && !isIssuer(value))
          yield {
            ...subject,
            ...(others ? {} : { severity: 'error' as const }),
            text: others
              ? `"${value}" does not name a certificate authority, so it allows none beside the others that ${owner} allows.`
              : `"${value}" does not name a certificate authority, so it forbids all of them for ${owner}.`,
            fix: { text: 'Write the name of the authority, such as letsencrypt.org, or ";" to forbid all.' },
          };
        if (tag === 'iodef' && !/^(mailto:.+@.+|https?:\/\/.+)/i.test(value))
          yield {
            ...subject,
            text: `Reports for ${owner} go to "${value}", which is neither a mail address (mailto:…) nor a web address.`,
          };
      }
  },
};

const textOf = ({ data }: RecordValue): string => String(data?.value ?? '').trim();

const issuerOf = (value: string): string => value.split(';')[0]?.trim().toLowerCase() ?? '';

const namesIssuer = (value: string): boolean => isHostname(issuerOf(value));

/** A certificate authority, or plainly none. */
const isIssuer = (value: string): boolean =>
  issuerOf(value) === '' ? value.startsWith(';') || value === '' : namesIssuer(value);
