import fc from 'fast-check';
import { spf as receiver } from 'mailauth/lib/spf/index.js';
import { describe, expect, it } from 'vitest';
import { parseSpf } from '../../../../src/domain/dns/mail/spf.ts';
import { isSpf } from '../../../../src/domain/dns/model/purpose.ts';

/** What mailauth makes of a record whose every name exists: "permerror" can only come from how it is written. */
async function received(record: string): Promise<string> {
  const resolver = async (name: string, type: string) => {
    if (type === 'TXT') return [[name === 'acme-mail.com' ? record : 'v=spf1 -all']];
    return type === 'MX' ? [{ exchange: 'mx.example.com', priority: 1 }] : ['192.0.2.9'];
  };
  const many = { maxResolveCount: 1000, maxVoidCount: 1000 };
  const { status } = await receiver({
    ...{ sender: 'a@acme-mail.com', ip: '240.0.0.1', helo: 'a.example.com', mta: 'b.example.com' },
    ...{ resolver: resolver as never, strict: true, ...many },
  });
  // A target that can be read but not be looked up is another matter.
  return /Invalid (include|redirect) target|Invalid domain /.test(`${status.comment}`) ? 'read' : status.result;
}

const ours = (record: string): string =>
  !isSpf(record) ? 'none' : parseSpf(record).problem === undefined ? 'read' : 'permerror';
const theirs = async (record: string): Promise<string> => {
  const result = await received(record);
  return result === 'none' || result === 'permerror' ? result : 'read';
};

describe('an SPF record that a receiver cannot read', () => {
  it.each([
    ...[
      'ip4:300.1.1.1',
      'ip4:01.2.3.4',
      'ip4:1.2.3',
      'ip4:1.2.3.4/33',
      'ip4:1.2.3.4/08',
      'ip4:1.2.3.4/',
      'ip4',
      'ip4:',
    ],
    ...['ip6:1.2.3.4', 'ip6:2001:db8::/200', 'ip6:2001:db8:::1', 'ip6:fe80::1%eth0', 'ip4:2001:db8::1', 'ip6:::/x'],
    ...['a:192.0.2.1', 'include:192.0.2.1', 'mx:192.0.2.1/32', 'include:spf', 'a:localhost', 'include:', 'include'],
    ...['a/33', 'a//129', 'a/', 'a:', 'mx:x.net/24/24', 'include:x.net/24', 'ptr/24', 'ptr:', 'exists', 'a/024'],
    ...[
      'exists:%{x}.net',
      'exists:%{i',
      'exists:%i.net',
      'exists:%{i0}.x.net',
      'exists:%{c}.x.net',
      'a:%%-',
      'a:x.%{d}net',
    ],
    ...[
      'redirect=a.net redirect=b.net',
      'exp=a.net exp=b.net',
      'redirect=',
      'redirect=localhost',
      'exp=',
      'redirect=.',
    ],
    ...['all:x', 'all/8', 'ipv4:192.0.2.1', '192.0.2.1', '=x', '-redirect=a.net', '1x=y', 'x=%', '-'],
    ...['a:münchen.de', 'mx\tip4:192.0.2.1', 'a:-x-', 'a:x.-net', 'a:x.net-'],
  ])('%s', async (words) => {
    const record = `v=spf1 ${words} -all`;
    expect(await theirs(record)).toBe('permerror');
    expect(parseSpf(record)).toMatchObject({ problem: expect.any(String), fix: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});

describe('an SPF record that receivers can read', () => {
  it.each([
    ...['ip4:1.2.3.4', 'ip4:1.2.3.4/0', 'IP4:0.0.0.0/32', 'ip6:::1', 'ip6:2001:DB8::/32', 'ip6:::ffff:1.2.3.4/128'],
    ...[
      'a',
      'a/24',
      'a//64',
      'a/24//64',
      'a:x.net',
      'a:x.net.',
      'mx:x.net/24//64',
      'ptr',
      'ptr:x.net',
      '?mx',
      '+a:1.x-y',
    ],
    ...['include:_spf.x.net', 'exists:%{ir}.%{v}._spf.%{d2}', 'exists:%{L1r+-}.x.net', 'a:%%.x.net', 'a:x%_%-.net'],
    ...[
      'redirect=%{d}',
      'exp=e.x.net',
      'x-tra=yes',
      'empty=',
      'm=%{c}',
      'a:a..x.net',
      'exists:x.net/24.net',
      'include:a..net',
      ' ',
      '',
    ],
  ])('%s', async (words) => {
    const record = `v=spf1 ${words} -all`;
    expect([await theirs(record), ours(record)]).toEqual(['read', 'read']);
  });
});

it.each(['v=spf1', 'V=SPF1 -all', 'v=spf1\t-all', 'v=spf10 -all', ' v=spf1 -all', 'v=spf1-all', 'v=spf1 -all '])(
  'whether "%s" is an SPF record at all is what receivers say',
  async (record) => expect(ours(record)).toBe(await theirs(record)),
);

it('any other record is read as mailauth reads it', async () => {
  const word = fc.constantFrom(
    'all',
    'include',
    'a',
    'mx',
    'ptr',
    'ip4',
    'ip6',
    'exists',
    'redirect',
    'exp',
    'x-y',
    'x',
  );
  const piece = fc.constantFrom(
    ...[
      'a',
      'x.net',
      '.net',
      'net.',
      '.',
      '-',
      '_spf.',
      '1',
      '192.0.2.1',
      '2001:db8::',
      '/',
      '/24',
      '//',
      '//64',
      '/0',
    ],
    ...['%{h}', '%{i2r.}', '%{', '}', '%', '%%', '%_', '%-', ':', '=', '0', '33', 'é', '\t', '~', '+'],
  );
  const term = fc
    .tuple(
      fc.constantFrom('', '', '-', '~', '?', '+'),
      word,
      fc.constantFrom(':', '=', '', '/'),
      fc.array(piece, { maxLength: 4 }),
    )
    .map(([sign, name, mark, pieces]) => `${sign}${name}${mark}${pieces.join('')}`);
  await fc.assert(
    fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 3 }), async (terms) => {
      const record = `v=spf1 ${terms.join(' ')}`;
      expect(`${record}: ${ours(record)}`).toBe(`${record}: ${await theirs(record)}`);
    }),
    { numRuns: 1000 },
  );
});
