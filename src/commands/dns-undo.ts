import { z } from 'zod';
import { canUndo } from '../core/approval/decide.ts';
import { DnsPlan, dnsPlan, proposal } from '../core/dns/dns-plan.ts';
import { drift, remaining } from '../core/dns/drift.ts';
import { displayName } from '../core/dns/name.ts';
import { AppError } from '../core/errors.ts';
import { findRequest } from '../services/approvals/amend-request.ts';
import { applySwitch } from '../services/dns/apply-switch.ts';
import { homeOf } from '../services/dns/homes.ts';
import { nothingToDo } from '../views/dns-records.ts';
import { positional } from './args.ts';
import { command, nothing } from './define.ts';
import { reaches } from './dns-args.ts';

export const dnsUndo = command.planned({
  name: 'dns undo',
  summary: 'Ask for the reverse of a DNS change that was applied',
  role: 'operator',
  notes: ['Possible for 30 days, as long as nobody changed the same records since. An undo can be undone.'],
  reaches,
  args: {
    request: positional(z.string().min(1), {
      label: 'Request',
      help: 'The id on the card, such as r-7f3a2k',
      example: 'r-7f3a2k',
    }),
  },
  undoes: 'request',
  planSchema: DnsPlan,
  async plan(ctx, { request: id }) {
    const original = await findRequest(ctx, ctx.actor.teamId, id);
    if (original.undoneBy)
      throw new AppError('conflict', `Request \`${id}\` has been undone already, by \`${original.undoneBy}\`.`);
    if (!canUndo(original, ctx.clock.now()) || !original.inverse) {
      throw new AppError(
        'conflict',
        `Request \`${id}\` cannot be undone: only changes that were applied in the last 30 days can.`,
      );
    }
    const stored = DnsPlan.parse(await ctx.stores.plans.get(ctx.actor.teamId, original.inverse));
    const zones = await Promise.all(
      stored.zones.map(async (zonePlan) => {
        const home = await homeOf(ctx, ctx.actor.teamId, zonePlan.zone);
        const current = await home.list(zonePlan.zone);
        const { touched, alreadyApplied } = drift({ zone: zonePlan.zone, changes: zonePlan.changes }, current);
        if (touched.length > 0) {
          const list = touched
            .slice(0, 5)
            .map(({ name, type }) => `${type} ${displayName(name)}`)
            .join(', ');
          throw new AppError(
            'drift',
            `${list} changed after request \`${id}\` was applied, so undoing it would overwrite that.`,
            {
              hint: `Look at \`/litemail dns list ${zonePlan.zone.name}\` and change what is wanted by hand.`,
            },
          );
        }
        return alreadyApplied ? [] : [dnsPlan(remaining(zonePlan, current), current)];
      }),
    );
    const plans = zones.flat();
    const [first] = plans;
    if (!first) return nothing(nothingToDo('the records are as they were before already.'));
    const { notes, switches } = stored;
    return {
      ...first,
      zones: plans.flatMap((plan) => plan.zones),
      ...(notes && { notes }),
      ...(switches && { switches }),
    };
  },
  describe: (plan) => {
    const reverse = proposal(plan);
    return { ...reverse, title: plan.switches ? reverse.title : `Undo: ${reverse.title}` };
  },
  apply: applySwitch,
});
