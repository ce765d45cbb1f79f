import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { introduced, lint, rules } from '../../../../src/domain/dns/lint/lint.ts';
import { zoneView } from '../../../../src/domain/dns/lint/zone-view.ts';
import type { Zone } from '../../../../src/domain/dns/model/record.ts';
import { planAdd, planSet } from '../../../../src/domain/dns/plan/edit-records.ts';
import { overlay } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { zoneOf } from '../arbitraries.ts';
import { setsOf } from '../sets-of.ts';
import { found, type Live, name, view } from './look.ts';

const zone: Zone = { home: 'cloudflare', id: 'z', name, batchLimit: 200 };

const rsa = (modulusLength: number): string =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const [good, short, tiny] = [rsa(2048), rsa(1024), rsa(512)];
const spf = (...words: string[]) => `@ TXT "v=spf1 ${words.join(' ')} ~all"`;
const through = ' ; cf_tags=cf-proxied:true';
const includes = Array.from({ length: 11 }, (_, index) => `include:s${index}.example.com`);
const live: Live = Object.fromEntries(
  includes.map((text) => [`${text.slice(8)} TXT`, ['v=spf1 ip4:192.0.2.0/24 -all']]),
);

/** A zone of which nobody complains. */
const clean = [
  '@ A 192.0.2.1 ; cf_tags=cf-proxied:true',
  '@ MX 10 mx1',
  '@ MX 20 mx1.example.com.',
  'mx1 A 192.0.2.2',
  'www CNAME @',
  spf('ip4:192.0.2.0/24', 'include:s1.example.com', 'mx'),
  '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@acme-mail.com; np=reject"',
  `s1._domainkey TXT "v=DKIM1; k=rsa; p=${good.slice(0, 200)}" "${good.slice(200)}"`,
  's2._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="',
  '@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"',
  '@ CAA 0 iodef "mailto:a@acme-mail.com"',
  'sub NS ns1.example.com.',
  `sub DS 1 13 2 ${'ab'.repeat(32)}`,
];

it('a zone that is well gives no findings', () =>
  expect(
    lint(
      view(clean, {
        ...live,
        'mx1.example.com A': ['192.0.2.9'],
        'mx1.example.com AAAA': [],
        'mx1.example.com CNAME': [],
      }),
    ),
  ).toEqual([]));

