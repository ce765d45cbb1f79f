import { describe, expect, it } from 'vitest';
import { evaluateSpf } from '../../../../src/domain/dns/mail/receiver-checks.ts';
import { spfAllows, spfCondition, spfSenders } from '../../../../src/domain/dns/mail/spf-senders.ts';
import type { Lookup } from '../../../../src/domain/dns/model/record.ts';
import { findings } from '../lint/look.ts';

const own = 'acme-mail.com';
type Live = Readonly<Record<string, readonly string[]>>;
const live: Live = {
  'x.net A': ['192.0.2.1'],
  'x.net AAAA': ['2001:db8::1'],
  'x.net MX': ['x.net'],
  'open.net TXT': ['v=spf1 ip4:0.0.0.0/0 -all'],
  'closed.net TXT': ['v=spf1 ip4:192.0.2.1 -all'],
  'nested.net TXT': ['v=spf1 include:open.net -all'],
};
/** Names that are not listed hold nothing. */
const allowed = (words: string) =>
  spfSenders(`v=spf1 ${words}`, { domain: own, resolve: (name, type) => live[`${name} ${type}`] ?? [] }).allows;

describe('who may send, by the addresses that an SPF record covers', () => {
  it.each([
    'ip4:0.0.0.0/0 -all',
    'ip4:1.2.3.4/0 -all',
    'ip6:::/0 -all',
    'ip6:2000::/3 -all',
    'ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all',
    'ip4:128.0.0.0/2 ip4:0.0.0.0/1 ip4:192.0.0.0/3 ~all',
    'a:x.net/0 -all',
    'a:x.net//0 -all',
    'mx:x.net/0 -all',
    'mx:x.net/24//0 -all',
    'exists:x.net -all',
    'include:open.net -all',
    'include:nested.net -all',
    'redirect=open.net',
    'all',
    '+ALL',
    '-ip4:192.0.2.0/24 ?ip4:10.0.0.0/8 ip4:192.0.2.0/25 all',
    '-ip4:10.0.0.0/8 ip4:0.0.0.0/0 -all',
  ])('is anybody: %s', (words) => expect(allowed(words)).toBe('anybody'));

  it.each([
    'ip4:192.0.2.0/24 -all',
    'ip4:0.0.0.0/1 -all',
    'ip4:0.0.0.0/1 ip4:128.0.0.0/2 -all',
    '-ip4:8.8.8.0/24 ip4:0.0.0.0/0 -all',
    '?ip4:0.0.0.0/1 ip4:0.0.0.0/0 -all',
    'a:x.net/8 mx -all',
    'a:no.net/0 ip4:192.0.2.1 -all',
    'mx:no.net/0 ip4:192.0.2.1 -all',
    'exists:no.net ip4:192.0.2.1 -all',
    'exists:%{i}._spf.x.net -all',
    'include:closed.net -all',
  ])('are listed servers: %s', (words) => expect(allowed(words)).toBe('listed'));

  it.each(['-all', '~all', '-ip4:0.0.0.0/0 -all', '-a:x.net/0 ?exists:x.net -all', '-all ip4:0.0.0.0/0', ''])(
    'is nobody: %s',
    (words) => expect(allowed(words)).toBe('nobody'),
  );

  it('takes a name to exist where nothing is known of it, and says so', () => {
    for (const words of ['a:y.net/0', 'mx:y.net/0', 'exists:y.net', 'a:y.net//0']) {
      expect(spfAllows(`v=spf1 ${words} -all`)).toBe('anybody');
      expect(spfCondition(`v=spf1 ${words} -all`)).toBe(' as long as y.net has an address');
      expect(spfSenders(`v=spf1 ${words} -all`).allows).toBe('listed');
    }
    expect(spfCondition('v=spf1 ip4:0.0.0.0/0 -all')).toBe('');
    expect(spfCondition('v=spf1 a/0 -all')).toBe(' as long as the domain itself has an address');
  });

  it('ends with records that include one another, and with as many words as fit', () => {
    const names = Array.from({ length: 30 }, (_, index) => `include:s${index}.net`).join(' ');
    const resolve = () => [`v=spf1 ${names} -all`];
    expect(spfSenders(`v=spf1 ${names} -all`, { domain: own, resolve }).allows).toBe('listed');
    const words = Array.from({ length: 500 }, (_, index) => `-ip6:2001:db8::${index.toString(16)}`).join(' ');
    expect(spfSenders(`v=spf1 ${words} +all`).allows).toBe('anybody');
  });
});

