import { describe, expect, it } from 'vitest';
import type { RecordSet } from '../../../../src/domain/dns/model/record.ts';
import { type DnsPlan, dnsPlan, proposal } from '../../../../src/domain/dns/plan/dns-plan.ts';
import type { PlanFinding, PlannedZone } from '../../../../src/domain/dns/plan/planned-zone.ts';
import { diff } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { riskiestFirst } from '../../../../src/domain/dns/review/risk.ts';
import { adding, cardOf, removing, setting, spf, usual } from '../cards.ts';
import { set, zone } from '../simulated-zone.ts';

/** What takes a zone from one state to the other, with everything that is not in the second deleted. */
const planOf = (from: readonly RecordSet[], to: readonly RecordSet[]) =>
  dnsPlan(diff(zone, from, to, { rest: 'delete' }), from);
const firstOf = (plan: DnsPlan): PlannedZone => {
  const [planned] = plan.zones;
  if (!planned) throw new Error('a plan has a zone');
  return planned;
};
const label = ({ name, before, after }: PlannedZone['changes'][number]) =>
  `${before && after ? 'change' : after ? 'add' : 'delete'} ${name.replace('.acme-mail.com', '')}`;
const sorted = (from: readonly RecordSet[], to: readonly RecordSet[]) =>
  riskiestFirst(firstOf(planOf(from, to))).changes.map(label);

describe('the changes of a card that has no room for all of them', () => {
  const lab = (name: string, value: string) => set(`${name}.lab`, 'A', value);
  const mx = (host: string) => set('@', 'MX', { content: host, priority: 10 });

  it('begin with what is high, go on with what is medium, and end with what is low', () =>
    expect(
      sorted(
        [set('shop', 'TXT', 'a'), mx('mx1.example.com')],
        [lab('low', '1.2.3.4'), set('shop', 'TXT', 'b'), mx('mx2.example.com')],
      ),
    ).toEqual(['change acme-mail.com', 'change shop', 'add low.lab']));

  it('of equal risk begin with deletions and end with additions', () => {
    const from = [set('old', 'TXT', 'x'), set('kept', 'TXT', 'x')];
    const to = [set('*.new', 'A', '1.2.3.4'), set('kept', 'TXT', 'y')];
    expect(sorted(from, to)).toEqual(['delete old', 'change kept', 'add *.new']);
  });

  it('put an addition of high risk before a deletion of medium risk', () => {
    const below = lab('a', '192.0.2.1');
    const to = [below, set('lab', 'NS', 'ns1.example.com'), set('x', 'TXT', 'low')];
    expect(sorted([below, set('gone', 'TXT', 'x')], to)).toEqual(['add lab', 'delete gone', 'add x']);
  });

  it('put an addition of medium risk before a comment that changes', () => {
    const note = (comment: string) => set('a', 'TXT', { content: 'x', comment });
    expect(sorted([note('old')], [note('new'), set('*.z', 'A', '192.0.2.1')])).toEqual(['add *.z', 'change a']);
  });

  it('of a name take the worst of all that is done there', () => {
    const from = [set('@', 'TXT', spf), set('a', 'TXT', 'x')];
    const to = [
      set('@', 'TXT', 'v=spf1 -all'),
      set('@', 'CAA', { data: { flags: 0, tag: 'iodef', value: 'mailto:a@b.net' } }),
    ];
    expect(sorted(from, to)).toEqual(['change acme-mail.com', 'add acme-mail.com', 'delete a']);
  });

  it('that can do the same stay in their order', () => {
    const planned = firstOf(planOf([], [lab('a', '192.0.2.1'), lab('b', '192.0.2.1'), lab('c', '192.0.2.1')]));
    for (const changes of [planned.changes, planned.changes.toReversed()])
      expect(riskiestFirst({ ...planned, changes }).changes).toEqual(changes);
  });

  it('are all still there', () => {
    const planned = firstOf(planOf(usual, []));
    expect(new Set(riskiestFirst(planned).changes)).toEqual(new Set(planned.changes));
  });
});

