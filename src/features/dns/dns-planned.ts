import { DnsPlan, proposal } from '../../domain/dns/plan/dns-plan.ts';
import { undoOf } from '../../domain/dns/plan/zone-result.ts';
import { fullDiff } from '../../domain/dns/review/diff-items.ts';
import { applyDnsPlan } from './service/apply-dns-plan.ts';
import { enrichWithMailImpact } from './service/evaluate-mail-impact.ts';
import { planUndo } from './service/plan-undo.ts';

/** What all commands that end in a plan for DNS records have in common. */
export const dnsPlanned = {
  planSchema: DnsPlan,
  describe: proposal,
  allItems: ({ zones }: DnsPlan) => fullDiff(zones),
  enrich: enrichWithMailImpact,
  rechecks: true as const,
  undo: undoOf,
  undoCommand: 'dns undo',
  planUndo,
  apply: applyDnsPlan,
};
