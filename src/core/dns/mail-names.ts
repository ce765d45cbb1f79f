import type { DkimKey } from './mail-verdict.ts';
import { dkimOwner, dmarcOwner, spfOf } from './purpose.ts';
import type { RecordSet, ZonePlan } from './record.ts';

/** The names of a zone that a verdict about its mail has to look at. */
export interface MailNames {
  /** Domains to judge: the zone itself, and those below it whose mail the plan touches. */
  readonly domains: readonly string[];
  /** Domains whose SPF may let their mail pass; all of `domains` are among them. */
  readonly senders: readonly string[];
  readonly keys: readonly Pick<DkimKey, 'selector' | 'domain'>[];
  /** False when there were more names than are looked at. */
  readonly complete: boolean;
}

const most = { domains: 5, senders: 10, keys: 40 } as const;

/** Names that exist before or after the plan; those that it touches come first. */
export function mailNames(
  { zone, changes }: ZonePlan,
  before: readonly RecordSet[],
  after: readonly RecordSet[],
): MailNames {
  const domains = unique([
    zone.name,
    ...changes.flatMap((change) => mailDomain(change.name, change.type, [change.before, change.after])),
  ]);
  const sets = [...changes.flatMap(({ before: was, after: is }) => [was, is]), ...before, ...after].filter(
    (set) => set !== undefined,
  );
  const senders = unique([
    ...domains.slice(0, most.domains),
    ...sets.filter((set) => spfOf(set).length > 0).map(({ name }) => name),
  ]);
  const owners = unique(sets.filter(({ type }) => type === 'TXT' || type === 'CNAME').map(({ name }) => name)).flatMap(
    (name) => dkimOwner(name) ?? [],
  );
  return {
    domains: domains.slice(0, most.domains),
    senders: senders.slice(0, most.senders),
    keys: owners.slice(0, most.keys),
    complete: senders.length <= most.senders && owners.length <= most.keys,
  };
}

/** The domain whose mail a record set is about. */
function mailDomain(name: string, type: string, sets: readonly (RecordSet | undefined)[]): string[] {
  const owner = dkimOwner(name)?.domain ?? dmarcOwner(name);
  if (owner !== undefined) return [owner];
  return type === 'MX' || sets.some((set) => spfOf(set).length > 0) ? [name] : [];
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
