import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { type Answer, decode, encode, type Packet, TRUNCATED_RESPONSE } from 'dns-packet';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createResolver } from '../../../src/adapters/resolver/dns-resolver.ts';
import { contentOf, recordSets } from '../../../src/domain/dns/model/normalise.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { startTestSandbox, type TestSandbox } from '../../helpers/sandbox.ts';

type Given = Partial<Packet> & { readonly code?: number; readonly raw?: (query: Buffer) => Buffer };
type Answerer = (asked: { name: string; type: string; tcp: boolean; extended: boolean }) => Given | undefined;

const known: Answer = { name: 'example.com', type: 'A', ttl: 60, data: '192.0.2.1' };
const refused = 5;
const nxdomain = 3;

/** A name server that says what the test says; silent where that is nothing. Gives `ip:port` and what it was asked. */
async function nameServer(answer: Answerer, { finds = true } = {}) {
  const asked: string[] = [];
  const reply = (query: Buffer, tcp: boolean): Buffer | undefined => {
    const packet = decode(query);
    const [question] = packet.questions ?? [];
    if (!question) return undefined;
    asked.push(`${question.type} ${question.name}${tcp ? ' over TCP' : ''}`);
    const probing = question.name === 'example.com';
    const given = probing
      ? finds
        ? { answers: [known] }
        : { code: nxdomain }
      : answer({ ...question, tcp, extended: (packet.additionals ?? []).length > 0 });
    if (!given) return undefined;
    const { code = 0, raw, ...rest } = given;
    if (raw) return raw(query);
    return encode({
      id: packet.id ?? 0,
      type: 'response',
      questions: [question],
      ...rest,
      flags: (rest.flags ?? 0) | code,
    });
  };
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    const message = reply(query, false);
    if (message) udp.send(message, from.port, from.address);
  });
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const message = reply(Buffer.from(data).subarray(2), true);
      if (!message) return void socket.destroy();
      const length = Buffer.from([message.length >> 8, message.length & 255]);
      // In two pieces, as the network may cut it.
      socket.write(Buffer.concat([length, message.subarray(0, 3)]));
      socket.end(message.subarray(3));
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    udp.close();
    tcp.close();
  });
  return { address: `127.0.0.1:${port}`, asked };
}

const clock = manualClock();
const asking = (...servers: string[]) => createResolver({ servers, clock, timeoutMs: 150 });
const a = (name: string, data: string): Answer => ({ name, type: 'A', ttl: 60, data });

describe('a question to live DNS', () => {
  it('is answered in the normal form of records', async () => {
    const server = await nameServer(({ name }) => ({ answers: [a(name.toUpperCase(), '192.0.2.7')] }));
    expect(await asking(server.address).lookup('WWW.Acme-Mail.com.', 'A')).toEqual({
      kind: 'found',
      values: [{ content: '192.0.2.7', ttl: 60, proxied: false }],
    });
  });

  it('tells a name that does not exist from one without such records', async () => {
    const server = await nameServer(({ name }) => (name.startsWith('not') ? { code: nxdomain } : {}));
    const { lookup } = asking(server.address);
    expect(await lookup('not.acme-mail.com', 'A')).toEqual({ kind: 'missing', exists: false });
    expect(await lookup('mail.acme-mail.com', 'MX')).toEqual({ kind: 'missing', exists: true });
  });

  it('follows aliases, those included that the server leaves to us', async () => {
    const server = await nameServer(({ name }) =>
      name === 'b.example.net'
        ? { answers: [a(name, '192.0.2.8')] }
        : { answers: [{ name, type: 'CNAME', ttl: 60, data: 'b.example.net' }] },
    );
    const { lookup } = asking(server.address);
    expect(await lookup('a.acme-mail.com', 'A')).toMatchObject({ values: [{ content: '192.0.2.8' }] });
    expect(await lookup('a.acme-mail.com', 'CNAME')).toMatchObject({ values: [{ content: 'b.example.net' }] });
  });

  it('ends when aliases lead in a circle', async () => {
    const server = await nameServer(({ name }) => ({
      answers: [{ name, type: 'CNAME', ttl: 60, data: name.startsWith('a') ? 'b.example.net' : 'a.example.net' }],
    }));
    expect(await asking(server.address).lookup('a.example.net', 'A')).toMatchObject({ kind: 'unknown' });
  });

  it('is asked again over TCP when the answer was cut off', async () => {
    const text = 'x'.repeat(200);
    const server = await nameServer(({ name, tcp }) =>
      tcp
        ? {
            answers: Array.from({ length: 20 }, (_, index) => ({
              name,
              type: 'TXT',
              ttl: 5,
              data: [`${index}${text}`],
            })),
          }
        : { flags: TRUNCATED_RESPONSE },
    );
    const found = await asking(server.address).lookup('long.acme-mail.com', 'TXT');
    expect(found.kind === 'found' && found.values).toHaveLength(20);
    expect(server.asked).toContain('TXT long.acme-mail.com over TCP');
  });

  it('is asked in the old way of a server that does not understand the new one', async () => {
    const formatError = 1;
    const server = await nameServer(({ name, extended }) =>
      extended ? { code: formatError } : { answers: [a(name, '192.0.2.5')] },
    );
    expect(await asking(server.address).lookup('old.acme-mail.com', 'A')).toMatchObject({ kind: 'found' });
  });

  it('does not wait for a name that cannot exist', async () => {
    const { lookup } = asking('127.0.0.1:9');
    expect(await lookup(`${'x'.repeat(64)}.acme-mail.com`, 'A')).toEqual({ kind: 'missing', exists: false });
    expect(await lookup('a..acme-mail.com', 'A')).toEqual({ kind: 'missing', exists: false });
  });
});

