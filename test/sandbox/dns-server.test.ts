import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let sandbox: TestSandbox;
/** A client that shares no code with the server. */
let client: Resolver;
beforeEach(async () => {
  sandbox = await startTestSandbox();
  client = new Resolver({ timeout: 1000, tries: 1 });
  client.setServers([sandbox.sandbox.dnsServer]);
});
afterEach(() => sandbox.stop());

const code = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

describe('the name server of the sandbox', () => {
  it('answers each type as any client reads it', async () => {
    const { cloudflare } = sandbox.sandbox;
    const add = (record: Record<string, unknown>) => cloudflare.changeRecord('acme-mail.com', { add: record });
    await add({
      type: 'NAPTR',
      name: 'sip',
      data: { order: 10, preference: 20, flags: 'S', service: 'SIP+D2U', regex: '', replacement: '_sip.acme-mail.com' },
    });
    const zone = 'acme-mail.com';
    expect(await client.resolveMx(zone)).toMatchObject([
      { priority: 10, exchange: 'aspmx.l.google.com' },
      { priority: 20, exchange: 'alt1.aspmx.l.google.com' },
    ]);
    expect((await client.resolveCaa(zone)).map(({ issue }) => issue)).toContain('letsencrypt.org');
    expect(await client.resolveSrv(`_sip._tls.${zone}`)).toMatchObject([
      { priority: 10, weight: 5, port: 443, name: `sip.${zone}` },
    ]);
    expect(await client.resolveNaptr(`sip.${zone}`)).toMatchObject([
      { order: 10, preference: 20, flags: 'S', service: 'SIP+D2U', regexp: '', replacement: '_sip.acme-mail.com' },
    ]);
    const [tlsa] = await client.resolveTlsa(`_25._tcp.mail.${zone}`);
    expect(tlsa).toMatchObject({ certUsage: 3, selector: 1, match: 1 });
    expect((await client.resolveNs(zone)).sort()).toEqual(['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com']);
    expect(await client.resolveSoa(zone)).toMatchObject({ nsname: 'ada.ns.cloudflare.com' });
    expect(await client.resolve4(`mail.${zone}`)).toEqual(['198.51.100.25']);
    const [key] = await client.resolveTxt(`google._domainkey.${zone}`);
    expect(key?.map((part) => part.length)).toEqual([250, 160]);
  });

  it('shows the proxy in the place of proxied addresses and aliases', async () => {
    expect(await client.resolve4('www.acme-mail.com')).toContain('104.21.32.1');
    expect(await client.resolve6('app.acme-mail.com')).toHaveLength(2);
    expect(await code(client.resolveCname('app.acme-mail.com'))).toBe('ENODATA');
  });

  it('tells a name that does not exist from one without such records, and knows wildcards', async () => {
    expect(await code(client.resolve4('nowhere.acme-mail.com'))).toBe('ENOTFOUND');
    expect(await code(client.resolveMx('mail.acme-mail.com'))).toBe('ENODATA');
    expect(await code(client.resolve4('_tcp.mail.acme-mail.com'))).toBe('ENODATA');
    expect(await client.resolve4('anything.dev.acme-mail.com')).toEqual(['198.51.100.80']);
    expect(await code(client.resolve4('lab.acme-mail.com'))).toBe('ESERVFAIL');
    expect((await client.resolveNs('lab.acme-mail.com')).sort()).toEqual([
      'ns1.lab-dns.example',
      'ns2.lab-dns.example',
    ]);
    expect(await code(client.resolve4('example.org'))).toBe('ENOTFOUND');
  });

  it('follows aliases into the Internet', async () => {
    const [key] = await client.resolveTxt('s1._domainkey.acme-mail.com');
    expect(key?.join('')).toMatch(/^v=DKIM1/);
    expect(await client.resolveCname('s1._domainkey.acme-mail.com')).toEqual(['s1.domainkey.u1234567.wl.sendgrid.net']);
  });

  it('knows the domains that LiteMail holds, and none whose zone is not active', async () => {
    expect(await client.resolveMx('getacme.co')).toMatchObject([{ priority: 10, exchange: 'mx1.litemail.example' }]);
    expect(await client.resolve4('www.getacme.co')).toEqual(['198.51.100.20']);
    expect(await code(client.resolveNs('acme-soon.com'))).toBe('ENOTFOUND');
    expect(await client.resolveMx(domainToASCII('bücher-post.de'))).toHaveLength(1);
  });

  it('cuts an answer that is too long for a datagram, so that it is asked for over TCP', async () => {
    const words = Array.from({ length: 30 }, (_, index) => `${index}-${'x'.repeat(60)}`);
    for (const word of words)
      await sandbox.sandbox.cloudflare.changeRecord('acme-mail.com', {
        add: { type: 'TXT', name: 'long', content: word },
      });
    const found = await client.resolveTxt('long.acme-mail.com');
    expect(found.flat().sort()).toEqual([...words].sort());
  });

  it('shows a change after the propagation delay, which passes with the clock of the sandbox', async () => {
    await sandbox.act({ do: 'propagation', ms: 60_000 });
    const change = { type: 'A', name: 'mail', content: '198.51.100.99' };
    await sandbox.act({ do: 'change-record', zone: 'acme-mail.com', set: change });
    await sandbox.act({ do: 'change-record', zone: 'acme-mail.com', delete: { type: 'MX' } });
    expect(await client.resolve4('mail.acme-mail.com')).toEqual(['198.51.100.25']);
    await sandbox.act({ do: 'clock', advance: '59s' });
    expect(await client.resolveMx('acme-mail.com')).toHaveLength(2);
    await sandbox.act({ do: 'clock', advance: '2s' });
    expect(await client.resolve4('mail.acme-mail.com')).toEqual(['198.51.100.99']);
    expect(await code(client.resolveMx('acme-mail.com'))).toBe('ENODATA');
    await sandbox.act({ do: 'reset' });
    expect(await client.resolveMx('acme-mail.com')).toHaveLength(2);
  });

  it('can be made to fail and to be silent', async () => {
    await sandbox.act({ do: 'fault', api: 'dns', kind: 'status', times: 1 });
    expect(await code(client.resolve4('mail.acme-mail.com'))).toBe('ESERVFAIL');
    await sandbox.act({ do: 'fault', api: 'dns', kind: 'drop', operation: 'MX acme-mail.com' });
    expect(await code(client.resolveMx('acme-mail.com'))).toBe('ETIMEOUT');
    expect(await client.resolve4('mail.acme-mail.com')).toEqual(['198.51.100.25']);
  });
});
