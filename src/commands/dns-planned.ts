import { fullDiff } from '../core/dns/diff-items.ts';
import { DnsPlan, proposal } from '../core/dns/dns-plan.ts';
import { applyDnsPlan } from '../services/dns/apply-dns-plan.ts';

/** What all commands that end in a plan for DNS records have in common. */
export const dnsPlanned = {
  planSchema: DnsPlan,
  describe: proposal,
  whole: ({ zones }: DnsPlan) => fullDiff(zones),
  apply: applyDnsPlan,
};
