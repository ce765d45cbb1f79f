import { z } from 'zod';
import type { CommandContext } from '../context.ts';
import type { Raw } from './arguments.ts';
import type { Command } from './define.ts';

const DraftSchema = z.object({
  kind: z.literal('typed'),
  command: z.string(),
  raw: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
  reason: z.string().exactOptional(),
});

interface Draft {
  readonly raw: Raw;
  readonly reason?: string | undefined;
}

type DraftContext = Pick<CommandContext, 'stores' | 'actor'>;

/** Saves what was typed, for buttons and forms that only have room for an id. Secrets are left out. */
export const saveDraft = (
  { stores, actor }: DraftContext,
  { name, args }: Command,
  { raw, reason }: Draft,
): Promise<string> =>
  stores.plans.put(
    actor.teamId,
    DraftSchema.parse({
      kind: 'typed',
      command: name,
      raw: Object.fromEntries(Object.entries(raw).filter(([key]) => !args[key]?.secret)),
      ...(reason && { reason }),
    }),
  );

/** The draft saved under this id for this command; empty if there is none. */
export async function loadDraft(
  { stores, actor }: DraftContext,
  { name }: Command,
  id: string | undefined,
): Promise<Draft> {
  const { data } = DraftSchema.safeParse(id && (await stores.plans.get(actor.teamId, id)));
  return data?.command === name ? data : { raw: {} };
}
