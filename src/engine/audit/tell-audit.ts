import { z } from 'zod';
import type { AuditEntry } from '../../domain/audit/audit-chain.ts';
import { auditLine, auditView } from '../../ui/requests/audit-lines.ts';
import type { Services } from '../context.ts';
import { defineJob } from '../jobs/define-job.ts';

/** What comes within this time is one message; Slack takes about one a second in a channel. */
const FOLD_MS = 1000;
const MAX_FOLDED = 50;
/** How soon a channel that refuses messages is tried again. */
const REFUSED_MS = 3_600_000;

/** Tells a team's audit channel what is new in the audit, which is the outbox: what is not told yet is found there. */
export const tellAudit = defineJob({
  kind: 'tell-audit',
  derived: true,
  payload: z.object({}),
  key: () => 'audit',
  resume: async ({ stores }) => (await stores.audit.owing()).map((teamId) => ({ teamId, payload: {} })),
  async run({ teamId }, services) {
    const { stores, access, clock, notifier } = services;
    const entries = await stores.audit.untold(teamId, MAX_FOLDED);
    const last = entries.at(-1);
    if (!last) return undefined;
    const channel = (await access.policy(teamId)).merged.channels.audit;
    const lines = channel ? await linesOf(services, entries) : [];
    if (channel && lines.length > 0) {
      const delivery = await notifier.post(teamId, channel, auditView(lines), { urgency: 'later' });
      if (delivery.kind === 'later') return { runAt: delivery.retryAt, payload: {} };
      if (delivery.kind === 'gone') return { runAt: clock.now() + REFUSED_MS, payload: {} };
    }
    await stores.audit.markTold(teamId, last.sequence);
    return { runAt: clock.now() + FOLD_MS, payload: {} };
  },
});

async function linesOf({ stores }: Services, entries: readonly AuditEntry[]): Promise<string[]> {
  const lines = await Promise.all(
    entries.map(async (entry) =>
      auditLine(entry, entry.request ? await stores.requests.get(entry.teamId, entry.request) : undefined),
    ),
  );
  return lines.filter((line) => line !== undefined);
}

/** From now on each new entry is told, a moment later. */
export function tellNewEntries({ stores, clock }: Pick<Services, 'stores' | 'clock'>): void {
  stores.audit.listen((teamId) => {
    void stores.jobs.add([tellAudit.at(clock.now() + FOLD_MS, teamId, {})]);
  });
}

/** Looks whether the audit is as it was written. If not, the log is told, and each team, once for each alteration. */
export async function checkAudit({ stores, clock }: Pick<Services, 'stores' | 'clock'>, log: (text: string) => void) {
  const { alteration, isHeadKnown, teams } = await stores.audit.check();
  if (!isHeadKnown) log('Where the audit ended is not known: nobody can tell whether its last entries are missing.');
  if (!alteration) return;
  const { sequence } = alteration;
  const text = `The audit was altered: ${alteration.text}. Compare audit.jsonl with your backup.`;
  log(text);
  const at = new Date(clock.now()).toISOString();
  const named = (await stores.teams.all()).map(({ teamId }) => teamId);
  for (const teamId of new Set([...teams, ...named])) {
    const fact = { at, teamId, actor: 'system', action: 'audit.altered', details: { sequence, text } };
    await stores.audit.append({ ...fact, key: `altered:${alteration.text}` });
  }
}
