import { z } from 'zod';
import type { Json } from '../../lib/json.ts';
import { toJson } from '../../lib/json.ts';
import type { Services } from '../product-context.ts';

/** What is looked at, in the order in which it is shown. */
export const checks = [
  'spf',
  'dkim',
  'dmarc',
  'mx',
  'records',
  'name-servers',
  'mailboxes',
  'placement',
  'expiry',
] as const;
export type Check = (typeof checks)[number];

const ProblemShape = z.object({
  check: z.enum(checks),
  /** The same for the same problem in the next look, whatever numbers its text names. */
  key: z.string(),
  severity: z.enum(['error', 'warning']),
  text: z.string(),
  fix: z.string().exactOptional(),
  /** What helps, as typed after the prefix. */
  command: z.string().exactOptional(),
  /** The look that found it first, epoch milliseconds. */
  since: z.number(),
  /** The look before which it was not there; absent where that is not known. */
  newAt: z.number().exactOptional(),
});
export type KnownProblem = Readonly<z.infer<typeof ProblemShape>>;
/** As a look finds it. */
export type Problem = Omit<KnownProblem, 'since' | 'newAt'>;

const DomainShape = z.object({
  home: z.enum(['cloudflare', 'litemail']),
  /** The provider's id of the zone. */
  id: z.string(),
  plan: z.enum(['free', 'paid']).exactOptional(),
  /** When the last look at it began, epoch milliseconds. */
  lookedAt: z.number(),
  /** When its records were read; absent while they are not known. */
  readAt: z.number().exactOptional(),
  /** When its provider last changed it, as the provider says it. */
  version: z.string().exactOptional(),
  /** LiteMail's own id of the domain, where it has it. */
  liteMailId: z.string().exactOptional(),
  /** What LiteMail's details said, where its list does not. */
  expiry: z
    .object({ askedAt: z.number(), expireOn: z.string().exactOptional(), autoRenew: z.boolean().exactOptional() })
    .exactOptional(),
  /** LiteMail's; absent where that is not known. */
  mailboxes: z.number().exactOptional(),
  problems: z.array(ProblemShape),
  /** Check → why its answer is not known, or not all of it. */
  unknown: z.partialRecord(z.enum(checks), z.string()),
  /** How many problems were gone in that look. */
  solved: z.number(),
});
export type DomainHealth = Readonly<z.infer<typeof DomainShape>>;

const LookShape = z.object({ at: z.number().exactOptional(), domains: z.record(z.string(), DomainShape) });
/** What is known of a team's domains. `at`: when the last look that ended began. */
export type Look = Readonly<z.infer<typeof LookShape>>;

const noteName = 'fleet';
const lockOf = (teamId: string): string => `fleet:${teamId}`;

/** Empty where there was none yet, or one that this release cannot read. */
export async function loadLook({ stores }: Pick<Services, 'stores'>, teamId: string): Promise<Look> {
  return LookShape.safeParse(await stores.notes.get(teamId, noteName)).data ?? { domains: {} };
}

/** Changes what is kept, one change after the other. */
export async function changeLook(
  services: Pick<Services, 'stores' | 'locks'>,
  teamId: string,
  change: (look: Look) => Look,
): Promise<Look> {
  return services.locks.withLocks([lockOf(teamId)], async () => {
    const look = change(await loadLook(services, teamId));
    await services.stores.notes.put(teamId, noteName, toJson(look) as Json);
    return look;
  });
}

/** Check → what was found; `unknown`: why that is not, or may not be, all. */
export type Answers = Partial<Record<Check, { readonly problems: readonly Problem[]; readonly unknown?: string }>>;

export const notAskedYet = 'not asked yet';

/** A domain of which nothing is known. */
export const unseen = (zone: Pick<DomainHealth, 'home' | 'id' | 'plan'>): DomainHealth => ({
  ...zone,
  lookedAt: 0,
  problems: [],
  unknown: Object.fromEntries(checks.map((check) => [check, notAskedYet])),
  solved: 0,
});

/**
 * The domain with these answers of the look that began at `at`. A problem is new where the look before knew the check and
 * did not find it; where the answer is unknown, what was found before is kept.
 */
export function withAnswers(before: DomainHealth, answers: Answers, at: number): DomainHealth {
  const asked = checks.flatMap((check) => (answers[check] ? [{ check, ...answers[check] }] : []));
  const isAsked = new Set<Check>(asked.map(({ check }) => check));
  const unknown = { ...before.unknown };
  const problems: KnownProblem[] = before.problems.filter(({ check }) => !isAsked.has(check));
  let solved = before.lookedAt === at ? before.solved : 0;
  for (const { check, problems: found, unknown: why } of asked) {
    const earlier = before.problems.filter((problem) => problem.check === check);
    const wasKnown = before.unknown[check] === undefined;
    for (const problem of found) {
      const same = earlier.find(({ key }) => key === problem.key);
      problems.push({
        ...problem,
        since: same?.since ?? at,
        ...(same ? same.newAt !== undefined && { newAt: same.newAt } : wasKnown && { newAt: at }),
      });
    }
    const gone = earlier.filter(({ key }) => !found.some((problem) => problem.key === key));
    if (why === undefined) {
      solved += gone.length;
      delete unknown[check];
    } else {
      problems.push(...gone);
      unknown[check] = why;
    }
  }
  return { ...before, lookedAt: at, problems, unknown, solved };
}

export interface NamedHealth extends DomainHealth {
  readonly name: string;
}

const count = ({ problems }: DomainHealth, severity: KnownProblem['severity']): number =>
  problems.filter((problem) => problem.severity === severity).length;

/** The domains of these names, the worst first. */
export const worstFirst = ({ domains }: Look, names: readonly string[] = Object.keys(domains)): NamedHealth[] =>
  names
    .flatMap((name) => (domains[name] ? [{ name, ...domains[name] }] : []))
    .sort(
      (a, b) =>
        count(b, 'error') - count(a, 'error') ||
        count(b, 'warning') - count(a, 'warning') ||
        (a.name < b.name ? -1 : 1),
    );

/** Its problems, the worst first. */
export const problemsOf = ({ problems }: DomainHealth): KnownProblem[] =>
  [...problems].sort(
    (a, b) =>
      Number(a.severity === 'warning') - Number(b.severity === 'warning') ||
      checks.indexOf(a.check) - checks.indexOf(b.check),
  );

/** How many domains have a problem of each check, and of how many it is unknown, by why. */
export function countChecks(domains: readonly DomainHealth[]) {
  return checks.map((check) => ({
    check,
    domains: domains.filter(({ problems }) => problems.some((problem) => problem.check === check)).length,
    unknown: Map.groupBy(
      domains.flatMap(({ unknown }) => unknown[check] ?? []),
      (why) => why,
    ),
  }));
}
