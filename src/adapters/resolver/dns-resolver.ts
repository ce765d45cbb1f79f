import { getServers } from 'node:dns';
import pLimit from 'p-limit';
import { readValues } from '../../domain/dns/model/normalise.ts';
import type { Lookup } from '../../domain/dns/model/record.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Resolver } from '../../ports/resolver.ts';
import type { Reply } from './dns-message.ts';
import { overTcp, overUdp, parseServer, type Server, serverText } from './dns-transport.ts';

interface Options {
  /** `ip:port`; they also stand for the authoritative servers. Empty: the system's. */
  readonly servers: readonly string[];
  readonly system?: () => readonly string[];
  readonly clock: Clock;
  /** For one try at one server. */
  readonly timeoutMs?: number;
  /** A name that surely has an address: a resolver that cannot find it is not trusted. */
  readonly knownName?: string;
  /** Where authoritative servers listen. */
  readonly authoritativePort?: number;
}

type Question = { readonly name: string; readonly type: string; readonly recursion: boolean };

const MAX_SERVERS = 3;
const rounds = 2;
const MAX_ALIASES = 8;
const MAX_CONCURRENT = 64;
/** How long a resolver is trusted, distrusted or asked last after it was healthy, unhealthy or silent. Milliseconds. */
const [believed, doubted, last] = [60_000, 5_000, 30_000];

/** Loaded with the first question, since many a process never asks one. */
export const loadDnsMessages = () => import('./dns-message.ts');

/** A DNS client over UDP, and TCP where an answer is too long for that. */
export function createResolver(options: Options): Resolver {
  const { clock, timeoutMs = 1200, knownName = 'example.com', authoritativePort = 53, system = getServers } = options;
  const health = new Map<string, { readonly until: number; readonly healthy: Promise<boolean> }>();
  const silentSince = new Map<string, number>();
  const limit = pLimit(MAX_CONCURRENT);

  function resolvers(): Server[] {
    const all = (options.servers.length > 0 ? options.servers : system()).map(parseServer).slice(0, MAX_SERVERS);
    const silent = (server: Server) => clock.elapsed() - (silentSince.get(serverText(server)) ?? -last) < last;
    return [...all.filter((server) => !silent(server)), ...all.filter(silent)];
  }

  async function exchange(server: Server, { name, type, recursion }: Question): Promise<Reply> {
    const { question } = await loadDnsMessages();
    const send = async (extended: boolean): Promise<Reply> => {
      const { query, accept } = question(name, type, { recursion, extended });
      const reply = await overUdp(server, query, { timeoutMs, accept });
      return reply.kind === 'truncated' ? overTcp(server, query, { timeoutMs, accept }) : reply;
    };
    const reply = await send(true);
    const tooOld = reply.kind === 'refused' && (reply.code === 'FORMERR' || reply.code === 'NOTIMP');
    return tooOld ? send(false) : reply;
  }

  function isHealthy(server: Server): Promise<boolean> {
    const known = health.get(serverText(server));
    if (known && clock.elapsed() < known.until) return known.healthy;
    const tryOnce = () => exchange(server, { name: knownName, type: 'A', recursion: true });
    const well = tryOnce()
      .catch(tryOnce)
      .then(
        ({ kind }) => kind === 'found',
        () => false,
      );
    remember(server, well, doubted);
    void well.then((is) => is && remember(server, well, believed));
    return well;
  }
  function remember(server: Server, healthy: Promise<boolean>, lifetime: number): void {
    health.set(serverText(server), { until: clock.elapsed() + lifetime, healthy });
  }

  /** Asks one server after the other until one gives a trustworthy answer. */
  async function ask(servers: readonly Server[], asked: Question, trusted: boolean): Promise<Reply | Unknown> {
    const why = new Map<string, string>();
    for (let round = 0; round < rounds; round += 1)
      for (const server of servers) {
        const at = serverText(server);
        if (!trusted) void isHealthy(server);
        try {
          const reply = await exchange(server, asked);
          silentSince.delete(at);
          if (reply.kind === 'found') remember(server, Promise.resolve(true), believed);
          if (reply.kind === 'refused') why.set(at, reply.why);
          else if (reply.kind !== 'missing' || (trusted && reply.authoritative) || (await isHealthy(server)))
            return reply;
          else why.set(at, `it cannot even find ${knownName}`);
        } catch (error) {
          silentSince.set(at, clock.elapsed());
          why.set(at, error instanceof Error ? error.message : String(error));
        }
      }
    const reasons = [...why].map(([at, reason]) => `${at}: ${reason}`).join('; ');
    return { kind: 'unknown', why: reasons || 'no resolver is configured' };
  }

  async function find(name: string, type: string, aliases = 0): Promise<Lookup> {
    const reply = await limit(() => ask(resolvers(), { name, type, recursion: true }, false));
    if (reply.kind !== 'alias') return settled(reply);
    return aliases < MAX_ALIASES ? find(reply.target, type, aliases + 1) : { kind: 'unknown', why: 'too many aliases' };
  }

  /** The addresses of the name servers of the zone that the name is in. */
  async function nameServers(name: string): Promise<Server[]> {
    for (let zone = name; zone !== ''; zone = zone.includes('.') ? zone.slice(zone.indexOf('.') + 1) : '') {
      const nameServerReply = await find(zone, 'NS');
      if (nameServerReply.kind === 'unknown') return [];
      if (nameServerReply.kind !== 'found') continue;
      const hosts = nameServerReply.values.slice(0, MAX_SERVERS).map(({ content = '' }) => find(content, 'A'));
      const addresses = (await Promise.all(hosts)).map((host) => host.kind === 'found' && host.values[0]?.content);
      return addresses.flatMap((address) => (address ? [{ address, port: authoritativePort }] : []));
    }
    return [];
  }

  async function findAtSource(name: string, type: string): Promise<Lookup> {
    const servers = await nameServers(type === 'DS' ? name.slice(name.indexOf('.') + 1) : name);
    if (servers.length === 0) return { kind: 'unknown', why: `no name server of ${name} could be found` };
    const reply = await limit(() => ask(servers, { name, type, recursion: false }, true));
    return reply.kind === 'alias' ? find(reply.target, type) : settled(reply);
  }

  return {
    async lookup(typed, type, { authoritative = false } = {}) {
      const name = (await loadDnsMessages()).wireName(typed);
      if (!isSendable(name)) return { kind: 'missing', exists: false };
      const result = await (authoritative && options.servers.length === 0
        ? findAtSource(name, type)
        : find(name, type));
      return result.kind === 'found' ? { kind: 'found', values: readValues(type, result.values) } : result;
    },
  };
}

type Unknown = Extract<Lookup, { kind: 'unknown' }>;

function settled(reply: Exclude<Reply, { kind: 'alias' }> | Unknown): Lookup {
  if (reply.kind === 'missing') return { kind: 'missing', exists: reply.exists };
  if (reply.kind === 'truncated') return { kind: 'unknown', why: 'the answer was cut off' };
  return reply.kind === 'refused' ? { kind: 'unknown', why: reply.why } : reply;
}

/** A name that fits into a question; others cannot exist (RFC 1035 §2.3.4). */
const isSendable = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => label !== '' && Buffer.byteLength(label) <= 63);
