import { dmarc } from 'mailauth/lib/dmarc/index.js';
import { describe, expect, it } from 'vitest';
import { isDmarc } from '../../../../src/domain/dns/model/purpose.ts';
import { findings, found, name } from './look.ts';

const at = (record: string) => [`_dmarc TXT "${record}"`];
const mail = ['@ MX 10 mx', 'mx A 192.0.2.1', '@ TXT "v=spf1 mx ~all"'];

/** The policy that mailauth applies to mail of the domain; undefined for none at all. */
async function applied(record: string): Promise<string | undefined> {
  const resolver = async (asked: string) => {
    if (asked === `_dmarc.${name}`) return [[record]];
    throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
  };
  const verdict = await dmarc({
    headerFrom: name,
    spfDomains: [],
    dkimDomains: [],
    resolver: resolver as never,
    strict: true,
  } as never);
  return verdict === false || verdict.status.result === 'none' ? undefined : verdict.policy;
}

describe('what a DMARC record is', () => {
  it.each([
    ['v=DMARC1; p=reject', 'reject'],
    ['v = DMARC1; p=reject', 'reject'],
    ['V=DMARC1;p=reject', 'reject'],
    ['v=dmarc1; p=reject', undefined],
    ['p=reject; v=DMARC1', undefined],
    ['v=DMARC12; p=reject', undefined],
  ])('receivers say of %s', async (record, policy) => {
    expect(isDmarc(record)).toBe(policy !== undefined);
    expect(await applied(record)).toBe(policy);
  });

  it('is told once and rightly: spaces are fine, another case is not and leaves the domain without DMARC', () => {
    expect(found([...mail, ...at('v = DMARC1; p=reject; rua=mailto:a@acme-mail.com')])).toEqual([]);
    expect(found([...mail, ...at('v=dmarc1; p=reject')])).toEqual(['error dmarc-syntax', 'warning dmarc-missing']);
    expect(found([...mail, ...at('p=reject; v=DMARC1')])).toEqual(['error dmarc-syntax', 'warning dmarc-missing']);
  });
});

describe('a DMARC record that is not applied as it reads', () => {
  it.each([
    ['an unknown policy for names below', 'v=DMARC1; p=reject; sp=foo', undefined, 'as if there were no DMARC record'],
    ['an unknown policy for names that do not exist', 'v=DMARC1; p=reject; np=', undefined, 'no DMARC record'],
    ['the same with somebody to report to', 'v=DMARC1; p=reject; sp=foo; rua=mailto:a@acme-mail.com', 'none', 'p=none'],
    ['no policy', 'v=DMARC1; rua=mailto:a@acme-mail.com', 'none', 'as p=none'],
    ['an unknown policy', 'v=DMARC1; p=block', undefined, 'no DMARC record'],
    ['reports to what is no address', 'v=DMARC1; p=block; rua=a@acme-mail.com', undefined, 'no DMARC record'],
    ['a tag twice', 'v=DMARC1; p=reject; p=none', undefined, 'ignore the whole record'],
  ])('%s', async (_, record, policy, text) => {
    expect(await applied(record)).toBe(policy);
    expect(findings('dmarc-syntax', at(record))).toContainEqual(
      expect.objectContaining({ severity: 'error', text: expect.stringContaining(text), fix: expect.anything() }),
    );
  });
});

describe('addresses for reports', () => {
  it('are separated by commas', () => {
    expect(
      findings('dmarc-reports', at('v=DMARC1; p=none; rua=mailto:a@acme-mail.com mailto:b@acme-mail.com')),
    ).toMatchObject([{ severity: 'error', fix: { text: expect.stringContaining('commas') } }]);
    expect(
      findings('dmarc-syntax', at('v=DMARC1; p=none; rua=mailto:a@acme-mail.com;mailto:b@acme-mail.com')),
    ).toMatchObject([{ severity: 'warning', fix: { text: expect.stringContaining('comma') } }]);
    const right =
      'v=DMARC1; p=reject; rua=mailto:a@acme-mail.com, mailto:b@acme-mail.com!10m; ruf=mailto:c@acme-mail.com';
    expect(found(at(right))).toEqual([]);
  });
});

it('psd=y at an ordinary domain cuts off the names below it; psd=n does not', () => {
  expect(findings('dmarc-syntax', at('v=DMARC1; p=reject; psd=y'))).toMatchObject([
    { severity: 'warning', fix: { text: 'Remove psd.' } },
  ]);
  expect(findings('dmarc-syntax', at('v=DMARC1; p=reject; psd=n'))).toEqual([]);
});
