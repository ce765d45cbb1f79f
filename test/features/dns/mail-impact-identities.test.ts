import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderRow } from '../../../src/domain/dns/model/normalise.ts';
import { add, both, remove, rows, set, startVerdicts, type Verdicts } from './mail-impacts.ts';

let at: Verdicts;
beforeAll(async () => {
  at = await startVerdicts();
});
afterAll(() => at.stop());
const verdict: Verdicts['verdict'] = (...given) => at.verdict(...given);

type Given = [type: string, name: string, content: string, more?: Partial<ProviderRow>];
const zone = (...more: Given[]) =>
  rows(['MX', 'who.net', 'mx1.litemail.example', 10], ['TXT', '_dmarc.who.net', 'v=DMARC1; p=none'], ...more);
const reject = set('TXT', '_dmarc', 'v=DMARC1; p=reject');
const strict = set('TXT', '_dmarc', 'v=DMARC1; p=reject; adkim=s; aspf=s');
const refused = 'DMARC none → reject: mail of its own aligns neither by SPF nor by DKIM, receivers refuse it';
const passes = 'DMARC none → reject: mail of its own can pass';
const elsewhere =
  'DMARC none → reject: whether mail of its own passes is unknown: other name servers answer for some of its names';

describe('whether mail of a domain aligns, when other name servers answer for some of its names', () => {
  it('is not known when its keys are theirs', async () => {
    expect(await verdict('who.net', zone(['NS', '_domainkey.who.net', 'ns.keys.example']), reject)).toEqual([
      elsewhere,
    ]);
  });

  it('is not known when a subdomain is theirs, unless only the domain itself counts', async () => {
    const lab = zone(['NS', 'lab.who.net', 'ns1.lab-dns.example']);
    expect(await verdict('who.net', lab, reject)).toEqual([elsewhere]);
    expect(await verdict('who.net', lab, strict)).toEqual([refused]);
  });

  it('is known when what is theirs is no place for keys or mail', async () => {
    const proofs = zone(['NS', '_acme-challenge.who.net', 'ns.proofs.example']);
    expect(await verdict('who.net', proofs, reject)).toEqual([refused]);
  });

  it('is known when it passes by what is in the zone', async () => {
    const spf = zone(['NS', '_domainkey.who.net', 'ns.keys.example'], ['TXT', 'who.net', 'v=spf1 mx -all']);
    expect(await verdict('who.net', spf, reject)).toEqual([passes]);
  });

  it('becomes not known with the plan that hands the keys over, and known with the one that takes them back', async () => {
    const policy: Given = ['TXT', '_dmarc.bare.net', 'v=DMARC1; p=reject'];
    const cut: Given = ['NS', '_domainkey.bare.net', 'ns.keys.example'];
    expect(await verdict('bare.net', rows(policy), add('NS', '_domainkey', 'ns.keys.example'))).toContain(
      elsewhere.replace('none → reject', 'reject'),
    );
    expect(await verdict('bare.net', rows(policy, cut), remove('NS', '_domainkey'))).toEqual([
      refused.replace('none → reject', 'reject'),
    ]);
  });

  it('is looked up where a single key is theirs', async () => {
    const one = zone(['NS', 's1._domainkey.who.net', 'ns.keys.example']);
    expect(await verdict('who.net', one, reject, '127.0.0.1:1')).toContain('DKIM s1: unknown: no resolver answered');
    expect(await verdict('who.net', one, reject)).toEqual([elsewhere]);
  });
});

