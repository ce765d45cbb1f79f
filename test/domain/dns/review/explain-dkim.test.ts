import { describe, expect, it } from 'vitest';
import { adding, cardOf, removing, setting } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const name = 's1._domainkey';
const key = (value: string, more = '') => `v=DKIM1; k=ed25519;${more} p=${value}`;
const [first, second] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
const of = (...keys: string[]) => [set(name, 'TXT', ...keys)];
const [good, other] = [key(first), key(second)];
const gone = 'Mail from acme-mail.com can no longer be signed with selector s1: signatures made with it fail.';
const unseen =
  "Receivers find no key for selector s1 on mail from acme-mail.com: Cloudflare's proxy answers with addresses only, so signatures made with it fail.";

describe('whether signatures pass, in words', () => {
  it.each([
    ['a first key', [], adding(name, 'TXT', good), 'Mail from acme-mail.com can be signed with selector s1.'],
    [
      'a first key elsewhere',
      [],
      adding(name, 'CNAME', 's1.example.com'),
      'Mail from acme-mail.com can be signed with selector s1.',
    ],
    ['a first key elsewhere, behind the proxy', [], adding(name, 'CNAME', 's1.example.com', { proxied: true }), unseen],
    [
      'the proxy in front of a key that is elsewhere',
      [set(name, 'CNAME', 's1.example.com')],
      setting(name, 'CNAME', 's1.example.com', { proxied: true }),
      unseen,
    ],
    [
      'the proxy taken away again',
      [set(name, 'CNAME', { content: 's1.example.com', proxied: true })],
      setting(name, 'CNAME', 's1.example.com', { proxied: false }),
      'Mail from acme-mail.com can be signed with selector s1.',
    ],
    ['the key deleted', of(good), removing(name, 'TXT'), gone],
    ['the key revoked', of(good), setting(name, 'TXT', key('')), gone],
    [
      'a key after a revoked one',
      of(key('')),
      setting(name, 'TXT', good),
      'Mail from acme-mail.com can be signed with selector s1 again.',
    ],
    [
      'a key that receivers ignore',
      of(good),
      setting(name, 'TXT', key(first, ' s=tlsrpt;')),
      'Receivers ignore the key for selector s1 on mail from acme-mail.com: the record is not meant for mail (s=tlsrpt). Signatures made with it fail.',
    ],
    [
      'another key',
      of(good),
      setting(name, 'TXT', other),
      'Signatures with selector s1 on mail from acme-mail.com are checked against another key; those made with the old key fail.',
    ],
    [
      'the end of a test with the same key',
      of(key(first, ' t=y;')),
      setting(name, 'TXT', good),
      'The key for selector s1 on mail from acme-mail.com stays the same; only its other tags change: t=y is removed.',
    ],
    [
      'a key here instead of elsewhere',
      [set(name, 'CNAME', 's1.example.com')],
      (now: Parameters<ReturnType<typeof removing>>[0]) => ({
        ...removing(name, 'CNAME')(now),
        changes: [...removing(name, 'CNAME')(now).changes, ...adding(name, 'TXT', good)([]).changes],
      }),
      'The key for selector s1 on mail from acme-mail.com stands here now, no longer at s1.example.com; signatures fail if it is another key.',
    ],
    [
      'another place',
      [set(name, 'CNAME', 's1.example.com')],
      setting(name, 'CNAME', 's1.example.net'),
      'The key for selector s1 on mail from acme-mail.com is looked for at s1.example.net; signatures fail if another key is there.',
    ],
    [
      'a delegation that hides the key',
      of(good),
      adding(name, 'NS', 'ns.example.net'),
      'The key for selector s1 on mail from acme-mail.com is looked for at ns.example.net; signatures fail if another key is there.',
    ],
    [
      'a second key',
      of(good),
      adding(name, 'TXT', other),
      'Selector s1 of acme-mail.com then has 2 keys; receivers may take any of them, so signatures may fail.',
    ],
    [
      'one key of two deleted',
      of(good, other),
      removing(name, 'TXT', other),
      'Only one key is left for selector s1 on mail from acme-mail.com; signatures made with another one fail.',
    ],
  ])('after %s', (_, zone, step, sentence) => expect(cardOf(zone, step).meaning).toEqual([sentence]));
});
