import { z } from 'zod';
import { roles } from '../../../domain/actor.ts';
import type { Proposal } from '../../../domain/proposal.ts';
import { globMatches } from '../../../lib/glob.ts';

/** Milliseconds, of a text such as `24h`. */
export const Duration = z
  .string()
  .regex(/^\d+(m|h|d)$/, 'a number and m, h or d, like 24h')
  .transform(
    (text) => Number(text.slice(0, -1)) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[text.at(-1) as 'm' | 'h' | 'd'],
  )
  .refine((duration) => duration >= 60_000 && duration <= 365 * 86_400_000, 'should be between 1m and 365d');

/** `from`: a role, a Slack user id or a usergroup id. Each requirement is met by people who count for no other. */
export const Requirement = z.strictObject({ min: z.int().min(1).max(100), from: z.string().min(1) });
export type Requirement = z.infer<typeof Requirement>;

export const Rule = z.strictObject({
  name: z.string().min(1).max(80),
  when: z
    .strictObject({
      command: z.string().max(100),
      noun: z.string().max(100),
      // Reads run at once: a rule for them would never match.
      effect: z.enum(['write', 'destructive', 'spends']),
      risk: z.enum(['low', 'medium', 'high']),
    })
    .partial()
    .default({}),
  require: z.array(Requirement),
  expires: Duration.default(86_400_000),
  reason: z.enum(['required', 'optional']).default('optional'),
});
export type Rule = z.infer<typeof Rule>;

/** Whether a rule's `when` matches a command of this name; `*` stands for any characters. */
export const ruleApplies = ({ command, noun }: Rule['when'], name: string): boolean =>
  (command === undefined || globMatches(command, name)) &&
  (noun === undefined || globMatches(noun, name.split(' ')[0] ?? ''));

const PersonOrGroup = z.string().regex(/^(\*|[UWS][A-Z0-9]+)$/, 'a Slack user id (U…), a usergroup id (S…) or "*"');
const channelId = z.string().regex(/^[CGD][A-Z0-9]+$/, 'a Slack channel id (C…)');

/** POLICY_FILE, and the same form per team in the store. */
export const Policy = z.strictObject({
  channels: z.strictObject({ approvals: channelId, audit: channelId }).partial().default({}),
  roles: z.partialRecord(z.enum(roles), z.array(PersonOrGroup)).default({}),
  rules: z.array(Rule).default([]),
});
export type Policy = z.infer<typeof Policy>;

const day = 86_400_000;

/** What has to happen before a plan is applied. */
export interface Gate {
  readonly rule: string;
  readonly require: readonly Requirement[];
  /** How long it may wait: milliseconds, or until the requester's next working day ends and at least 24 hours. */
  readonly expires: number | 'next working day';
  readonly reason: 'required' | 'optional';
}

const approve: Gate = {
  rule: 'default: somebody else approves',
  require: [{ min: 1, from: 'approver' }],
  expires: 'next working day',
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
): (Gate & { readonly expires: number }) | undefined {
  const rule = rules.find((candidate) => matches(candidate, command, proposal));
  return rule && { rule: rule.name, require: rule.require, expires: rule.expires, reason: rule.reason };
}

function defaultGate({
  effect,
  risk,
  confirm: byRequester,
}: Pick<Proposal, 'effect' | 'risk' | 'confirm'>): Gate | undefined {
  if (effect === 'destructive' || effect === 'spends' || risk.level === 'high') return approve;
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
  proposal: Pick<Proposal, 'effect' | 'risk' | 'confirm'>,
): Gate | undefined {
  const fallback = defaultGate(proposal);
  const floor = gateOf(deploymentPolicy.rules, command, proposal);
  const extra = gateOf(team.rules, command, proposal);
  if (!extra) return floor ?? fallback;
  if (!floor) return extra.require.length > 0 || !fallback ? extra : { ...extra, require: fallback.require };
  return {
    rule: `${floor.rule}; ${extra.rule}`,
    require: [...floor.require, ...extra.require],
    expires: Math.min(floor.expires, extra.expires),
    reason: floor.reason === 'required' || extra.reason === 'required' ? 'required' : 'optional',
  };
}

/** The gate of an undo: it needs nobody whom the request that it undoes did not need, unless its own risk is high. */
export function undoGate(
  gate: Gate | undefined,
  { risk }: Pick<Proposal, 'risk'>,
  needed: readonly Requirement[],
): Gate | undefined {
  const isNeeded = ({ min, from }: Requirement) => needed.some((other) => other.from === from && other.min >= min);
  if (!gate || risk.level === 'high' || gate.require.every(isNeeded)) return gate;
  return { ...gate, rule: 'an undo needs nobody more than what it undoes', require: needed };
}

/** The gate with those whom no rule can leave out; where a rule asks for as many of them, that is enough. */
export function withFloor(gate: Gate | undefined, floor: readonly Requirement[]): Gate | undefined {
  const missing = floor.filter(
    ({ min, from }) => !gate?.require.some((entry) => entry.from === from && entry.min >= min),
  );
  if (missing.length === 0) return gate;
  const name = `always: ${missing.map(({ min, from }) => `${min} more ${from}`).join(' and ')}`;
  if (!gate) return { rule: name, require: missing, expires: day, reason: 'optional' };
  return { ...gate, rule: `${gate.rule}; ${name}`, require: [...gate.require, ...missing] };
}

/** Whether somebody wrote a rule that decides on such a plan. */
export const hasRuleFor = (
  { rules }: Pick<Policy, 'rules'>,
  command: string,
  proposal: Pick<Proposal, 'effect' | 'risk'>,
): boolean => gateOf(rules, command, proposal) !== undefined;

/** What a stored request says where no rule decided. */
export const isDefaultRule = (name: string): boolean => name === RUNS_AT_ONCE || name.startsWith('default: ');
export const RUNS_AT_ONCE = 'runs at once';
