import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import type { NewJob } from '../../ports/stores.ts';
import type { CommandContext } from '../context.ts';
import { defineJob } from './define-job.ts';

/** How long Slack's signature of one delivery may be accepted: five minutes early to five minutes late, and a little more. */
export const SIGNED_FOR_MS = 660_000;

/** Is there for as long as a delivery that led to a change could be sent once more, also after a restart. */
export const delivered = defineJob({
  kind: 'delivered',
  payload: z.object({ delivery: z.string() }),
  key: ({ delivery }) => delivery,
  repeatable: true,
  run: async () => undefined,
});

/**
 * What is stored with the change that a delivery led to; reads store nothing. Throws `conflict` when it has led to one
 * already.
 */
export async function rememberedDelivery({
  stores,
  clock,
  actor,
  delivery,
}: Pick<CommandContext, 'stores' | 'clock' | 'actor' | 'delivery'>): Promise<NewJob[]> {
  if (!delivery) return [];
  const job = delivered.at(clock.now() + SIGNED_FOR_MS, actor.teamId, { delivery });
  const before = await stores.jobs.list(actor.teamId, delivered.kind);
  if (before.some(({ key }) => key === job.key))
    throw new AppError('conflict', 'This was sent before and has been done, so it was not done again.');
  return [job];
}