describe('the lint about a record that lets everybody send', () => {
  const about = (words: string, more: readonly string[] = [], known: Live = {}) =>
    findings('spf-open', [`@ TXT "v=spf1 ${words}"`, ...more], known);

  it.each([
    ['an IPv4 network of all', 'ip4:0.0.0.0/0 -all', [], {}, 'ip4:0.0.0.0/0'],
    ['two halves', 'ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all', [], {}, 'ip4:0.0.0.0/1 ip4:128.0.0.0/1'],
    ['its own address with a network of all', 'a/0 -all', ['@ A 192.0.2.1'], {}, 'a/0'],
    ['its mail servers with a network of all', 'mx/0 -all', ['@ MX 10 mx', 'mx A 192.0.2.1'], {}, 'mx/0'],
    ['a name of the zone that exists', 'exists:x.acme-mail.com -all', ['x A 192.0.2.1'], {}, 'exists:x.acme-mail.com'],
    ['the same by its macro', 'exists:x.%{d} -all', ['x A 192.0.2.1'], {}, 'exists:x.%{d}'],
    ['a name elsewhere that exists', 'exists:x.net -all', [], { 'x.net A': ['192.0.2.1'] }, 'exists:x.net'],
    ['an include that does', 'include:open.net -all', [], live, 'include:open.net'],
  ])('names %s', (_, words, more, known: Live, term) =>
    expect(about(words, more, known)).toMatchObject([
      {
        severity: 'error',
        text: `"${term}" in the SPF record of acme-mail.com allows every server in the world to send its mail.`,
        fix: { text: expect.stringContaining('ip4') },
      },
    ]),
  );

  it('names a part of the Internet as a warning, and the network', () =>
    expect(about('ip4:0.0.0.0/1 ip4:192.0.2.1 -all')).toMatchObject([
      { severity: 'warning', text: expect.stringMatching(/^"ip4:0\.0\.0\.0\/1" .* allows 5\d % of all servers/) },
    ]));

  it.each([
    ['a name of which nothing is known', 'exists:x.net -all', []],
    ['a name that does not exist', 'exists:x.acme-mail.com -all', []],
    ['an address that does not exist', 'a/0 -all', []],
    ['a network of the usual size', 'ip4:17.0.0.0/8 -all', []],
    ['+all, of which spf-all speaks', '+all', []],
  ])('leaves alone %s', (_, words, more) => expect(about(words, more)).toEqual([]));
});

describe('what receivers make of a record while an answer is missing', () => {
  const judged = (records: Readonly<Record<string, readonly string[] | 'unknown'>>) =>
    evaluateSpf('a.example', async (name, type): Promise<Lookup> => {
      const answer = records[`${name} ${type}`];
      if (answer === 'unknown') return { kind: 'unknown', why: 'no answer' };
      if (!answer) return { kind: 'missing', exists: false };
      return { kind: 'found', values: answer.map((content) => ({ content, ttl: 1 })) };
    });

  it.each([
    ['v=spf1 exp=e.a.example -all', 'fail'],
    ['v=spf1 exp=e.a.example ip4:192.0.2.1 -all', 'fail'],
    ['v=spf1 exp=%{d}.e.a.example -all', 'fail'],
    ['v=spf1 exp=e.a.example ~all', 'softfail'],
    ['v=spf1 +all exp=e.a.example', 'pass'],
    ['v=spf1 -all include:u.a.example', 'fail'],
    ['v=spf1 ipv4:1 include:u.a.example', 'permerror'],
    ['v=spf1 include:u.a.example -all', 'unknown'],
    ['v=spf1 a:u.a.example -all', 'unknown'],
    ['v=spf1 mx:u.a.example -all', 'unknown'],
    ['v=spf1 redirect=u.a.example', 'unknown'],
  ])('%s: %s', async (record, result) => {
    const unknown = [
      'e.a.example TXT',
      'a.example.e.a.example TXT',
      ...['TXT', 'A', 'MX'].map((type) => `u.a.example ${type}`),
    ];
    const records = {
      ...Object.fromEntries(unknown.map((key) => [key, 'unknown'] as const)),
      'a.example TXT': [record],
    };
    expect((await judged(records)).result).toBe(result);
  });

  it('says that everybody may send by what the names really hold', async () => {
    const record = { 'a.example TXT': ['v=spf1 exists:x.net a:x.net/0 -all'] };
    expect((await judged(record)).allows).toBe('listed');
    expect((await judged({ ...record, 'x.net A': ['192.0.2.1'] })).allows).toBe('anybody');
    const halves = ['v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/2 ip4:192.0.0.0/3 -all'];
    expect((await judged({ 'a.example TXT': halves })).allows).toBe('anybody');
  });
});