describe('a resolver that cannot be believed', () => {
  it('never makes anything missing: one that cannot find a known name', async () => {
    const server = await nameServer(() => ({ code: nxdomain }), { finds: false });
    const found = await asking(server.address).lookup('acme-mail.com', 'MX');
    expect(found).toMatchObject({ kind: 'unknown' });
    expect(found.kind === 'unknown' && found.why).toContain('cannot even find example.com');
  });

  it('is silent, refuses, or is not there', async () => {
    const silent = await nameServer(() => undefined);
    const refusing = await nameServer(() => ({ code: refused }));
    for (const address of [silent.address, refusing.address, '127.0.0.1:1'])
      expect(await asking(address).lookup('acme-mail.com', 'MX')).toMatchObject({ kind: 'unknown' });
  });

  it('cannot be reached from this machine at all', async () => {
    // An address of the neighbourhood without saying which: no packet can leave for it.
    expect(await asking('[fe80::1]:53').lookup('www.acme-mail.com', 'A')).toMatchObject({ kind: 'unknown' });
  });

  it('is passed over for the next one, and asked last from then on', async () => {
    const silent = await nameServer(() => undefined);
    const lying = await nameServer(() => ({ code: nxdomain }), { finds: false });
    const good = await nameServer(({ name }) => ({ answers: [a(name, '192.0.2.9')] }));
    const { lookup } = asking(silent.address, lying.address, good.address);
    expect(await lookup('one.acme-mail.com', 'A')).toMatchObject({ kind: 'found' });
    silent.asked.length = 0;
    expect(await lookup('two.acme-mail.com', 'A')).toMatchObject({ kind: 'found' });
    expect(silent.asked).toEqual([]);
  });

  it('is tried with the known name once a minute, not with every question', async () => {
    const server = await nameServer(() => ({}));
    const { lookup } = asking(server.address);
    for (let count = 0; count < 5; count += 1) await lookup(`${count}.acme-mail.com`, 'A');
    const probes = () => server.asked.filter((question) => question === 'A example.com').length;
    expect(probes()).toBe(1);
    clock.advance(61_000);
    await lookup('again.acme-mail.com', 'A');
    expect(probes()).toBe(2);
  });

  it('is believed again once it is well', async () => {
    let well = false;
    const server = await nameServer(({ name }) => (well ? { answers: [a(name, '192.0.2.3')] } : { code: nxdomain }), {
      finds: false,
    });
    const { lookup } = asking(server.address);
    expect(await lookup('acme-mail.com', 'A')).toMatchObject({ kind: 'unknown' });
    well = true;
    expect(await lookup('acme-mail.com', 'A')).toMatchObject({ kind: 'found' });
    // Having found something it is believed, whatever the known name.
    well = false;
    expect(await lookup('acme-mail.com', 'A')).toEqual({ kind: 'missing', exists: false });
  });
});

describe('an answer that somebody forged or broke', () => {
  it('counts for nothing: another id, another question, rubbish', async () => {
    const forge = (change: (packet: Packet) => Packet) => (query: Buffer) =>
      encode(
        change({ ...decode(query), type: 'response', additionals: [], answers: [a('acme-mail.com', '192.0.2.66')] }),
      );
    const forgeries: Given[] = [
      { raw: forge((packet) => ({ ...packet, id: (packet.id ?? 0) ^ 1 })) },
      { raw: forge((packet) => ({ ...packet, questions: [{ name: 'other.com', type: 'A' }] })) },
      { raw: () => Buffer.from('rubbish') },
      { raw: (query) => query },
    ];
    for (const forgery of forgeries) {
      const server = await nameServer(() => forgery);
      expect(await asking(server.address).lookup('acme-mail.com', 'A')).toMatchObject({ kind: 'unknown' });
    }
  });

  it('never throws, whatever the bytes after the question', async () => {
    let tail = Buffer.alloc(0);
    const server = await nameServer(() => ({
      raw: (query) => {
        const head = Buffer.from(encode({ ...decode(query), type: 'response', additionals: [] }));
        head.writeUInt16BE(2, 6);
        return Buffer.concat([head, tail]);
      },
    }));
    const resolver = createResolver({ servers: [server.address], clock, timeoutMs: 20 });
    const types = fc.constantFrom('A', 'TXT', 'MX', 'HTTPS', 'CAA', 'CERT', 'DS', 'TLSA', 'SOA', 'SRV');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), types, async (bytes, type) => {
        tail = Buffer.from(bytes);
        const { kind } = await resolver.lookup('acme-mail.com', type);
        expect(['found', 'missing', 'unknown']).toContain(kind);
      }),
      { numRuns: 60 },
    );
  });
});

