import { z } from 'zod';
import type { CommandContext } from '../services/context.ts';
import type { Raw } from './args.ts';
import type { Command } from './define.ts';

const Kept = z.object({
  kind: z.literal('typed'),
  command: z.string(),
  raw: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
  reason: z.string().exactOptional(),
});

interface Words {
  readonly raw: Raw;
  readonly reason?: string | undefined;
}

type Place = Pick<CommandContext, 'stores' | 'actor'>;

/** Keeps what was typed, where a button or a form has room for its id only. Secrets are left out. */
export const keepWords = ({ stores, actor }: Place, { name, args }: Command, { raw, reason }: Words): Promise<string> =>
  stores.plans.put(
    actor.teamId,
    Kept.parse({
      kind: 'typed',
      command: name,
      raw: Object.fromEntries(Object.entries(raw).filter(([key]) => !args[key]?.secret)),
      ...(reason && { reason }),
    }),
  );

/** What was kept under the id for this very command; nothing if it never was. */
export async function keptWords({ stores, actor }: Place, { name }: Command, id: string | undefined): Promise<Words> {
  const { data } = Kept.safeParse(id && (await stores.plans.get(actor.teamId, id)));
  return data?.command === name ? data : { raw: {} };
}
