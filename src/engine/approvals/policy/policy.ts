import { z } from 'zod';
import { roles } from '../../../domain/actor.ts';
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