describe('whether mail of a domain aligns, when SPF stands where a CNAME leads', () => {
  it('passes with the bounce domain of a sending service', async () => {
    const bounce = zone(['CNAME', 'em1.who.net', 'sendgrid.net']);
    expect(await verdict('who.net', bounce, reject)).toEqual([passes]);
    expect(await verdict('who.net', bounce, strict)).toEqual([refused]);
    expect(await verdict('who.net', bounce, both(reject, remove('CNAME', 'em1')))).toEqual([refused]);
  });

  it('does not pass with one that has no SPF, is behind the proxy or is no place for mail', async () => {
    const others = zone(
      ['CNAME', 'www.who.net', 'autodiscover.outlook.com'],
      ['CNAME', 'shop.who.net', 'sendgrid.net', { proxied: true }],
      ['CNAME', '_em.who.net', 'sendgrid.net'],
    );
    expect(await verdict('who.net', others, reject)).toEqual([refused]);
  });

  it('is not known when no resolver answers for where it leads', async () => {
    const bounce = zone(['CNAME', 'em1.who.net', 'sendgrid.net']);
    expect(await verdict('who.net', bounce, reject, '127.0.0.1:1')).toEqual([
      'DMARC none → reject: whether mail of its own passes is unknown: no resolver answered',
    ]);
  });

  it('is not known when there are more of them than are looked at', async () => {
    const many = zone(
      ...Array.from({ length: 41 }, (_, at): Given => ['CNAME', `w${at}.who.net`, 'autodiscover.outlook.com']),
    );
    expect(await verdict('who.net', many, reject)).toEqual([
      'DMARC none → reject: whether mail of its own passes is unknown: there are more names than can be checked',
    ]);
  });
});

describe('a name with an underscore that helps SPF', () => {
  const helped = (name: string) =>
    zone(['TXT', name, `v=spf1 include:_spf.${name} -all`], ['TXT', `_spf.${name}`, 'v=spf1 ip4:192.0.2.1 -all']);

  it('is judged for the domain that includes it, and is no domain itself', async () => {
    const mail = 'DMARC none: mail of its own aligns neither by SPF nor by DKIM, it is only reported';
    expect(await verdict('who.net', helped('who.net'), remove('TXT', '_spf'))).toEqual([
      'SPF 1 lookup → permerror (no SPF records found for _spf.who.net)',
      mail,
    ]);
    expect(
      await verdict('who.net', helped('who.net'), set('TXT', '_spf', 'v=spf1 include:_spf.google.com -all')),
    ).toEqual(['SPF 1 → 5 lookups: within the limits']);
    expect(await verdict('who.net', helped('sub.who.net'), remove('TXT', '_spf.sub'))).toEqual([
      'sub.who.net: SPF 1 lookup → permerror (no SPF records found for _spf.sub.who.net)',
      `who.net, sub.who.net: ${mail}`,
    ]);
  });

  it('is judged for every domain of the zone that takes it in, through others too', async () => {
    const shared = zone(
      ['TXT', '_spf.who.net', 'v=spf1 ip4:192.0.2.1 -all'],
      ['TXT', '_more.who.net', 'v=spf1 include:_spf.who.net -all'],
      ['TXT', 'news.who.net', 'v=spf1 redirect=_more.who.net'],
      ['TXT', 'other.who.net', 'v=spf1 ip4:192.0.2.2 -all'],
    );
    const lines = await verdict('who.net', shared, set('TXT', '_spf', 'v=spf1 include:_spf.google.com -all'));
    expect(lines).toEqual(['news.who.net: SPF 2 → 6 lookups: within the limits']);
  });

  it('is added and deleted without a word where nothing includes it', async () => {
    expect(await verdict('who.net', zone(), add('TXT', '_spf', 'v=spf1 ip4:192.0.2.1 -all'))).toEqual([
      'As before: SPF no record, DKIM 0 keys, DMARC none, MX 1 server',
    ]);
    const alone = zone(['TXT', '_spf.who.net', 'v=spf1 ip4:192.0.2.1 -all']);
    expect(await verdict('who.net', alone, remove('TXT', '_spf'))).toEqual([
      'As before: SPF no record, DKIM 0 keys, DMARC none, MX 1 server',
    ]);
  });

  it('lets no mail pass by itself', async () => {
    const alone = zone(['TXT', '_spf.who.net', 'v=spf1 ip4:192.0.2.1 -all']);
    expect(await verdict('who.net', alone, reject)).toEqual([refused]);
  });
});
