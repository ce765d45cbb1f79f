import { delegationsOver, namesAndParents, wildcardFor } from '../lint/zone-view.ts';
import { isBelow } from '../model/name.ts';
import { keyOf } from '../model/normalise.ts';
import { isFlattened } from '../model/purpose.ts';
import type { Lookup, RecordSet, RecordValue, Resolve, ZonePlan } from '../model/record.ts';
import { zoneIndex } from '../model/zone-index.ts';
import { overlay } from '../plan/zone-plan.ts';
import { dkimKeyStatus } from './dkim-key.ts';
import type { MailImpact } from './mail-impact.ts';
import { delegatedIdentities, type Identities, type MailNames, mailNames } from './mail-names.ts';
import { delegatedAway, type MailStatus, type SpfStatus } from './mail-status.ts';
import { evaluateDmarc, evaluateMx, evaluateSpf, type PossibleIdentities } from './receiver-checks.ts';

const concurrency = 10;

/**
 * Mail of zones before and after their plans, by live DNS with the records overlaid that were `read` (by zone id).
 * Only `evaluated` are judged; the plans of all `zones` count.
 */
export async function evaluateZones(
  resolver: { readonly lookup: Resolve },
  zones: readonly ZonePlan[],
  evaluated: readonly ZonePlan[],
  read: ReadonlyMap<string, readonly RecordSet[]>,
): Promise<MailImpact[]> {
  const live = memoise((name, type) => resolver.lookup(name, type));
  const known = zones.filter(({ zone }) => read.has(zone.id));
  const before = ({ zone }: ZonePlan): Layer => ({ zone: zone.name, sets: read.get(zone.id) ?? [] });
  const after = (plan: ZonePlan): Layer => {
    const { zone, sets } = before(plan);
    return { zone, sets: overlay(sets, plan), live: sets };
  };
  const [was, is] = [
    memoise(overlayResolver(known.map(before), live)),
    memoise(overlayResolver(known.map(after), live)),
  ];
  const impacts: MailImpact[] = [];
  for (let index = 0; index < evaluated.length; index += concurrency) {
    const some = evaluated.slice(index, index + concurrency).map(async (plan): Promise<MailImpact[]> => {
      const [old, planned] = [before(plan).sets, after(plan).sets];
      const names = mailNames(plan, old);
      const delegated = (sets: readonly RecordSet[]) => delegatedIdentities(plan.zone.name, sets);
      const [then, now] = await Promise.all([
        evaluateZone(names, delegated(old), was),
        evaluateZone(names, delegated(planned), is),
      ]);
      return then.flatMap((status, at) => (now[at] ? [{ was: status, is: now[at] }] : []));
    });
    impacts.push(...(await Promise.all(some)).flat());
  }
  return impacts;
}

/** Caches answers per query. */
function memoise(resolve: Resolve): Resolve {
  const answers = new Map<string, Promise<Lookup>>();
  return (name, type) => {
    const key = keyOf({ name, type });
    const known = answers.get(key);
    if (known) return known;
    const asked = resolve(name, type);
    answers.set(key, asked);
    return asked;
  };
}

/** Evaluates mail of the zone's domains against `dns`; `delegated` are identities it cannot see. */
async function evaluateZone(
  { domains, senders, aliases, keys, complete }: MailNames,
  delegated: Identities,
  dns: Resolve,
): Promise<MailStatus[]> {
  let elsewhere = false;
  const resolve: Resolve = async (name, type) => {
    const answer = await dns(name, type);
    if (answer.kind === 'unknown' && answer.why === delegatedAway) elsewhere = true;
    return answer;
  };
  const [spf, dkim, mx] = await Promise.all([
    Promise.all(senders.map((domain) => evaluateSpf(domain, resolve))),
    Promise.all(
      keys.map(async (owner) =>
        dkimKeyStatus(owner, await resolve(`${owner.selector}._domainkey.${owner.domain}`, 'TXT')),
      ),
    ),
    Promise.all(domains.map((domain) => evaluateMx(domain, resolve))),
  ]);
  const signing = (keyState: string) => [
    ...new Set(dkim.filter(({ state }) => state === keyState).map(({ domain }) => domain)),
  ];
  const identities = {
    spf: senders.filter((_, index) => spf[index]?.allows !== 'nobody'),
    open: senders.filter((_, index) => spf[index]?.allows === 'anybody'),
    dkim: signing('good'),
  };
  let followed: Promise<SpfStatus[]> | undefined;
  const possible = async (domain: string): Promise<PossibleIdentities[]> => {
    followed ??= Promise.all(aliases.map((alias) => evaluateSpf(alias, resolve)));
    const aliasSpf = await followed;
    const unanswered = [
      ...senders.filter((_, index) => spf[index]?.result === 'unknown'),
      ...aliases.filter((_, index) => aliasSpf[index]?.result === 'unknown'),
    ];
    // For a domain inside a delegation anything is possible.
    const near = (cut: string) => (isBelow(domain, cut) ? domain : cut);
    return [
      { passes: true, spf: aliases.filter((_, index) => aliasSpf[index]?.allows !== 'nobody'), dkim: [] },
      { passes: 'unknown', spf: unanswered, dkim: signing('unknown') },
      { passes: 'unknown', spf: delegated.spf.map(near), dkim: delegated.dkim.map(near), why: delegatedReason },
      { passes: 'unknown', spf: complete ? [] : [domain], dkim: [], why: limitReason },
    ];
  };
  const statuses = await Promise.all(
    domains.map(async (domain, index) => ({
      domain,
      spf: spf[senders.indexOf(domain)] ?? {
        result: 'unknown',
        records: 0,
        lookups: 0,
        voids: 0,
        allows: 'nobody' as const,
      },
      dkim: dkim.filter((key) => key.domain === domain),
      dmarc: await evaluateDmarc(domain, identities, () => possible(domain), resolve),
      mx: mx[index] ?? { state: 'unknown' as const, servers: 0, unreachable: 0, unconfirmed: 0 },
    })),
  );
  return elsewhere ? statuses.map((status) => ({ ...status, delegatedAway: true })) : statuses;
}