describe('authoritative servers', () => {
  const world = async () => {
    const authoritative = 1 << 10;
    const source = await nameServer(({ name }) =>
      name.startsWith('gone')
        ? { flags: authoritative, code: nxdomain }
        : { flags: authoritative, answers: [a(name, '192.0.2.50')] },
    );
    const cache = await nameServer(({ name, type }) => {
      if (type === 'NS' && name === 'acme-mail.com') return { answers: [{ name, type, ttl: 9, data: 'ns1.host.net' }] };
      if (name === 'ns1.host.net') return { answers: [a(name, '127.0.0.1')] };
      return type === 'A' ? { answers: [a(name, '192.0.2.49')] } : {};
    });
    return { source, cache, port: Number(source.address.split(':')[1]) };
  };

  it('are found through the zone and asked past every cache', async () => {
    const { source, cache, port } = await world();
    const system = () => [cache.address];
    const { lookup } = createResolver({ servers: [], system, clock, timeoutMs: 150, authoritativePort: port });
    expect(await lookup('www.acme-mail.com', 'A')).toMatchObject({ values: [{ content: '192.0.2.49' }] });
    const direct = { authoritative: true };
    expect(await lookup('www.acme-mail.com', 'A', direct)).toMatchObject({ values: [{ content: '192.0.2.50' }] });
    expect(await lookup('gone.acme-mail.com', 'A', direct)).toEqual({ kind: 'missing', exists: false });
    expect(await lookup('www.nobody.org', 'A', direct)).toMatchObject({ kind: 'unknown' });
    expect(source.asked).toEqual(['A www.acme-mail.com', 'A gone.acme-mail.com']);
  });

  it('are those of DNS_SERVERS when it is set', async () => {
    const { source, cache, port } = await world();
    const { lookup } = createResolver({ servers: [cache.address], clock, timeoutMs: 150, authoritativePort: port });
    expect(await lookup('www.acme-mail.com', 'A', { authoritative: true })).toMatchObject({
      values: [{ content: '192.0.2.49' }],
    });
    expect(source.asked).toEqual([]);
  });
});

describe('records of every type', () => {
  let sandbox: TestSandbox;
  afterEach(() => sandbox.stop());

  it('come back from live DNS as we read them from the provider', async () => {
    sandbox = await startTestSandbox();
    const { cloudflare, dnsServer } = sandbox.sandbox;
    await cloudflare.seedZones(12, { records: 60 });
    const extra: Record<string, unknown>[] = [
      { type: 'CERT', name: 'c', data: { type: 1, key_tag: 2, algorithm: 3, certificate: 'MIIC' } },
      { type: 'SMIMEA', name: 's', data: { usage: 3, selector: 1, matching_type: 1, certificate: 'abcd' } },
      { type: 'URI', name: 'u', priority: 10, data: { weight: 1, target: 'https://acme-mail.com/' } },
      { type: 'SSHFP', name: 'f', data: { algorithm: 4, type: 2, fingerprint: 'ab'.repeat(32) } },
      { type: 'OPENPGPKEY', name: 'o', content: 'mQINBFit' },
      {
        type: 'SVCB',
        name: 'b',
        data: { priority: 2, target: 'svc.acme-mail.com', value: 'port="8443" ipv6hint="2001:db8::1"' },
      },
      { type: 'TXT', name: 't', content: '"Bücher \\"und\\" \\\\ mehr" " in zwei"' },
    ];
    for (const add of extra) await cloudflare.changeRecord('acme-mail.com', { add });
    const { lookup } = createResolver({ servers: [dnsServer], clock });
    const seen = new Set<string>();
    for (const zone of cloudflare.zones().filter(({ status }) => status === 'active')) {
      const sets = recordSets(cloudflare.records(zone.name).map(({ comment: _, ...row }) => row));
      const cuts = sets.filter(({ type }) => type === 'NS').map(({ name }) => name);
      for (const { name, type, values } of sets) {
        if (values.some(({ proxied }) => proxied) || type === 'LOC' || type === 'NS' || name.startsWith('*.')) continue;
        // The generated fingerprints are too short; a real one is among the extra records.
        if (type === 'SSHFP' && !name.startsWith('f.')) continue;
        if (type !== 'DS' && cuts.some((cut) => name === cut || name.endsWith(`.${cut}`))) continue;
        const found = await lookup(name, type);
        const said = found.kind === 'found' ? found.values.map(contentOf) : found;
        expect(said, `${type} ${name}`).toEqual(expect.arrayContaining(values.map(contentOf)));
        seen.add(type);
      }
    }
    expect([...seen].sort()).toEqual(
      'A AAAA CAA CERT CNAME DS HTTPS MX OPENPGPKEY SMIMEA SRV SSHFP SVCB TLSA TXT URI'.split(' '),
    );
  });
});
