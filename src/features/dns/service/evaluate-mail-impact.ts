import { evaluateZones } from '../../../domain/dns/mail/evaluate-mail.ts';
import { isAboutMail, isWorse, type MailImpact, mailImpactLines } from '../../../domain/dns/mail/mail-impact.ts';
import { normaliseName } from '../../../domain/dns/model/name.ts';
import type { ZonePlan } from '../../../domain/dns/model/record.ts';
import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { collectPages } from '../../../lib/all-pages.ts';
import type { CommandContext, Enrichment, Services } from '../../product-context.ts';
import { type ZonesRead, zonesReadBy } from './providers.ts';

/** Maximum number of evaluated zones; the rest is counted in a note. */
const maxZones = 50;

/** Results in steps, each more complete than the one before. */
interface MailImpactSteps {
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
  if (isAboutMail(evaluated)) void counts();
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
  return { title: 'Effect on mail', steps: [quick, complete] };
}

const omittedNote = (zones: number): string[] =>
  zones > 0 ? [`${zones} more zone${zones === 1 ? ' was' : 's were'} not checked`] : [];

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

/** How many mailboxes LiteMail has for each of the domains; those that it does not have are left out. */
async function mailboxCounts(
  { apis }: Pick<Services, 'apis'>,
  teamId: string,
  domains: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const litemail = await apis.litemail(teamId);
  const [only] = domains;
  const contains = domains.length === 1 && only && !only.includes('xn--') ? { contains: only } : {};
  const { items } = await collectPages(100, (page) =>
    litemail.listDomains({ query: { page, limit: 100, ...contains } }),
  );
  return new Map(
    items.flatMap(({ domain, assignedMailboxesCount, mailboxes }) => {
      const count = assignedMailboxesCount ?? mailboxes?.length;
      const name = normaliseName(domain);
      return count === undefined || !domains.includes(name) ? [] : [[name, count] as const];
    }),
  );
}
