import { type ParsedDkimKey, parseDkimKey } from '../mail/dkim-key.ts';
import { displayName } from '../model/name.ts';
import { dkimOwner, tagList } from '../model/purpose.ts';
import { memoPerZone, type Rule, type RuleFinding } from './zone-view.ts';

interface Selector {
  readonly subject: Omit<RuleFinding, 'text'>;
  /** selector s1 of acme-mail.com */
  readonly of: string;
  readonly records: readonly (ParsedDkimKey & { readonly text: string })[];
}

const selectors = memoPerZone((zone): Selector[] =>
  zone.ofType('TXT').flatMap(({ name, values }) => {
    const owner = dkimOwner(name);
    if (!owner) return [];
    const of = `selector ${owner.selector} of ${displayName(owner.domain)}`;
    const records = values.map(({ content: text = '' }) => ({ text, ...parseDkimKey(text) }));
    return [{ subject: { name, type: 'TXT' }, of, records }];
  }),
);

const longer = { text: 'Create a 2048-bit key at the mail service.' };

export const dkimKey: Rule = {
  id: 'dkim-key',
  severity: 'error',
  source: 'RFC 6376 §3.6.1, RFC 8301 §3.2, RFC 8463',
  summary: 'A DKIM key that is broken or too short',
  local: true,
  *check(zone) {
    for (const { subject, of, records } of selectors(zone))
      for (const record of records) {
        if (record.state === 'revoked')
          yield {
            ...subject,
            severity: 'advice',
            text: `The DKIM key with ${of} is revoked: signatures made with it fail.`,
          };
        else if (record.state === 'broken' && record.at === 'key')
          yield {
            ...subject,
            text: `The DKIM record with ${of} ${record.why}. Signatures made with it fail.`,
            fix: { text: 'Copy the whole key again from the mail service.' },
          };
        else if (record.state === 'short')
          yield {
            ...subject,
            measure: -record.bits,
            text: `The DKIM key with ${of} has ${record.bits} bits; receivers reject keys below 1024.`,
            fix: longer,
          };
        else if (record.state === 'good' && record.kind === 'rsa' && record.bits < 2048)
          yield {
            ...subject,
            measure: -record.bits,
            severity: 'warning',
            text: `The DKIM key with ${of} has ${record.bits} bits; 2048 is standard today.`,
            fix: longer,
          };
      }
  },
};

export const dkimRecord: Rule = {
  id: 'dkim-record',
  severity: 'error',
  source: 'RFC 6376 §3.2, §3.6.1, §3.6.2.2',
  summary: 'A DKIM record that receivers cannot use',
  local: true,
  *check(zone) {
    for (const { subject, of, records } of selectors(zone)) {
      if (records.length > 1)
        yield {
          ...subject,
          measure: records.length,
          text: `There are ${records.length} text records for ${of}; receivers may take any of them, so signatures may fail.`,
          fix: { text: 'Keep one.' },
        };
      for (const record of records) {
        if (record.state === 'broken' && record.at === 'record')
          yield {
            ...subject,
            text: `The DKIM record with ${of} ${record.why}: receivers ignore it, and signatures made with it fail.`,
            fix: { text: 'Copy the whole record again from the mail service.' },
          };
        if (tagList(record.text).get('t')?.toLowerCase().split(':').includes('y'))
          yield {
            ...subject,
            severity: 'advice',
            text: `The record for ${of} is marked as a test (t=y): receivers may treat its mail as unsigned.`,
            fix: { text: 'Remove t=y when the tests are done.' },
          };
      }
    }
  },
};
