import { z } from 'zod';

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `25h`, `90m`, `3d`, `30s`, `500ms`: milliseconds. */
export const duration = z.string().transform((text, context) => {
  const [, amount, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) * units[unit as keyof typeof units];
  context.addIssue('should be a number and ms, s, m, h or d, like 25h');
  return z.NEVER;
});
