import { z } from 'zod';
import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { channelsFor } from '../../../domain/events/filter.ts';
import { defineJob } from '../../../engine/jobs/define-job.ts';
import type { JobServices, Services } from '../../product-context.ts';
import { markGone } from '../service/mark-gone.ts';
import { burstView, eventView } from '../views/event-view.ts';

/** Slack takes about one message a second in a channel. */
const POST_INTERVAL_MS = 1000;
/** Slack asks for less; what seems longer is a clock that was set back, and Slack says so if it is too early. */
const LONGEST_REST_MS = 600_000;
const MAX_SINGLE = 5;
const MAX_MERGED = 50;

/**
 * Posts what one channel has still to get: in order, throttled, merged when more than five wait. It goes on for as long as
 * the channel may not get the next message.
 */
export const deliverEvents = defineJob({
  kind: 'deliver-events',
  derived: true,
  payload: z.object({
    channel: z.string(),
    /** When the channel may get the next message, epoch milliseconds. */
    notBefore: z.number().exactOptional(),
    /** Events that are in the channel, while the store does not know it yet. */
    posted: z.array(z.string()).exactOptional(),
  }),
  key: ({ channel }) => channel,

  async resume({ stores: { events, subscriptions } }: JobServices) {
    const route = async (event: LiteMailEvent) =>
      events.append(event, channelsFor(event, await subscriptions.list(event.teamId)));
    await Promise.all((await events.unrouted()).map(route));
    return (await events.owing()).map(({ teamId, channel }) => ({ teamId, payload: { channel } }));
  },

  async run({ teamId, payload: { channel, notBefore = 0, posted = [] } }, services: JobServices) {
    const { stores, clock, notifier } = services;
    await stores.events.settle(teamId, posted, channel);
    const rest = notBefore - clock.now();
    if (rest > 0 && rest < LONGEST_REST_MS) return { runAt: notBefore, payload: { channel, notBefore } };
    const waiting = await stores.events.owed(teamId, channel, MAX_MERGED);
    const batch = waiting.length > MAX_SINGLE ? waiting : waiting.slice(0, 1);
    const [first] = batch;
    if (!first) return undefined;
    const view = batch.length > 1 ? burstView(batch) : eventView(first);
    const delivery = await notifier.post(teamId, channel, view, { urgency: 'later' });
    if (delivery.kind === 'later')
      return { runAt: delivery.retryAt, payload: { channel, notBefore: delivery.retryAt } };
    if (delivery.kind === 'gone') await markGone(services, teamId, channel, delivery.reason);
    const next = clock.now() + POST_INTERVAL_MS;
    const ids = batch.map(({ id }) => id);
    const unsaved = await stores.events.settle(teamId, ids, channel).then(
      () => [],
      (error: unknown) => {
        services.reference(error);
        return ids;
      },
    );
    return {
      runAt: next,
      payload: { channel, notBefore: next, ...(unsaved.length > 0 && { posted: unsaved }) },
    };
  },
});

/** A channel has another id: subscriptions and what was still to be posted go with it. */
export async function moveNotifications(
  { stores, clock }: Pick<Services, 'stores' | 'clock'>,
  teamId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  for (const subscription of await stores.subscriptions.list(teamId))
    if (subscription.channel === from) await stores.subscriptions.put({ ...subscription, channel: to });
  await stores.events.move(teamId, from, to);
  await stores.jobs.add([deliverEvents.at(clock.now(), teamId, { channel: to })]);
}
