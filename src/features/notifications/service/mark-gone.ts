import { typed } from '../../../lib/text.ts';
import type { Services } from '../../product-context.ts';

/** A channel can get events again: its subscriptions go on, and their owners are told once. */
export async function markWell(
  { stores: { subscriptions }, notifier }: Pick<Services, 'stores' | 'notifier'>,
  teamId: string,
  channel: string,
): Promise<void> {
  const affected = (await subscriptions.list(teamId)).filter((s) => s.channel === channel && s.state !== 'well');
  for (const { problem: _, ...subscription } of affected) await subscriptions.put({ ...subscription, state: 'well' });
  for (const owner of new Set(affected.map(({ createdBy }) => createdBy)))
    await notifier.post(teamId, owner, { text: `I can post LiteMail events in <#${channel}> again, and do.` });
}

/** Marks a channel's subscriptions instead of deleting them, and tells their owners once. */
export async function markGone(
  { stores: { subscriptions }, notifier }: Pick<Services, 'stores' | 'notifier'>,
  teamId: string,
  channel: string,
  problem: string,
): Promise<void> {
  const affected = (await subscriptions.list(teamId)).filter((s) => s.channel === channel && s.state !== 'gone');
  for (const subscription of affected) await subscriptions.put({ ...subscription, state: 'gone', problem });
  for (const owner of new Set(affected.map(({ createdBy }) => createdBy))) {
    await notifier.post(teamId, owner, {
      text: `:warning: I can no longer post LiteMail events in <#${channel}>: ${problem} Your subscription is kept. Once that is fixed, it goes on by itself, or run ${typed('notify subscribe')} again.`,
    });
  }
}
