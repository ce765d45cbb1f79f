import { describe, expect, it } from 'vitest';
import { adding, cardOf, removing, setting } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const [a, b] = ['v=spf1 include:a.net ~all', 'v=spf1 include:b.net ~all'];
const of = (...records: string[]) => [set('@', 'TXT', ...records, 'hello')];
const to = (record: string) => setting('@', 'TXT', [record, 'hello']);

describe('a record that lets everybody send, however it is spelled', () => {
  it.each([
    ['ip4:0.0.0.0/0 -all', ''],
    ['ip6:::/0 -all', ''],
    ['ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all', ''],
    ['a/0 -all', ' as long as the domain itself has an address'],
    ['mx:x.net/0 -all', ' as long as x.net has an address'],
    ['exists:x.net -all', ' as long as x.net has an address'],
  ])('%s', (words, condition) => {
    const { meaning, risk } = cardOf(of(a), to(`v=spf1 ${words}`));
    expect(meaning).toEqual([
      `Every server in the world may send mail for acme-mail.com${condition}: forged mail passes SPF.`,
    ]);
    expect(risk.level).toBe('high');
    expect(risk.reasons).toContain(`Every server in the world may send mail for acme-mail.com${condition} (SPF).`);
  });

  it('or half of it is a high risk, even as the first record', () => {
    const { risk } = cardOf(of(), adding('@', 'TXT', 'v=spf1 ip4:0.0.0.0/1 ~all'));
    expect(risk.level).toBe('high');
    expect(risk.reasons[0]).toMatch(/^5\d % of all servers in the world may send mail for acme-mail\.com \(SPF\)\.$/);
  });
});

describe('who may send mail, in words', () => {
  it.each([
    ['a first record', of(), adding('@', 'TXT', a), ['Receivers learn which servers may send mail for acme-mail.com.']],
    [
      'a first record that lets everybody send',
      of(),
      adding('@', 'TXT', 'v=spf1 +all'),
      ['Every server in the world may send mail for acme-mail.com: forged mail passes SPF.'],
    ],
    [
      'a first record that lets nobody send',
      of(),
      adding('@', 'TXT', 'v=spf1 -all'),
      [
        'The SPF record of acme-mail.com names no server that may send its mail.',
        'Mail of acme-mail.com from any server may be refused.',
      ],
    ],
    [
      'another list',
      of(a),
      to('v=spf1 include:a.net include:c.net mx ~all'),
      ['The list of servers that may send mail for acme-mail.com gains include:c.net mx.'],
    ],
    [
      'another list, and other servers refused',
      of(a),
      to('v=spf1 include:c.net -all'),
      [
        'The list of servers that may send mail for acme-mail.com gains include:c.net and loses include:a.net.',
        'Mail of acme-mail.com from other servers may be refused (so far it counts as suspicious).',
      ],
    ],
    [
      'only the order of the list',
      of('v=spf1 include:a.net mx ~all'),
      to('v=spf1 mx include:a.net ~all'),
      ['The SPF record of acme-mail.com changes; the servers that may send its mail stay the same.'],
    ],
    [
      'nobody any more',
      of(a),
      to('v=spf1 -all'),
      [
        'No server may send mail for acme-mail.com any more.',
        'Mail of acme-mail.com from any server may be refused (so far it counts as suspicious).',
      ],
    ],
    [
      'somebody again',
      of('v=spf1 -all'),
      to(a),
      [
        'Servers may send mail for acme-mail.com from now on: include:a.net.',
        'Mail of acme-mail.com from other servers counts as suspicious (so far it may be refused).',
      ],
    ],
    [
      'everybody',
      of(a),
      to('v=spf1 include:a.net +all'),
      ['Every server in the world may send mail for acme-mail.com: forged mail passes SPF.'],
    ],
    [
      'the list again, after everybody',
      of('v=spf1 all'),
      to(a),
      [
        'Only the servers that are listed may send mail for acme-mail.com, no longer every server: include:a.net.',
        'Mail of acme-mail.com from other servers counts as suspicious (so far it passes).',
      ],
    ],
    [
      'a word that cannot be read',
      of(a),
      to('v=spf1 inlcude:a.net ~all'),
      ['Receivers cannot read "inlcude:a.net" in the SPF record of acme-mail.com, so SPF fails for all its mail.'],
    ],
    [
      'no record',
      of(a),
      removing('@', 'TXT', a),
      [
        'Nothing defines who may send mail for acme-mail.com any more: SPF stops passing, and more of its mail lands in spam.',
      ],
    ],
    [
      'a second record',
      of(a),
      adding('@', 'TXT', b),
      ['acme-mail.com then has 2 SPF records; receivers treat that as an error, so SPF fails for all its mail.'],
    ],
    [
      'one record of two deleted',
      of(a, b),
      removing('@', 'TXT', b),
      [
        'One SPF record of acme-mail.com is left, so receivers can use it again; 2 of them were an error.',
        'Receivers learn which servers may send mail for acme-mail.com.',
      ],
    ],
    [
      'both records of two deleted',
      of(a, b),
      to('other'),
      [
        'acme-mail.com has no SPF record any more; its 2 records were an error to receivers, so SPF did not pass before either.',
        'A text record of acme-mail.com is added.',
      ],
    ],
  ])('after %s', (_, zone, step, sentences) => expect(cardOf(zone, step).meaning).toEqual(sentences));
});
