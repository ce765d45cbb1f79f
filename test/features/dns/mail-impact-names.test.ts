import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { add, both, proxied, remove, rows, set, startVerdicts, type Verdicts } from './mail-impacts.ts';

let at: Verdicts;
beforeAll(async () => {
  at = await startVerdicts();
});
afterAll(() => at.stop());
const verdict: Verdicts['verdict'] = (...given) => at.verdict(...given);

const key =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAst4cz4fEVMdWyH940OXY41M71Ub2q0F5vT+hWfgt57jszYhO5NcAe27N4ZK+pSUSk09w69j765mdcCJ8kr3J5mQcmcOUn6Vp5zSjP6WRwWJPX8EORVEYqa7oC0xQhVdaMUueXCNf2TY1GKg/+5ho470YRtxowAAAbIJ/w0JcgxCWmhWjw5AYL+k8NzqKreIUlKjrlE+qEQwZyDlPiA1Q213mBkWOxaQYXzwZ5QBtXadYX6/E2mMShcZY1K5HHTwucu3fuuUmp8QmF1zi+zqVklY3eeUlLmEWn2RcRfb6e81TkUhoDCO34CP6Q1o/TtPu/GrRgD6yYubcEkYtkNmZ2wIDAQAB';

describe('a verdict on names that the plan hands over to other name servers', () => {
  const zone = rows(
    ['MX', 'cut.net', 'mx.mail.cut.net', 10],
    ['A', 'mx.mail.cut.net', '192.0.2.25'],
    ['TXT', 's1._domainkey.cut.net', `v=DKIM1; p=${key}`],
  );

  it('does not take for granted that the keys stay what live DNS still says', async () => {
    expect(await verdict('cut.net', zone, add('NS', '_domainkey', 'ns.other.net'))).toEqual([
      'As before: SPF no record, DMARC no record, MX 1 server',
      'DKIM s1: unknown: other name servers will answer for it',
    ]);
  });

  it('does not say that mail is delivered to a server whose address nobody knows then', async () => {
    expect(await verdict('cut.net', zone, add('NS', 'mail', 'ns.other.net'))).toEqual([
      'As before: SPF no record, DKIM 1 key, DMARC no record',
      'MX: unknown: other name servers will answer for it',
    ]);
    expect(
      await verdict('cut.net', zone, both(add('NS', 'lab', 'ns.other.net'), set('MX', '@', '0 .', '5 mx.lab.cut.net'))),
    ).toContain('MX 1 server → 2 servers (1 out of reach): whether mail is delivered is unknown');
  });

  it('is not known either when a delegation that exists gets other name servers', async () => {
    const cut = [...zone, ...rows(['NS', '_domainkey.cut.net', 'ns.old.net'])];
    expect((await verdict('cut.net', cut, set('NS', '_domainkey', 'ns.new.net'))).at(-1)).toBe(
      'DKIM s1: unknown: other name servers will answer for it',
    );
  });

  it('is known again when the plan takes a delegation back', async () => {
    const cut = [...zone, ...rows(['NS', 'mail.cut.net', 'ns1.lab-dns.example'])];
    expect(await verdict('cut.net', cut, remove('NS', 'mail'))).toEqual([
      'MX 1 server (1 out of reach) → 1 server: mail is delivered',
    ]);
  });
});

describe('a verdict on a name with a CNAME that Cloudflare answers with addresses', () => {
  const zone = rows(
    ['A', 'host.flat.net', '192.0.2.1'],
    ['MX', 'host.flat.net', 'mx2.litemail.example', 10],
    ['TXT', 'host.flat.net', 'v=spf1 include:_spf.google.com ~all'],
    ['CNAME', 'flat.net', 'host.flat.net'],
    ['MX', 'flat.net', 'mx1.litemail.example', 10],
    ['TXT', 'flat.net', 'v=spf1 include:_spf.google.com ~all'],
    ['CNAME', 'shop.flat.net', 'host.flat.net', { proxied: true }],
    ['MX', 'shop.flat.net', 'mx1.litemail.example', 10],
  );

  it('does not find the mail servers and SPF of the target, at the top of the zone', async () => {
    expect(await verdict('flat.net', zone, remove('MX', '@'))).toEqual([
      'MX 1 → 0 servers: mail is tried at the address of flat.net itself',
    ]);
    expect((await verdict('flat.net', zone, remove('TXT', '@')))[0]).toBe(
      'SPF 4 lookups → no record: receivers find no record',
    );
  });

  it('does not find them behind the proxy', async () => {
    expect((await verdict('flat.net', zone, remove('MX', 'shop')))[0]).toBe(
      'shop.flat.net: MX 1 → 0 servers: mail cannot be delivered',
    );
  });

  it('finds them behind a CNAME that is none of these', async () => {
    const plain = zone.map((set) =>
      set.type === 'CNAME' ? { ...set, values: set.values.map((value) => ({ ...value, proxied: false })) } : set,
    );
    expect((await verdict('flat.net', plain, remove('MX', 'shop'))).join()).not.toContain('MX 1 →');
  });
});

describe('a verdict on mail servers behind the proxy, which passes no mail', () => {
  const zone = rows(['MX', 'proxy.net', 'mail.proxy.net', 10], ['A', 'mail.proxy.net', '192.0.2.1']);
  const gone = 'MX 1 server → 1 server (1 out of reach): mail cannot be delivered';

  it('says that mail cannot be delivered, whatever leads to the proxy', async () => {
    expect(await verdict('proxy.net', zone, proxied('A', 'mail', '192.0.2.1'))).toContain(gone);
    expect(await verdict('proxy.net', zone, proxied('CNAME', 'mail', 'mx1.litemail.example'))).toContain(gone);
  });
});
