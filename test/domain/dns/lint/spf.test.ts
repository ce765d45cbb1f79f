import { describe, expect, it } from 'vitest';
import { lint } from '../../../../src/domain/dns/lint/lint.ts';
import { zoneView } from '../../../../src/domain/dns/lint/zone-view.ts';
import { findings, found } from './look.ts';

const spf = (...words: string[]) => `@ TXT "v=spf1 ${words.join(' ')} ~all"`;
const servers = (count: number) => Array.from({ length: count }, (_, index) => `mx${index}.example.com`);

describe('an SPF record', () => {
  it('that holds a word which receivers cannot read is an error with what to write instead', () => {
    expect(findings('spf-syntax', [spf('a:192.0.2.1')])).toMatchObject([
      { text: expect.stringContaining('"a:192.0.2.1"'), fix: { text: 'Write an address as ip4:192.0.2.1.' } },
    ]);
    expect(findings('spf-syntax', [spf('include:spf')])[0]?.fix?.text).toContain('a whole domain');
    expect(findings('spf-syntax', ['@ TXT "v=spf1 redirect=a.net redirect=b.net"'])[0]?.fix?.text).toContain(
      'only once',
    );
  });

  it('that begins with a tab is none for receivers', () => {
    expect(findings('spf-syntax', ['@ TXT "v=spf1\\009-all"'])).toMatchObject([
      { severity: 'error', text: expect.stringContaining('do not recognise it') },
    ]);
    expect(found([spf('mx'), '@ TXT "v=spf1\\009-all"'])).not.toContain('error spf-duplicate');
  });

  it('that includes one which receivers cannot read, or a name that cannot be, fails with it', () => {
    const live = { 's.example.com TXT': ['v=spf1 ip4:300.1.1.1 -all'] };
    expect(findings('spf-lookups', [spf('include:s.example.com')], live)[0]?.text).toContain('no usable SPF record');
    expect(findings('spf-lookups', [spf('include:a..net')])[0]?.text).toContain('a..net');
  });

  it.each([
    ['ten mail servers elsewhere', [spf('mx:example.com')], 10, 0],
    ['eleven mail servers elsewhere', [spf('mx:example.com')], 11, 1],
    ['eleven through an include', [spf('include:i.example.com')], 11, 1],
  ])('with mx for %s', (_, lines, count, errors) => {
    const live = { 'example.com MX': servers(count), 'i.example.com TXT': ['v=spf1 mx:example.com -all'] };
    expect(findings('spf-mx-hosts', lines, live)).toHaveLength(errors);
  });

  it('with mx for eleven mail servers of its own is an error too', () => {
    const lines = [spf('mx'), ...servers(11).map((host) => `@ MX 10 ${host}.`)];
    expect(findings('spf-mx-hosts', lines)).toMatchObject([{ severity: 'error' }]);
  });
});

describe('a zone whose SPF records include one another', () => {
  const star = ['v=spf1', ...Array.from({ length: 90 }, (_, at) => `include:s${at}.example.com`), '~all'].join(' ');
  const shapes: Readonly<Record<string, (at: number, all: number) => string>> = {
    'in a chain': (at) => `v=spf1 include:s${at + 1}.example.com ~all`,
    'in a ring': (at, all) => `v=spf1 include:s${(at + 1) % all}.example.com ~all`,
    'in a star': (at) => (at === 0 ? star : 'v=spf1 include:s0.example.com include:s0.example.com ~all'),
    'two by two': (at) => `v=spf1 include:s${at * 2 + 1}.example.com include:s${at * 2 + 2}.example.com ~all`,
  };
  const look = (shape: string, count: number) => {
    const sets = Array.from({ length: count }, (_, at) => ({
      name: `s${at}.example.com`,
      type: 'TXT',
      values: [{ ttl: 300, content: shapes[shape]?.(at, count) ?? '' }],
    }));
    const view = zoneView('example.com', sets);
    let looks = 0;
    const resolve: typeof view.resolve = (name, type) => {
      looks += 1;
      return view.resolve(name, type);
    };
    const findings = lint({ ...view, resolve });
    return { looks, findings };
  };

  it.each(Object.keys(shapes))('%s is followed only so far, however many there are, and that is said', (shape) => {
    const { looks, findings } = look(shape, 20_000);
    expect(looks).toBeLessThan(100_000);
    expect(findings.filter(({ text }) => text.includes('what they need is not known'))).toHaveLength(1);
  });

  it('is counted to the end where it is of a size that people have', () => {
    const { findings } = look('in a chain', 100);
    expect(findings.filter(({ text }) => text.includes('not known'))).toEqual([]);
    expect(findings.find(({ name }) => name === 's80.example.com')?.text).toContain('needs 20 lookups');
  });
});