describe('the reasons of a risk', () => {
  it('begin with how much is deleted, then what is high, then what is medium, in whatever order it was asked for', () => {
    const [lab, mail] = [removing('a.lab', 'TXT'), removing('@', 'MX')];
    const reasons = [
      '3 records of acme-mail.com will be deleted (18 % of the zone).',
      'It changes where mail for acme-mail.com is delivered.',
      'Existing records of a.lab.acme-mail.com are changed or deleted.',
      'Existing records of acme-mail.com are changed or deleted.',
    ];
    expect(cardOf(usual, lab, mail).risk).toEqual({ level: 'high', reasons });
    expect(cardOf(usual, mail, lab).risk.reasons.slice(0, 2)).toEqual(reasons.slice(0, 2));
    expect(new Set(cardOf(usual, mail, lab).risk.reasons)).toEqual(new Set(reasons));
  });

  it('are as grave as the gravest, though it comes last', () => {
    const steps = [adding('x', 'TXT', 'hello'), setting('a.lab', 'TXT', 'z'), setting('@', 'TXT', 'v=spf1 -all')];
    expect(cardOf(usual, ...steps.slice(0, 1)).risk.level).toBe('low');
    expect(cardOf(usual, ...steps.slice(0, 2)).risk.level).toBe('medium');
    expect(cardOf(usual, ...steps).risk.level).toBe('high');
  });

  it('of one name begin with what it is about, then the proxy, then what holds of any record', () => {
    const before = [set('*', 'A', { content: '192.0.2.1', proxied: true, ttl: 1 })];
    expect(cardOf(before, setting('*', 'A', '192.0.2.9', { proxied: false, ttl: 7200 })).risk.reasons).toEqual([
      "*.acme-mail.com leaves Cloudflare's proxy: the address of its server becomes public.",
      'Existing records of *.acme-mail.com are changed or deleted.',
      '*.acme-mail.com answers for every name below that has no record of its own.',
      'The TTL of *.acme-mail.com is raised: later corrections take longer to reach everybody.',
    ]);
  });

  const ns = set('lab', 'NS', 'ns1.example.com');
  const ds = set('lab', 'DS', '1 13 2 abcd');
  const caa = set('www', 'CAA', { data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } });
  it.each([
    ['a second address of a host', adding('www', 'A', '192.0.2.7'), 'medium', 'Some visitors of www'],
    ['a first mail server that takes none', adding('sub', 'MX', '0 .'), 'medium', 'sub.acme-mail.com declares that it'],
    [
      'a second mail server of a name below',
      adding('in', 'MX', '20 mx2.example.com'),
      'medium',
      'It changes where mail',
    ],
    ['a second authority for a host', adding('www', 'CAA', '0 issue "a.com"'), 'medium', 'It changes who may issue'],
    ['other name servers', setting('lab', 'NS', 'ns9.example.com'), 'high', 'It changes which name servers answer'],
    [
      'one more name server',
      adding('lab', 'NS', 'ns2.example.com'),
      'high',
      'Another name server answers some of the lookups',
    ],
    ['another key', setting('lab', 'DS', '2 13 2 ABCD'), 'high', 'It changes the DNSSEC keys of lab'],
  ])('put %s where it belongs', (_, step, level, reason) => {
    const { risk } = cardOf(
      [...usual, set('in', 'MX', { content: 'mx1.example.com', priority: 10 }), ns, ds, caa],
      step,
    );
    expect(risk).toMatchObject({ level, reasons: expect.arrayContaining([expect.stringContaining(reason)]) });
    expect(risk.reasons[0]).toContain(reason);
  });

  it('are twenty at most, the medium ones left out first', () => {
    const texts = Array.from({ length: 30 }, (_, index) => set(`t${index}`, 'TXT', 'x'));
    const { reasons } = proposal(planOf([...texts, set('@', 'MX', 'mx1.example.com')], [])).risk;
    expect(reasons).toHaveLength(21);
    expect(reasons.slice(0, 2)).toEqual([
      '31 records of acme-mail.com will be deleted (100 % of the zone).',
      'It changes where mail for acme-mail.com is delivered.',
    ]);
    expect(reasons.at(-1)).toBe('13 more like these');
  });
});

