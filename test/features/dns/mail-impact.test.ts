import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createResolver } from '../../../src/adapters/resolver/dns-resolver.ts';
import { dnsPlan } from '../../../src/domain/dns/plan/dns-plan.ts';
import { planDelete } from '../../../src/domain/dns/plan/edit-records.ts';
import { assessMailImpact } from '../../../src/features/dns/service/evaluate-mail-impact.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { add, remove, rows, set, startVerdicts, type Verdicts, withoutLiteMail, zoneOf } from './mail-impacts.ts';

let at: Verdicts;
beforeAll(async () => {
  at = await startVerdicts();
});
afterAll(() => at.stop());
const read = (name: string) => at.read(name);
const verdict: Verdicts['verdict'] = (...given) => at.verdict(...given);

const domain = 'acme-mail.com';
const spfWith = (extra: string) =>
  `v=spf1 include:_spf.google.com include:sendgrid.net include:spf.protection.outlook.com include:servers.mcsv.net include:mail.zendesk.com include:_spf.salesforce.com ${extra} ~all`;
const proof = 'google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ';

describe('what receivers make of mail, before and after a plan', () => {
  it('an eleventh lookup: SPF becomes an error', async () => {
    const lines = await verdict(domain, read(domain), set('TXT', '@', spfWith('include:_spf.litemail.example'), proof));
    expect(lines).toEqual(['SPF 10 → 11 lookups: permerror']);
  });

  it('a second SPF record: SPF becomes an error, however right each is', async () => {
    const lines = await verdict(domain, read(domain), add('TXT', '@', 'v=spf1 include:_spf.litemail.example ~all'));
    expect(lines).toEqual(['SPF 1 → 2 records: permerror']);
  });

  it('a DKIM key removed: signatures made with it fail', async () => {
    const lines = await verdict(domain, read(domain), remove('TXT', 'google._domainkey'));
    expect(lines).toEqual(['DKIM google 2048 bits → no key: signatures made with it fail']);
  });

  it('DMARC reject without anything that aligns: the domain’s own mail is refused', async () => {
    const lone = rows(
      ['MX', 'lone.net', 'mx1.litemail.example', 10],
      ['TXT', '_dmarc.lone.net', 'v=DMARC1; p=none'],
      ['TXT', 'lm._domainkey.mail.lone.net', 'v=DKIM1; p='],
      ['TXT', 'bounce.lone.net', 'v=spf1 include:_spf.litemail.example -all'],
    );
    const strict = await verdict('lone.net', lone, set('TXT', '_dmarc', 'v=DMARC1; p=reject; aspf=s; adkim=s'));
    expect(strict).toEqual([
      'DMARC none → reject: mail of its own aligns neither by SPF nor by DKIM, receivers refuse it',
    ]);
    // Relaxed, the bounce domain below counts as the same organisation.
    const relaxed = await verdict('lone.net', lone, set('TXT', '_dmarc', 'v=DMARC1; p=reject'));
    expect(relaxed).toEqual(['DMARC none → reject: mail of its own can pass']);
  });

  it('MX removed: nobody takes mail', async () => {
    const lines = await verdict('outbound-labs.io', read('outbound-labs.io'), remove('MX', '@'));
    expect(lines).toEqual(['MX 1 → 0 servers: mail is tried at the address of outbound-labs.io itself']);
    const without = read('outbound-labs.io').filter(({ type }) => type !== 'A');
    expect(await verdict('outbound-labs.io', without, remove('MX', '@'))).toEqual([
      'MX 1 → 0 servers: mail cannot be delivered',
    ]);
  });

  it('a plan that changes nothing about mail says so, with how things stand', async () => {
    const lines = await verdict(domain, read(domain), add('A', 'shop2', '192.0.2.44'));
    expect(lines).toEqual(['As before: SPF 10 lookups, DKIM 2 keys, DMARC quarantine, MX 2 servers']);
  });
});

