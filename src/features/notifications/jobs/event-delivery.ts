import type { ChannelSubscription, LiteMailEvent } from '../../../domain/events/event.ts';
import { matchesSubscription } from '../../../domain/events/filter.ts';
import type { Services } from '../../context.ts';
import { burstView, eventView } from '../views/event-view.ts';

/** Slack takes about one message a second in a channel. */
const POST_INTERVAL_MS = 1000;
const MAX_SINGLE = 5;
const MAX_MERGED = 50;
const READ_AHEAD = 5000;

interface Outbox {
  readonly teamId: string;
  readonly channel: string;
  readonly waiting: LiteMailEvent[];
  notBefore: number;
  sending: boolean;
  cancel(): void;
}

/**
 * Delivers stored events to subscribed channels: in order, throttled per channel, merged when more than five wait. Events
 * not marked as settled when the process dies are delivered after the next start.
 */
export function createEventDelivery(services: Services, onError: (error: unknown) => void) {
  const { stores, clock, notifier } = services;
  const outboxes = new Map<string, Outbox>();
  /** Event → channels it has not been delivered to yet. */
  const pendingChannels = new Map<string, Set<string>>();
  let stopped = true;
  let reading: Promise<void> | undefined;
  let rerun = false;
  const inFlight = new Set<Promise<void>>();

  const keyOf = ({ teamId, id }: Pick<LiteMailEvent, 'teamId' | 'id'>) => `${teamId}/${id}`;

  async function route(): Promise<void> {
    const subscriptions = new Map<string, ChannelSubscription[]>();
    const unwanted = new Map<string, string[]>();
    for (const event of await stores.events.unsettled(READ_AHEAD)) {
      if (pendingChannels.has(keyOf(event))) continue;
      const known = subscriptions.get(event.teamId) ?? (await stores.subscriptions.list(event.teamId));
      subscriptions.set(event.teamId, known);
      const channels = new Set(
        known.filter((s) => s.state !== 'gone' && matchesSubscription(s, event)).map(({ channel }) => channel),
      );
      if (channels.size === 0) unwanted.set(event.teamId, [...(unwanted.get(event.teamId) ?? []), event.id]);
      else pendingChannels.set(keyOf(event), channels);
      for (const channel of channels) {
        const outbox = outboxOf(event.teamId, channel);
        outbox.waiting.push(event);
      }
    }
    for (const [teamId, ids] of unwanted) await stores.events.settle(teamId, ids);
    for (const outbox of outboxes.values()) send(outbox);
  }

  function outboxOf(teamId: string, channel: string): Outbox {
    const key = `${teamId}/${channel}`;
    const outbox = outboxes.get(key) ?? {
      teamId,
      channel,
      waiting: [],
      notBefore: 0,
      sending: false,
      cancel: () => {},
    };
    outboxes.set(key, outbox);
    return outbox;
  }

  function send(outbox: Outbox): void {
    if (stopped || outbox.sending || outbox.waiting.length === 0) return;
    outbox.cancel();
    const wait = outbox.notBefore - clock.now();
    if (wait > 0) {
      outbox.cancel = clock.after(wait, () => send(outbox));
      return;
    }
    outbox.sending = true;
    const work = post(outbox)
      .catch((error: unknown) => {
        onError(error);
        outbox.notBefore = clock.now() + 5 * POST_INTERVAL_MS;
      })
      .finally(() => {
        outbox.sending = false;
        inFlight.delete(work);
        send(outbox);
      });
    inFlight.add(work);
  }

  async function post(outbox: Outbox): Promise<void> {
    const { teamId, channel, waiting } = outbox;
    const batch = waiting.slice(0, waiting.length > MAX_SINGLE ? MAX_MERGED : 1);
    const [first] = batch;
    if (!first) return;
    const view = batch.length > 1 ? burstView(batch) : eventView(first);
    const delivery = await notifier.post(teamId, channel, view, { urgency: 'later' });
    if (delivery.kind === 'later') {
      outbox.notBefore = delivery.retryAt;
      return;
    }
    if (delivery.kind === 'gone') await markGone(teamId, channel, delivery.reason);
    outbox.notBefore = clock.now() + POST_INTERVAL_MS;
    waiting.splice(0, batch.length);
    const settled = batch.filter((event) => {
      const channels = pendingChannels.get(keyOf(event));
      channels?.delete(channel);
      return channels?.size === 0;
    });
    await stores.events.settle(
      teamId,
      settled.map(({ id }) => id),
    );
    for (const event of settled) pendingChannels.delete(keyOf(event));
  }

  /** Marks the subscription instead of deleting it, and tells its owner once. */
  async function markGone(teamId: string, channel: string, problem: string): Promise<void> {
    const affected = (await stores.subscriptions.list(teamId)).filter(
      (s) => s.channel === channel && s.state !== 'gone',
    );
    for (const subscription of affected) await stores.subscriptions.put({ ...subscription, state: 'gone', problem });
    for (const owner of new Set(affected.map(({ createdBy }) => createdBy))) {
      await notifier.post(teamId, owner, {
        text: `:warning: I can no longer post LiteMail events in <#${channel}>: ${problem} Your subscription is kept. Once that is fixed, run \`/litemail notify subscribe\` again.`,
      });
    }
  }

  function wake(): void {
    if (stopped) return;
    if (reading) {
      rerun = true;
      return;
    }
    reading = route()
      .catch((error: unknown) => {
        onError(error);
        clock.after(5 * POST_INTERVAL_MS, wake);
      })
      .finally(() => {
        reading = undefined;
        if (!rerun) return;
        rerun = false;
        wake();
      });
  }

  stores.events.onAppended(wake);
  return {
    start(): void {
      stopped = false;
      wake();
    },
    async stop(): Promise<void> {
      stopped = true;
      for (const outbox of outboxes.values()) outbox.cancel();
      await reading;
      await Promise.all(inFlight);
    },
  };
}