describe('what a card says a change means', () => {
  const everything: readonly RecordSet[] = [
    set('note', 'TXT', 'hello'),
    set('www', 'CAA', { data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } }),
    set('svc', 'HTTPS', { data: { priority: 1, target: 'x.example.com', value: '' } }),
    set('host', 'A', '192.0.2.1'),
    set('sub', 'DS', { data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: 'ABCD' } }),
    set('sub', 'NS', 'ns1.example.com'),
    set('_dmarc', 'TXT', 'v=DMARC1; p=none'),
    set('s1._domainkey', 'TXT', 'v=DKIM1; p=AAAA'),
    set('@', 'TXT', spf),
    set('@', 'MX', { content: 'mx1.example.com', priority: 10 }),
  ];
  const subjects: readonly [string, RegExp][] = [
    ['mail', /^Mail for acme-mail\.com/],
    ['SPF', /SPF|may send/],
    ['DKIM', /DKIM|s1/],
    ['DMARC', /DMARC|neither SPF nor DKIM|forged/],
    ['delegation', /answered by|delegated/],
    ['DNSSEC', /DNSSEC/],
    ['addresses', /host\.acme-mail\.com/],
    ['services', /svc\.acme-mail\.com/],
    ['certificates', /www\.acme-mail\.com/],
    ['the rest', /note\.acme-mail\.com/],
  ];

  it.each([
    ['adding', [] as readonly RecordSet[], everything],
    ['deleting', everything, [] as readonly RecordSet[]],
  ])('when %s one of everything goes from mail over names and addresses to mere texts', (_, from, to) => {
    const { meaning } = proposal(planOf(from, to));
    const at = subjects.map(([, pattern]) => meaning.findIndex((sentence) => pattern.test(sentence)));
    expect(meaning.join('\n')).toMatch(/note/);
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBe(0);
  });

  it('begins with mail that no longer finds its server, though only an address was asked for', () => {
    const from = [
      set('@', 'MX', { content: 'mail.acme-mail.com', priority: 10 }),
      set('mail', 'A', '192.0.2.1'),
      set('x', 'MX', 'mx1.example.com'),
    ];
    const { meaning } = cardOf(from, removing('x', 'MX'), removing('mail', 'A'));
    expect(meaning.slice(0, 2)).toEqual([
      'Mail for acme-mail.com can no longer be delivered to mail.acme-mail.com, which has no address.',
      'Mail for x.acme-mail.com stops being delivered.',
    ]);
  });

  it('is twelve sentences at most, with how many more there are', () => {
    const hosts = (count: number) => Array.from({ length: count }, (_, index) => set(`h${index}`, 'A', '192.0.2.1'));
    expect(proposal(planOf([], hosts(12))).meaning).toHaveLength(12);
    const { meaning } = proposal(planOf([], [...hosts(13), set('@', 'MX', 'mx1.example.com')]));
    expect(meaning).toHaveLength(13);
    expect(meaning[0]).toMatch(/^Mail for/);
    expect(meaning.at(-1)).toBe('and 2 more changes.');
  });
});

describe('what a card warns of', () => {
  const finding = (severity: PlanFinding['severity'], text: string): PlanFinding => ({
    rule: text,
    severity,
    source: 'RFC',
    text,
  });
  const withFindings = (...findings: PlanFinding[]): DnsPlan => {
    const plan = planOf([], [set('x', 'TXT', 'hello')]);
    return { ...plan, notes: ['Read as it stands.'], zones: [{ ...firstOf(plan), findings }] };
  };
  const rest = ['Read as it stands.', 'A text record of x.acme-mail.com is added.'];

  it('begins with errors and ends with advice, before everything else that is said', () =>
    expect(
      proposal(withFindings(finding('advice', 'c'), finding('warning', 'b'), finding('error', 'a'))).meaning,
    ).toEqual(['Careful: a (RFC)', 'Careful: b (RFC)', 'Careful: c (RFC)', ...rest]));

  it('of the same severity stays in its order', () =>
    expect(
      proposal(withFindings(finding('warning', 'z'), finding('error', 'e'), finding('warning', 'y'))).meaning.slice(
        0,
        3,
      ),
    ).toEqual(['Careful: e (RFC)', 'Careful: z (RFC)', 'Careful: y (RFC)']));

  it('is three findings at most: an error is never among those left out for a warning', () =>
    expect(
      proposal(withFindings(...['v', 'w', 'x', 'y'].map((text) => finding('warning', text)), finding('error', 'e')))
        .meaning,
    ).toEqual([
      'Careful: e (RFC)',
      'Careful: v (RFC)',
      'Careful: w (RFC)',
      'Careful: 2 more findings; see `dns lint`.',
      ...rest,
    ]));

  it('of three findings leaves none out', () =>
    expect(
      proposal(withFindings(...['v', 'w', 'x'].map((text) => finding('warning', text)))).meaning.slice(0, 4),
    ).toEqual(['Careful: v (RFC)', 'Careful: w (RFC)', 'Careful: x (RFC)', 'Read as it stands.']));

  it('of many zones begins with the error of the last one', () => {
    const [first, last] = ['a.com', 'b.com'].map((name): PlannedZone => {
      const planned = firstOf(withFindings(name === 'a.com' ? finding('warning', 'w') : finding('error', 'e')));
      return { ...planned, zone: { ...zone, name } };
    });
    expect(proposal({ kind: 'dns', zones: [first, last].flatMap((one) => one ?? []) }).meaning.slice(0, 2)).toEqual([
      'Careful: e (RFC)',
      'Careful: w (RFC)',
    ]);
  });

  it('ends with how it is written, where that takes several calls', () => {
    const plan = planOf(
      [],
      Array.from({ length: 3 }, (_, index) => set(`h${index}`, 'TXT', 'x')),
    );
    const litemail = { ...zone, home: 'litemail' as const };
    const { meaning } = proposal({ ...plan, zones: [{ ...firstOf(plan), zone: litemail }] });
    expect(meaning.at(-1)).toBe('LiteMail changes the 3 records of acme-mail.com one at a time, not all at once.');
  });
});
