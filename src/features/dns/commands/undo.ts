import { z } from 'zod';
import { proposal } from '../../../domain/dns/plan/dns-plan.ts';
import { cardDiff } from '../../../domain/dns/review/diff-items.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { noChange, refused } from '../../../engine/commands/define.ts';
import { command } from '../../context.ts';
import { dnsOperations } from '../dns-arguments.ts';
import { dnsPlanned } from '../dns-planned.ts';
import { applySwitch } from '../service/apply-dns-plan.ts';
import { planUndo } from '../service/plan-undo.ts';
import { overlapView } from '../views/dns-overlap.ts';
import { nothingToDo } from '../views/dns-records-view.ts';

export const dnsUndo = command.planned({
  name: 'dns undo',
  summary: 'Request to undo a DNS change',
  role: 'operator',
  notes: [
    'Possible for 30 days, unless the same records have changed since; then the changes are shown. An undo can be undone.',
  ],
  operations: dnsOperations,
  args: {
    request: positional(z.string().min(1), {
      label: 'Request',
      help: 'The id on the card, such as r-7f3a2k',
      example: 'r-7f3a2k',
    }),
    except: flag(z.array(z.string()).optional(), {
      label: 'Except',
      help: 'Domains to exclude, if the request changed several',
      example: 'acme-go.com',
    }),
  },
  undoes: 'request',
  ...dnsPlanned,
  async plan(ctx, { request, except }) {
    const undo = await planUndo(ctx, request, except);
    if ('overlaps' in undo) return refused(overlapView(request, undo.overlaps, undo.zones), cardDiff(undo.overlaps));
    return 'plan' in undo ? undo.plan : noChange(nothingToDo('the records are already back as they were.'));
  },
  describe: (plan) => {
    const { undoes, switches, zones } = plan;
    const reverse = { ...proposal(plan), ...(undoes?.already && { unchangedZones: undoes.already }) };
    if (switches || !undoes) return reverse;
    const part = zones.length < undoes.zones ? ` in ${zones.length} of ${undoes.zones} zones` : '';
    return { ...reverse, title: `Undo ${undoes.id} (${undoes.title})${part}` };
  },
  apply: applySwitch,
});
