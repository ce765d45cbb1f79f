import { describe, expect, it } from 'vitest';
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
