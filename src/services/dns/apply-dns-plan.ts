import { z } from 'zod';
import { batches } from '../../core/dns/batch.ts';
import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import { drift, remaining } from '../../core/dns/drift.ts';
import { displayName } from '../../core/dns/name.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { inverse } from '../../core/dns/undo.ts';
import { AppError } from '../../core/errors.ts';
import type { DnsHome } from '../../ports/dns.ts';
import type { Journal, Services } from '../context.ts';
import { homeOf } from './homes.ts';

/** Zones of which a batch may have been sent: what their records say then is ours, not somebody else's. */
const Progress = z.object({ sent: z.array(z.string()) });

type Applied = {
  readonly status: 'applied' | 'failed' | 'refused';
  readonly text: string;
  readonly lines: string[];
  readonly inverse?: DnsPlan;
};

const resends = 2;

/**
 * Carries a DNS plan out, zone by zone: reads what the plan touches, refuses if that has changed, writes, and reads again
 * to see that it is there. After a crash, or a write whose answer was lost, the records themselves tell what is left.
 */
export async function applyDnsPlan(
  services: Pick<Services, 'apis'>,
  teamId: string,
  plan: DnsPlan,
  journal: Journal,
): Promise<Applied> {
  const sent = new Set(Progress.safeParse(journal.read()).data?.sent ?? []);
  const remember = async (zoneId: string) => {
    if (sent.has(zoneId)) return;
    sent.add(zoneId);
    await journal.save({ sent: [...sent] });
  };
  const lines: string[] = [];
  const undone: ZonePlan[] = [];
  for (const zonePlan of plan.zones) {
    const home = await homeOf(services, teamId, zonePlan.zone);
    const { after, notes } = await applyZone(home, zonePlan, sent.has(zonePlan.zone.id), () =>
      remember(zonePlan.zone.id),
    );
    lines.push(...notes);
    undone.push(inverse(zonePlan, after));
  }
  const names = plan.zones.map(({ zone }) => displayName(zone.name)).join(', ');
  const count = plan.zones.reduce((sum, { changes }) => sum + changes.length, 0);
  return {
    status: 'applied',
    text: `${count} record set${count === 1 ? '' : 's'} of ${names} changed and read back.`,
    lines,
    inverse: { ...plan, zones: undone },
  };
}

async function applyZone(
  home: DnsHome,
  plan: ZonePlan & { rest?: string },
  ours: boolean,
  remember: () => Promise<void>,
): Promise<{ after: RecordSet[]; notes: string[] }> {
  const notes: string[] = [];
  for (let attempt = 0; ; attempt++) {
    const current = await home.list(plan.zone);
    const seen = drift(plan, current);
    if (seen.touched.length > 0) throw changed(plan, seen.touched, ours || attempt > 0);
    if (seen.unrelated && !ours && attempt === 0)
      notes.push(`Other records of ${displayName(plan.zone.name)} changed meanwhile; this plan does not touch them.`);
    if (seen.alreadyApplied) {
      if (!ours && attempt === 0) notes.push('The records were like this already; nothing had to be written.');
      return { after: current, notes };
    }
    if (attempt > resends)
      throw new AppError(
        'unknown_outcome',
        `${displayName(plan.zone.name)} does not show the change although it was sent.`,
        { hint: 'Look at the records before you ask again.' },
      );
    await remember();
    try {
      for (const batch of batches(remaining(plan, current))) await home.write(plan.zone, batch);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Without an answer only the records can tell; they are read at the top of the loop, and nothing is resent blindly.
      // A refusal of what we may have sent before can mean that the first one got through.
      const again =
        error.code === 'unknown_outcome' ||
        ((ours || attempt > 0) && (error.code === 'conflict' || error.code === 'upstream_rejected'));
      if (!again || attempt === resends) throw error;
    }
  }
}

/** Says which record changed since the plan was made, and what it says now. */
function changed(
  { zone }: Pick<ZonePlan, 'zone'>,
  touched: readonly { name: string; type: string }[],
  ours: boolean,
): AppError {
  const list = touched
    .slice(0, 5)
    .map(({ name, type }) => `${type} ${displayName(name)}`)
    .join(', ');
  return new AppError(
    'drift',
    ours
      ? `Part of the plan for ${displayName(zone.name)} may have been written, and then ${list} changed.`
      : `${list} changed since this plan was made.`,
    { hint: 'Run the command again: it shows the records as they are now.' },
  );
}
