import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import { type Layer, layered } from '../../core/dns/layered.ts';
import type { Lookup, Resolve } from '../../core/dns/lookup.ts';
import { mailNames } from '../../core/dns/mail-names.ts';
import { keyOf } from '../../core/dns/normalise.ts';
import { overlay } from '../../core/dns/plan.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { type Judged, verdictLines } from '../../core/dns/verdict-lines.ts';
import type { Services } from '../context.ts';
import { within } from '../within.ts';
import { judgeZone } from './judge/judge-zone.ts';
import { mailboxCounts } from './mailbox-counts.ts';

/** Zones as they were read for a plan, by the provider's id. */
export type ZonesRead = ReadonlyMap<string, readonly RecordSet[]>;

/** Zones that are judged; a plan over more says how many are left out. */
const mostZones = 50;
const atOnce = 10;
const patienceForCounts = 250;

/**
 * What receivers make of mail before and after the plan: the zones as read, with and without the plan, laid over live
 * DNS. One line for each thing that changes; what live DNS did not tell is said to be not known. Never throws for DNS.
 */
export async function verdictOn(
  services: Pick<Services, 'resolver' | 'apis' | 'clock'>,
  teamId: string,
  plan: DnsPlan,
  read: ZonesRead,
): Promise<readonly string[]> {
  const known = plan.zones.filter(({ zone }) => read.has(zone.id));
  const live = once((name, type) => services.resolver.lookup(name, type));
  const before = (zone: ZonePlan): Layer => ({ zone: zone.zone.name, sets: read.get(zone.zone.id) ?? [] });
  const after = (zone: ZonePlan): Layer => ({ zone: zone.zone.name, sets: overlay(before(zone).sets, zone) });
  const [was, is] = [once(layered(known.map(before), live)), once(layered(known.map(after), live))];

  const chosen = known.slice(0, mostZones);
  const counting = within(services.clock, patienceForCounts, countsOf(services, teamId, chosen));
  const judged: Judged[] = [];
  for (let index = 0; index < chosen.length; index += atOnce)
    judged.push(...(await Promise.all(chosen.slice(index, index + atOnce).map(judge))).flat());
  const counts = await counting;
  const left = plan.zones.length - chosen.length;
  return [
    ...verdictLines(judged.map((one) => withCount(one, counts?.get(one.is.domain)))),
    ...(left > 0 ? [`${left} more zone${left === 1 ? ' was' : 's were'} not judged`] : []),
  ];

  async function judge(zone: ZonePlan): Promise<Judged[]> {
    const names = mailNames(zone, before(zone).sets, after(zone).sets);
    const [then, now] = await Promise.all([judgeZone(names, was), judgeZone(names, is)]);
    return then.flatMap((verdict, index) => (now[index] ? [{ was: verdict, is: now[index] }] : []));
  }
}

const withCount = (judged: Judged, mailboxes: number | undefined): Judged =>
  mailboxes === undefined ? judged : { ...judged, mailboxes };

const countsOf = (services: Pick<Services, 'apis'>, teamId: string, zones: readonly ZonePlan[]) =>
  mailboxCounts(
    services,
    teamId,
    zones.map(({ zone }) => zone.name),
  );

/** Asks each question once. */
function once(resolve: Resolve): Resolve {
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