describe('a verdict', () => {
  it('says what becomes better too', async () => {
    const broken = rows(
      ['TXT', 'two.net', 'v=spf1 ip4:192.0.2.1 ~all'],
      ['TXT', 'two.net', 'v=spf1 ip4:192.0.2.2 ~all'],
      ['MX', 'two.net', '.', 0],
    );
    const lines = await verdict('two.net', broken, set('TXT', '@', 'v=spf1 ip4:192.0.2.0/30 ~all'));
    expect(lines).toEqual(['SPF 2 → 1 records: can be evaluated']);
    expect(await verdict('two.net', broken, set('MX', '@', '10 mx1.litemail.example'))).toEqual([
      'MX null MX → 1 server: mail is delivered',
    ]);
  });

  it('counts void lookups, but not those that only our made-up sender causes', async () => {
    const current = rows(['TXT', 'void.net', 'v=spf1 include:_spf.salesforce.com ~all']);
    const voids = 'v=spf1 include:_spf.salesforce.com a:gone1.void.net a:gone2.void.net a:gone3.void.net ~all';
    expect(await verdict('void.net', current, set('TXT', '@', voids))).toEqual(['SPF 0 → 3 void lookups: permerror']);
  });

  it('names what receivers cannot read', async () => {
    const lines = await verdict(domain, read(domain), set('TXT', '@', 'v=spf1 inlcude:_spf.google.com ~all', proof));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toBe('SPF 10 lookups → permerror (Unknown mechanism "inlcude")');
  });

  it('sees through the plan: what the SPF record includes may be another record of the same plan', async () => {
    const current = rows(
      ['TXT', 'deep.net', 'v=spf1 include:one.deep.net ~all'],
      ['TXT', 'one.deep.net', 'v=spf1 ip4:192.0.2.1 -all'],
    );
    const lines = await verdict(
      'deep.net',
      current,
      set('TXT', 'one', 'v=spf1 include:_spf.google.com include:two.deep.net -all'),
    );
    expect(lines[0]).toBe('deep.net: SPF 1 lookup → permerror (no SPF records found for two.deep.net)');
  });

  it('tells of a mail server without an address, and of a key that is too short or another', async () => {
    expect(
      await verdict(domain, read(domain), set('MX', '@', '10 aspmx.l.google.com', '20 mail2.acme-mail.com')),
    ).toEqual(['MX 2 servers → 2 servers (1 out of reach): mail is delivered']);
    const google = read(domain).find(({ name }) => name.startsWith('google._domainkey'))?.values[0]?.content ?? '';
    const outreach = read('acme-outreach.net');
    const lines = await verdict('acme-outreach.net', outreach, set('TXT', 'lm1._domainkey', google));
    expect(lines).toEqual(['DKIM lm1 1024 bits → 2048 bits: signatures made with the old key fail']);
  });

  it('looks for the DMARC policy where RFC 9989 does, and treats a test as the weaker policy', async () => {
    const current = rows(['MX', 'np.net', 'mx1.litemail.example', 10], ['TXT', '_dmarc.np.net', 'v=DMARC1; p=none']);
    expect(await verdict('np.net', current, set('TXT', '_dmarc', 'v=DMARC1; p=reject; t=y'))).toEqual([
      'DMARC none → quarantine: mail of its own aligns neither by SPF nor by DKIM, it goes to spam',
    ]);
    const below = await verdict('np.net', current, add('MX', 'sub', '10 mx1.litemail.example'));
    expect(below.join('\n')).toContain('sub.np.net: MX none → 1 server: mail is delivered');
  });

  it('is not known, never wrong, when no resolver answers; what the zone itself says is known all the same', async () => {
    const dead = '127.0.0.1:1';
    const eleven = set('TXT', '@', spfWith('include:_spf.litemail.example'), proof);
    const lines = await verdict(domain, read(domain), eleven, dead);
    expect(lines).toEqual(['As before: DMARC quarantine, MX 2 servers', 'SPF, DKIM s1: unknown: no resolver answered']);
    expect(await verdict(domain, read(domain), remove('MX', '@'), dead)).toContain(
      'MX 2 → 0 servers: mail cannot be delivered',
    );
  });

  it('does not say that mail is refused while a key could not be looked up', async () => {
    const current = rows(
      ['MX', 'out.net', 'mx1.litemail.example', 10],
      ['CNAME', 's1._domainkey.out.net', 's1.domainkey.u1234567.wl.sendgrid.net'],
      ['TXT', '_dmarc.out.net', 'v=DMARC1; p=none'],
    );
    const reject = set('TXT', '_dmarc', 'v=DMARC1; p=reject');
    expect(await verdict('out.net', current, reject)).toEqual(['DMARC none → reject: mail of its own can pass']);
    expect(await verdict('out.net', current, reject, '127.0.0.1:1')).toEqual([
      'DMARC none → reject: whether mail of its own passes is unknown: no resolver answered',
      'DKIM s1: unknown: no resolver answered',
    ]);
  });

  it('is one line for many zones that get the same', async () => {
    const names = await at.sandbox.cloudflare.seedZones(60, { records: 6, prefix: 'many-' });
    const clock = manualClock();
    const read_ = new Map(names.map((name) => [name, read(name)]));
    const zones = names.flatMap((name) => {
      const current = read_.get(name) ?? [];
      return dnsPlan(planDelete(current, { zone: zoneOf(name), name: '@', type: 'MX' }), current).zones;
    });
    const resolver = createResolver({ servers: [at.sandbox.dnsServer], clock });
    const lines = await assessMailImpact({ resolver, apis: withoutLiteMail }, 'T1', { kind: 'dns', zones }, read_)
      .quick;
    expect(lines).toEqual([
      expect.stringMatching(/^many-0001.example, .* and 47 more: MX 1 → 0 servers: mail cannot be delivered$/),
      '10 more zones were not checked',
    ]);
  });
});
