import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import { type Layer, layered } from '../../core/dns/layered.ts';
import type { Lookup, Resolve } from '../../core/dns/lookup.ts';
import { heldElsewhere, mailNames } from '../../core/dns/mail-names.ts';
import { keyOf } from '../../core/dns/normalise.ts';
import { overlay } from '../../core/dns/plan.ts';
import { type Purpose, purposeOf } from '../../core/dns/purpose.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { type Judged, suffers, verdictLines } from '../../core/dns/verdict-lines.ts';
import type { Resolver } from '../../ports/resolver.ts';
import type { Services } from '../context.ts';
import { judgeZone } from './judge/judge-zone.ts';
import { mailboxCounts } from './mailbox-counts.ts';
import type { ZonesRead } from './zones-read.ts';

/** Zones that are judged; a plan over more says how many are left out. */
const mostZones = 50;
const atOnce = 10;

/** Told in steps, each of which says more than the one before. */
export interface VerdictSteps {
  readonly quick: Promise<readonly string[]>;
  /** With the number of mailboxes that suffer, which LiteMail has to be asked for. */
  readonly whole: Promise<readonly string[]>;
}

/**
 * What receivers make of mail before and after the plan: the zones as read, with and without the plan, laid over live
 * DNS. One line for each thing that changes; what live DNS did not tell is said to be not known.
 */
export function verdictOn(
  services: Pick<Services, 'resolver' | 'apis'>,
  teamId: string,
  plan: DnsPlan,
  read: ZonesRead,
): VerdictSteps {
  const chosen = plan.zones.filter(({ zone }) => read.has(zone.id)).slice(0, mostZones);
  let counting: Promise<Counts> | undefined;
  const counts = () => {
    counting ??= countsOf(services, teamId, chosen);
    return counting;
  };
  if (chosen.some(isAboutMail)) void counts();
  const judged = judge(services.resolver, plan.zones, chosen, read);
  const lines = (all: readonly Judged[]) => [...verdictLines(all), ...leftOut(plan.zones.length - chosen.length)];
  return {
    quick: judged.then(lines),
    whole: judged.then(async (all) => {
      if (!all.some(suffers)) return lines(all);
      const known = await counts();
      return lines(all.map((one) => withCount(one, known.get(one.is.domain))));
    }),
  };
}

async function judge(
  resolver: Resolver,
  zones: readonly ZonePlan[],
  chosen: readonly ZonePlan[],
  read: ZonesRead,
): Promise<Judged[]> {
  const live = once((name, type) => resolver.lookup(name, type));
  const known = zones.filter(({ zone }) => read.has(zone.id));
  const before = ({ zone }: ZonePlan): Layer => ({ zone: zone.name, sets: read.get(zone.id) ?? [] });
  const after = (plan: ZonePlan): Layer => {
    const { zone, sets } = before(plan);
    return { zone, sets: overlay(sets, plan), live: sets };
  };
  const [was, is] = [once(layered(known.map(before), live)), once(layered(known.map(after), live))];
  const judged: Judged[] = [];
  for (let index = 0; index < chosen.length; index += atOnce) {
    const some = chosen.slice(index, index + atOnce).map(async (plan): Promise<Judged[]> => {
      const [old, planned] = [before(plan).sets, after(plan).sets];
      const names = mailNames(plan, old, planned);
      const held = (sets: readonly RecordSet[]) => heldElsewhere(plan.zone.name, sets);
      const [then, now] = await Promise.all([judgeZone(names, held(old), was), judgeZone(names, held(planned), is)]);
      return then.flatMap((verdict, at) => (now[at] ? [{ was: verdict, is: now[at] }] : []));
    });
    judged.push(...(await Promise.all(some)).flat());
  }
  return judged;
}

const leftOut = (zones: number): string[] =>
  zones > 0 ? [`${zones} more zone${zones === 1 ? ' was' : 's were'} not judged`] : [];

const mailPurposes: ReadonlySet<Purpose> = new Set<Purpose>(['mail', 'spf', 'dkim', 'dmarc']);
const isAboutMail = ({ changes }: ZonePlan): boolean =>
  changes.some(({ name, type, before, after }) =>
    [...(before?.values ?? []), ...(after?.values ?? [])].some((value) =>
      mailPurposes.has(purposeOf(name, type, value)),
    ),
  );

type Counts = ReadonlyMap<string, number>;

/** Without LiteMail's answer the numbers are left out. */
async function countsOf(services: Pick<Services, 'apis'>, teamId: string, zones: readonly ZonePlan[]): Promise<Counts> {
  const domains = zones.map(({ zone }) => zone.name);
  try {
    return await mailboxCounts(services, teamId, domains);
  } catch {
    return new Map();
  }
}

const withCount = (judged: Judged, mailboxes: number | undefined): Judged =>
  mailboxes === undefined ? judged : { ...judged, mailboxes };

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