describe('each rule', () => {
  it.each<[rule: string, about: string, lines: readonly string[], live?: Live, quota?: number]>([
    ['error cname-coexistence', 'a CNAME beside an address', ['a CNAME b.example.com.', 'a A 192.0.2.1']],
    ['error cname-coexistence', 'two CNAMEs', ['a CNAME b.example.com.', 'a CNAME c.example.com.']],
    ['warning cname-hides', 'a CNAME beside a text', ['a CNAME b.example.com.', 'a TXT x']],
    ['error cname-dangling', 'an alias to nothing in the zone', ['a CNAME b']],
    [
      'warning cname-dangling',
      'an alias to nothing elsewhere',
      ['a CNAME b.example.com.'],
      {
        'b.example.com A': 'no such name',
        'b.example.com AAAA': 'no such name',
        'b.example.com CNAME': 'no such name',
      },
    ],
    ['error cname-loop', 'an alias to itself', ['a CNAME b', 'b CNAME a']],
    ['error ds-without-ns', 'a DS alone', ['sub DS 1 13 2 abcd']],
    ['error ds-at-apex', 'a DS of the zone itself', ['@ DS 1 13 2 abcd']],
    ['warning ns-shadows', 'records below a delegation', ['sub NS ns1.example.com.', 'a.sub A 192.0.2.1']],
    ['error ns-coexistence', 'records at a delegation', ['sub NS ns1.example.com.', 'sub TXT x']],
    ['error cloudflare-address', 'an address of Cloudflare', [`a A 104.16.1.1${through}`]],
    ['warning cloudflare-address', 'an address of Cloudflare without the proxy', ['a A 104.16.1.1']],
    ['warning cloudflare-address', 'the resolver 1.1.1.1 without the proxy', ['a A 1.1.1.1']],
    ['error cloudflare-address', 'an IPv6 address of Cloudflare', [`a AAAA 2606:4700::1${through}`]],
    ['warning cloudflare-address', 'such an address without the proxy', ['a AAAA 2606:4700::1']],
    ['error cloudflare-address', 'the resolver 1.1.1.1', ['a A 1.1.1.1 ; cf_tags=cf-proxied:true']],
    ['error unreachable-address', 'a private address behind the proxy', ['a A 10.0.0.1 ; cf_tags=cf-proxied:true']],
    ['warning unreachable-address', 'a private address', ['a AAAA fd00::1']],
    ['error mx-proxied', 'mail through the proxy', ['@ MX 10 mx', 'mx A 192.0.2.1 ; cf_tags=cf-proxied:true']],
    ['error mail-cname-proxied', 'a key through the proxy', [`s1._domainkey CNAME a.example.com.${through}`]],
    ['error mail-cname-proxied', 'DMARC through the proxy', [`_dmarc CNAME a.example.com.${through}`]],
    ['error mx-cname', 'an alias as mail server', ['@ MX 10 mx', 'mx CNAME a', 'a A 192.0.2.1']],
    [
      'error mx-cname',
      'an alias elsewhere as mail server',
      ['@ MX 10 mx.example.com.'],
      { 'mx.example.com CNAME': ['y.example.com'] },
    ],
    ['error mx-dangling', 'a mail server without an address', ['@ MX 10 mx']],
    [
      'error mx-dangling',
      'a mail server elsewhere without an address',
      ['@ MX 10 mx.example.com.'],
      { 'mx.example.com A': [], 'mx.example.com AAAA': [] },
    ],
    ['error null-mx-alone', 'a null MX beside another', ['@ MX 0 .', '@ MX 10 mx', 'mx A 192.0.2.1']],
    ['warning null-mx-alone', 'a null MX with a priority', ['@ MX 10 .']],
    ['error spf-duplicate', 'two SPF records', [spf('mx'), spf('a')]],
    ['error spf-syntax', 'an unknown word', [spf('ipv4:192.0.2.1')]],
    ['error spf-syntax', 'an address without a kind', [spf('192.0.2.1')]],
    ['error spf-syntax', 'a redirect to nowhere', ['@ TXT "v=spf1 redirect="']],
    ['error spf-syntax', 'an include of nothing', [spf('include:')]],
    ['error spf-syntax', 'a typo in the version', ['@ TXT "v=spf2 -all"']],
    ['error spf-lookups', 'eleven lookups', [spf(...includes)], live],
    ['advice spf-lookups', 'ten lookups', [spf(...includes.slice(1))], live],
    [
      'error spf-lookups',
      'lookups inside an include',
      [spf('include:a.example.com', 'mx', 'a')],
      { 'a.example.com TXT': [`v=spf1 ${includes.slice(0, 9).join(' ')} -all`], ...live },
    ],
    ['error spf-lookups', 'eleven lookups although nothing is known of them', [spf(...includes)]],
    ['error spf-lookups', 'an include without SPF', [spf('include:x.example.com')], { 'x.example.com TXT': ['hello'] }],
    [
      'error spf-lookups',
      'an include of itself',
      [spf('include:x.example.com')],
      { 'x.example.com TXT': ['v=spf1 include:x.example.com -all'] },
    ],
    [
      'error spf-void-lookups',
      'three names that do not exist',
      [spf('a:n1.acme-mail.com', 'a:n2.acme-mail.com', 'mx:n3.acme-mail.com', 'a:n4.acme-mail.com')],
    ],
    ['error spf-all', '+all', ['@ TXT "v=spf1 +all"']],
    ['error spf-all', 'all without a sign', ['@ TXT "v=spf1 all"']],
    ['advice spf-all', '?all', ['@ TXT "v=spf1 ?all"']],
    ['warning spf-all', 'no all', ['@ TXT "v=spf1 ip4:192.0.2.1"']],
    ['warning spf-all', 'words after all', ['@ TXT "v=spf1 -all ip4:192.0.2.1"']],
    ['warning spf-ptr', 'ptr', [spf('ptr')]],
    ['warning dkim-key', '1024 bits', [`s._domainkey TXT "v=DKIM1; p=${short}"`]],
    ['error dkim-key', '512 bits', [`s._domainkey TXT "v=DKIM1; p=${tiny}"`]],
    ['error dkim-key', 'a key cut off', [`s._domainkey TXT "v=DKIM1; p=${good.slice(0, 255)}"`]],
    ['error dkim-key', 'an Ed25519 key of the wrong length', ['s._domainkey TXT "v=DKIM1; k=ed25519; p=AAAA"']],
    ['advice dkim-key', 'a revoked key', ['s._domainkey TXT "v=DKIM1; p="']],
    ['error dkim-record', 'two records', [`s._domainkey TXT "v=DKIM1; p=${good}"`, 's._domainkey TXT "v=DKIM1; p="']],
    ['error dkim-record', 'another version', [`s._domainkey TXT "v=DKIM2; p=${good}"`]],
    ['error dkim-record', 'no key', ['s._domainkey TXT "v=DKIM1; k=rsa"']],
    ['error dkim-record', 'only SHA-1', [`s._domainkey TXT "v=DKIM1; h=sha1; p=${good}"`]],
    ['advice dkim-record', 'a test', [`s._domainkey TXT "v=DKIM1; t=y; p=${good}"`]],
    ['error dmarc-duplicate', 'two records', ['_dmarc TXT "v=DMARC1; p=none"', '_dmarc TXT "v=DMARC1; p=reject"']],
    ['error dmarc-syntax', 'no policy', ['_dmarc TXT "v=DMARC1; rua=mailto:a@acme-mail.com"']],
    ['error dmarc-syntax', 'an unknown policy', ['_dmarc TXT "v=DMARC1; p=block"']],
    ['error dmarc-syntax', 'an unknown np', ['_dmarc TXT "v=DMARC1; p=reject; np=all"']],
    ['warning dmarc-syntax', 'an unknown psd', ['_dmarc TXT "v=DMARC1; p=reject; psd=maybe"']],
    ['warning dmarc-syntax', 'DMARC at the wrong name', ['@ TXT "v=DMARC1; p=reject"']],
    ['error dmarc-syntax', 'a typo in the version', ['_dmarc TXT "v = DMARC; p=reject"']],
    ['advice dmarc-removed-tags', 'pct', ['_dmarc TXT "v=DMARC1; p=reject; pct=50"']],
    ['advice dmarc-removed-tags', 'ri', ['_dmarc TXT "v=DMARC1; p=reject; ri=3600"']],
    ['advice dmarc-weak', 'p=none', ['_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@acme-mail.com"']],
    ['advice dmarc-weak', 't=y', ['_dmarc TXT "v=DMARC1; p=reject; t=y; rua=mailto:a@acme-mail.com"']],
    ['advice dmarc-weak', 'no reports', ['_dmarc TXT "v=DMARC1; p=reject"']],
    ['advice dmarc-weak', 'a weaker sp', ['_dmarc TXT "v=DMARC1; p=quarantine; sp=none; rua=mailto:a@acme-mail.com"']],
    ['advice dmarc-weak', 'a weaker np', ['_dmarc TXT "v=DMARC1; p=reject; np=none; rua=mailto:a@acme-mail.com"']],
    ['warning spf-missing', 'mail without SPF', ['sub MX 10 mx', 'mx A 192.0.2.1', 'sub TXT hello']],
    ['warning dmarc-missing', 'mail without DMARC', ['@ MX 10 mx', 'mx A 192.0.2.1']],
    [
      'warning dmarc-reports',
      'a foreign address that does not agree',
      ['_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@reports.net"'],
      { 'acme-mail.com._report._dmarc.reports.net TXT': [] },
    ],
    ['error dmarc-reports', 'no mail address', ['_dmarc TXT "v=DMARC1; p=reject; rua=a@acme-mail.com"']],
    ['warning caa', 'an unknown rule', ['@ CAA 0 isue "letsencrypt.org"']],
    ['error caa', 'an unknown critical rule', ['@ CAA 128 isue "letsencrypt.org"']],
    ['error caa', 'an authority that is none', ['@ CAA 0 issue "Let\'s Encrypt"']],
    ['warning caa', 'flags that mean nothing', ['@ CAA 1 issue "letsencrypt.org"']],
    ['warning caa', 'reports to nowhere', ['@ CAA 0 iodef "admin@acme-mail.com"']],
    ['error quota', 'more records than allowed', ['a A 192.0.2.1', 'b A 192.0.2.1'], {}, 1],
    ['advice quota', 'nearly as many as allowed', ['a A 192.0.2.1', 'b A 192.0.2.1'], {}, 2],
    [
      'error size',
      'a text that is too long',
      [`a TXT ${Array.from({ length: 17 }, () => `"${'x'.repeat(250)}"`).join(' ')}`],
    ],
    [
      'error size',
      'a set that is too long',
      Array.from({ length: 40 }, (_, index) => `a TXT "${index} ${'x'.repeat(230)}"`),
    ],
    ['advice mixed-ttl', 'two TTLs', ['a 60 A 192.0.2.1', 'a 300 A 192.0.2.2']],
  ])('%s: %s', (expected, _, lines, answers, quota) => expect(found(lines, answers, quota)).toContain(expected));

  it.each<[rule: string, about: string, lines: readonly string[], live?: Live]>([
    ['cname-dangling', 'a name elsewhere of which nothing is known', ['a CNAME b.example.com.']],
    ['cname-dangling', 'a wildcard stands in', ['a CNAME b', '* A 192.0.2.1']],
    [
      'cname-dangling',
      'the key of a mail service',
      ['s._domainkey CNAME k.example.com.'],
      { 'k.example.com A': [], 'k.example.com AAAA': [], 'k.example.com CNAME': [] },
    ],
    ['mx-dangling', 'a mail server elsewhere of which nothing is known', ['@ MX 10 mx.example.com.']],
    ['mx-dangling', 'a mail server below a delegation', ['@ MX 10 mx.sub', 'sub NS ns.example.com.']],
    ['mx-dangling', 'a null MX', ['@ MX 0 .']],
    ['cname-hides', 'a CNAME at the top', ['@ CNAME a.example.com.', '@ MX 0 .']],
    [
      'spf-lookups',
      'a redirect after all, which nobody follows',
      ['@ TXT "v=spf1 -all redirect=x.example.com"'],
      { 'x.example.com TXT': [] },
    ],
    [
      'spf-syntax',
      'macros and masks',
      [spf('exists:%{i}._spf.example.com', 'ip4:192.0.2.0/24', 'ip6:2001:db8::/32', 'a:acme-mail.com/24//64', 'mx')],
    ],
    ['spf-syntax', 'unknown modifiers', [spf('x-tra=yes', 'empty=', 'exp=e.example.com')]],
    ['spf-all', 'a redirect', ['@ TXT "v=spf1 redirect=_spf.example.com"']],
    [
      'dkim-key',
      'a key in the older form',
      [
        `s._domainkey TXT "p=${generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64')}"`,
      ],
    ],
    ['dmarc-weak', 'a stricter sp', ['_dmarc TXT "v=DMARC1; p=quarantine; sp=reject; rua=mailto:a@acme-mail.com"']],
    ['mail-cname-proxied', 'an alias to a key', ['s1._domainkey CNAME s1.example.com.']],
    ['mail-cname-proxied', 'any other alias through the proxy', [`a CNAME b.example.com.${through}`]],
    ['spf-missing', 'a domain that takes no mail', ['@ MX 0 .']],
    ['spf-missing', 'a name without mail', ['www A 192.0.2.1']],
    ['dmarc-missing', 'a domain that takes no mail', ['@ MX 0 .']],
    ['dmarc-missing', 'DMARC through an alias', ['@ MX 10 mx', 'mx A 192.0.2.1', '_dmarc CNAME d.example.com.']],
    [
      'dmarc-reports',
      'a foreign address that agrees',
      ['_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@reports.net!10m"'],
      { 'acme-mail.com._report._dmarc.reports.net TXT': ['v=DMARC1'] },
    ],
    [
      'dmarc-reports',
      'a foreign address of which nothing is known',
      ['_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@reports.net"'],
    ],
    [
      'dmarc-reports',
      'an address below the same domain',
      ['_dmarc.sub TXT "v=DMARC1; p=reject; rua=mailto:a@acme-mail.com"'],
    ],
    ['caa', 'forbidding everybody', ['@ CAA 0 issue ";"', '@ CAA 0 issuewild ""']],
  ])('%s leaves alone: %s', (rule, _, lines, answers) =>
    expect(found(lines, answers).filter((line) => line.endsWith(` ${rule}`))).toEqual([]),
  );

  it('has an id of its own, a source and a summary', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { source, summary } of rules) expect(source.length * summary.length).toBeGreaterThan(0);
  });
});

