import { expect, it } from 'vitest';
import { findings, found } from './look.ts';

const at = (record: string) => `s._domainkey TXT "${record}"`;

it('a record that receivers ignore is an error that says why', () => {
  expect(findings('dkim-record', [at('v=DKIM1; k=dsa; p=AAAA')])[0]).toMatchObject({
    severity: 'error',
    text: expect.stringContaining('"dsa", which receivers do not know: receivers ignore it'),
  });
  expect(findings('dkim-key', [at('v=DKIM1; p=AA!A')])[0]?.text).toContain('characters that no key has');
});

it('two records at one selector are told once, and each of them for itself', () => {
  const lines = [at('v=DKIM1; p='), at('v=DKIM1; h=sha1; p=AAAA')];
  expect(found(lines)).toEqual(['error dkim-record', 'error dkim-record', 'advice dkim-key']);
  expect(findings('dkim-record', lines)[0]?.text).toContain('2 text records');
});

it('a signing policy of RFC 5617 beside the keys is no key', () =>
  expect(found(['_adsp._domainkey TXT "dkim=all"'])).toEqual([]));
