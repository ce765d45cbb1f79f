import { isWorse, type MailImpact, mailImpactLines } from '../../../domain/dns/mail/mail-impact-lines.ts';
import { delegatedIdentities, mailNames } from '../../../domain/dns/mail/mail-names.ts';
import { type Layer, overlayResolver } from '../../../domain/dns/mail/overlay-resolver.ts';
import type { Lookup, Resolve } from '../../../domain/dns/model/lookup.ts';
import { keyOf } from '../../../domain/dns/model/normalise.ts';
import type { RecordSet, ZonePlan } from '../../../domain/dns/model/record.ts';
import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { overlay } from '../../../domain/dns/plan/zone-plan.ts';
import { type Purpose, purposeOf } from '../../../domain/dns/review/purpose.ts';
import type { Enrichment } from '../../../engine/context.ts';
import type { Resolver } from '../../../ports/resolver.ts';
import type { CommandContext, Services } from '../../context.ts';
import { evaluateZone } from './judge/evaluate-zone.ts';
import { mailboxCounts } from './mailbox-counts.ts';
import { type ZonesRead, zonesReadBy } from './zones-read.ts';

/** Maximum number of evaluated zones; the rest is counted in a note. */
const maxZones = 50;
const concurrency = 10;

/** Results in steps, each more complete than the one before. */
export interface MailImpactSteps {
  readonly quick: Promise<readonly string[]>;
  /** With the number of affected mailboxes, which LiteMail provides. */
  readonly complete: Promise<readonly string[]>;
}

/**
 * The mail impact of a plan: evaluates mail with the zones before and after the plan overlaid on live DNS. One line per
 * change; what live DNS did not answer is reported as unknown.
 */
export function assessMailImpact(
  services: Pick<Services, 'resolver' | 'apis'>,
  teamId: string,
  plan: DnsPlan,
  read: ZonesRead,
): MailImpactSteps {
  const evaluated = plan.zones.filter(({ zone }) => read.has(zone.id)).slice(0, maxZones);
  let counting: Promise<Counts> | undefined;
  const counts = () => {
    counting ??= countsOf(services, teamId, evaluated);
    return counting;
  };
  if (evaluated.some(isAboutMail)) void counts();
  const impacts = evaluateZones(services.resolver, plan.zones, evaluated, read);
  const lines = (all: readonly MailImpact[]) => [
    ...mailImpactLines(all),
    ...omittedNote(plan.zones.length - evaluated.length),
  ];
  return {
    quick: impacts.then(lines),
    complete: impacts.then(async (all) => {
      if (!all.some(isWorse)) return lines(all);
      const known = await counts();
      return lines(all.map((one) => withCount(one, known.get(one.is.domain))));
    }),
  };
}

/** For the card of a plan, by what was read to make it. */
export function enrichWithMailImpact(plan: DnsPlan, ctx: CommandContext): Enrichment {
  const { quick, complete } = assessMailImpact(ctx, ctx.actor.teamId, plan, zonesReadBy(ctx));
  return { title: 'For receivers of mail', steps: [quick, complete] };
}

async function evaluateZones(
  resolver: Resolver,
  zones: readonly ZonePlan[],
  evaluated: readonly ZonePlan[],
  read: ZonesRead,
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
      const names = mailNames(plan, old, planned);
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

const omittedNote = (zones: number): string[] =>
  zones > 0 ? [`${zones} more zone${zones === 1 ? ' was' : 's were'} not judged`] : [];

const mailPurposes: ReadonlySet<Purpose> = new Set<Purpose>(['mail', 'spf', 'dkim', 'dmarc']);
const isAboutMail = ({ changes }: ZonePlan): boolean =>
  changes.some(({ name, type, before, after }) =>
    [...(before?.values ?? []), ...(after?.values ?? [])].some((value) =>
      mailPurposes.has(purposeOf(name, type, value)),
    ),
  );

type Counts = ReadonlyMap<string, number>;

/** Without LiteMail's answer the counts are left out. */
async function countsOf(services: Pick<Services, 'apis'>, teamId: string, zones: readonly ZonePlan[]): Promise<Counts> {
  const domains = zones.map(({ zone }) => zone.name);
  try {
    return await mailboxCounts(services, teamId, domains);
  } catch {
    return new Map();
  }
}

const withCount = (impact: MailImpact, mailboxes: number | undefined): MailImpact =>
  mailboxes === undefined ? impact : { ...impact, mailboxes };

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
