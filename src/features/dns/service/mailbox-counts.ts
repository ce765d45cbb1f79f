import { normaliseName } from '../../../domain/dns/model/name.ts';
import { collectPages } from '../../../lib/all-pages.ts';
import type { Services } from '../../context.ts';

/** How many mailboxes LiteMail has for each of the domains; those that it does not have are left out. */
export async function mailboxCounts(
  { apis }: Pick<Services, 'apis'>,
  teamId: string,
  domains: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const litemail = await apis.litemail(teamId);
  const [only] = domains;
  const contains = domains.length === 1 && only && !only.includes('xn--') ? { contains: only } : {};
  const rows = await collectPages((page) => litemail.listDomains({ query: { page, limit: 100, ...contains } }));
  return new Map(
    rows.flatMap(({ domain, assignedMailboxesCount, mailboxes }) => {
      const count = assignedMailboxesCount ?? mailboxes?.length;
      const name = normaliseName(domain);
      return count === undefined || !domains.includes(name) ? [] : [[name, count] as const];
    }),
  );
}