const delegatedReason = 'other name servers answer for some of its names';
const limitReason = 'there are more names than can be checked';

/** A zone with known or planned records. */
interface Layer {
  readonly zone: string;
  readonly sets: readonly RecordSet[];
  /** The zone as live DNS has it, where that differs. */
  readonly live?: readonly RecordSet[];
}

const maxAliases = 8;
/** Answered at the apex by the provider or the parent zone, without a record. */
const implicit = new Set(['SOA', 'NS', 'DS']);

/** A resolver that answers names in these zones from the given records, and all others from `live`. */
export function overlayResolver(layers: readonly Layer[], live: Resolve): Resolve {
  const zones = layers.map(prepare).sort((a, b) => b.zone.length - a.zone.length);
  const resolve = async (name: string, type: string, aliases = 0): Promise<Lookup> => {
    const zone = zones.find((each) => isBelow(name, each.zone));
    const answer = zone?.answer(name, type);
    if (answer === undefined || answer.kind === 'elsewhere') return live(name, type);
    if (answer.kind !== 'alias') return answer;
    if (aliases >= maxAliases) return { kind: 'unknown', why: `${name} leads to itself` };
    const target = await resolve(answer.target, type, aliases + 1);
    return answer.proxied && target.kind === 'found' ? { ...target, values: target.values.map(behindProxy) } : target;
  };
  return (name, type) => resolve(name, type);
}

type ZoneAnswer =
  | Lookup
  | { readonly kind: 'alias'; readonly target: string; readonly proxied: boolean }
  /** Delegated to other name servers. */
  | { readonly kind: 'elsewhere' };

function prepare({ zone, sets, live = sets }: Layer): { zone: string; answer(name: string, type: string): ZoneAnswer } {
  const index = zoneIndex(sets);
  const names = namesAndParents(zone, index);
  const cuts = cutsOf(zone, sets);
  const known = cutsOf(zone, live);
  const cutNames = new Set(cuts.keys());
  return {
    zone,
    answer(name, type) {
      const cut = delegationsOver(name, zone, cutNames).at(-1);
      if (cut !== undefined && cuts.get(cut) !== known.get(cut)) return { kind: 'unknown', why: delegatedAway };
      if (cut !== undefined || (name === zone && implicit.has(type))) return { kind: 'elsewhere' };
      const owner = names.has(name) ? name : wildcardFor(name, zone, names);
      const set = index.get(owner, type);
      const cname = index.get(owner, 'CNAME')?.values[0];
      const flat = cname !== undefined && isFlattened(cname, owner === zone);
      if (set && !(flat && type === 'CNAME')) return { kind: 'found', values: set.values };
      if (cname?.content !== undefined && (flat ? addresses.has(type) : type !== 'CNAME'))
        return { kind: 'alias', target: cname.content, proxied: cname.proxied ?? false };
      return { kind: 'missing', exists: names.has(owner) };
    },
  };
}

const addresses = new Set(['A', 'AAAA']);
const behindProxy = (value: RecordValue): RecordValue => ({ ...value, proxied: true });

/** Name of a delegation → its name servers. */
const cutsOf = (zone: string, sets: readonly RecordSet[]): ReadonlyMap<string, string> =>
  new Map(
    sets
      .filter(({ type, name }) => type === 'NS' && name !== zone)
      .map(({ name, values }) => [
        name,
        values
          .map(({ content }) => content)
          .sort()
          .join(' '),
      ]),
  );
