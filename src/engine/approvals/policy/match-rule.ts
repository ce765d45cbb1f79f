import type { Proposal } from '../../../domain/proposal.ts';
import { type Policy, type Requirement, type Rule, ruleApplies } from './policy.ts';

const day = 86_400_000;

/** What has to happen before a plan is applied. */
export interface Gate {
  readonly rule: string;
  readonly require: readonly Requirement[];
  /** Milliseconds. */
  readonly expires: number;
  readonly reason: 'required' | 'optional';
}

const destructive: Gate = {
  rule: 'default: somebody else approves',
  require: [{ min: 1, from: 'approver' }],
  expires: day,
  reason: 'optional',
};
const confirm: Gate = { rule: 'default: the requester confirms', require: [], expires: day, reason: 'optional' };

const matches = ({ when }: Rule, command: string, { effect, risk }: Pick<Proposal, 'effect' | 'risk'>): boolean =>
  ruleApplies(when, command) &&
  (when.effect === undefined || when.effect === effect) &&
  (when.risk === undefined || when.risk === risk.level);

function gateOf(
  rules: readonly Rule[],
  command: string,
  proposal: Pick<Proposal, 'effect' | 'risk'>,
): Gate | undefined {
  const rule = rules.find((candidate) => matches(candidate, command, proposal));
  return rule && { rule: rule.name, require: rule.require, expires: rule.expires, reason: rule.reason };
}

function defaultGate({
  effect,
  confirm: byRequester,
  defaultApprovers,
}: Pick<Proposal, 'effect' | 'confirm' | 'defaultApprovers'>): Gate | undefined {
  if (defaultApprovers) return { ...destructive, require: defaultApprovers };
  if (effect === 'destructive' || effect === 'spends') return destructive;
  return byRequester && effect === 'write' ? confirm : undefined;
}

/**
 * The gate of a plan; undefined when it runs at once. A team's rules can only add to the deployment policy, never
 * replace it.
 */
export function matchRule(
  deploymentPolicy: Pick<Policy, 'rules'>,
  team: Pick<Policy, 'rules'>,
  command: string,
  proposal: Pick<Proposal, 'effect' | 'risk' | 'confirm' | 'defaultApprovers'>,
): Gate | undefined {
  const fallback = defaultGate(proposal);
  const base = gateOf(deploymentPolicy.rules, command, proposal) ?? fallback;
  const extra = gateOf(team.rules, command, proposal);
  if (!base || !extra) return extra ?? base;
  return {
    rule: `${base.rule}; ${extra.rule}`,
    require:
      base === fallback
        ? extra.require.length > 0
          ? extra.require
          : base.require
        : [...base.require, ...extra.require],
    expires: Math.min(base.expires, extra.expires),
    reason: base.reason === 'required' || extra.reason === 'required' ? 'required' : 'optional',
  };
}