describe('a look at a zone', () => {
  it('says what it would have to ask to know more, and says more when it knows', () => {
    const lines = [spf('include:a.example.com')];
    const first = view(lines);
    expect(lint(first).filter(({ rule }) => rule.startsWith('spf'))).toEqual([]);
    expect([...first.questions.keys()]).toEqual(['a.example.com TXT']);
    expect(found(lines, { 'a.example.com TXT': [] })).toContain('error spf-lookups');
  });

  it('never says that something is missing when it does not know', () => {
    fc.assert(
      fc.property(zoneOf(name, 15), (sets) => {
        for (const finding of lint(zoneView(name, sets))) expect(finding.text).toMatch(/[.”"]$/);
      }),
      { numRuns: 300 },
    );
  });

  it('tells what a plan brings about from what was there before', () => {
    const current = setsOf(name, [...clean, 'old CNAME gone']);
    const before = lint(zoneView(name, current));
    const second = planAdd(current, { zone, name: '@', type: 'TXT', value: 'v=spf1 -all' });
    const news = introduced(before, lint(zoneView(name, overlay(current, second))));
    expect(news.map(({ rule }) => rule)).toEqual(['spf-duplicate']);
    const harmless = planSet(current, { zone, name: 'www', type: 'A', values: ['192.0.2.77'] });
    expect(introduced(before, lint(zoneView(name, overlay(current, harmless))))).toEqual([]);
  });

  it('knows which findings a provider would refuse', () => {
    const findings = lint(view(['a CNAME b.example.com.', `a A 104.16.1.1${through}`, 'b.a TXT x']));
    expect(findings.filter(({ refused }) => refused).map(({ rule }) => rule)).toEqual([
      'cname-coexistence',
      'cloudflare-address',
    ]);
  });

  it('puts the worst first', () => {
    const order = found([...clean, spf('ptr', 'mx'), '_dmarc TXT "v=DMARC1; p=none; pct=3"']).map(
      (line) => line.split(' ')[0],
    );
    expect(order).toEqual(
      [...order].sort(
        (a, b) => ['error', 'warning', 'advice'].indexOf(a ?? '') - ['error', 'warning', 'advice'].indexOf(b ?? ''),
      ),
    );
    expect(order[0]).toBe('error');
  });
});
