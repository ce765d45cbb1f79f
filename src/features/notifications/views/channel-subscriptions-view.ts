import type { ChannelSubscription, Endpoint } from '../../../domain/events/event.ts';
import type { Listing } from '../../../lib/all-pages.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, escapeMrkdwn, person, section, slackTime, truncate } from '../../../ui/block-kit.ts';
import { counted, isEmpty, listView } from '../../../ui/list.ts';

const states = { well: ':large_green_circle:', failing: ':large_yellow_circle:', gone: ':red_circle:' } as const;

const what = ({ types, filter }: ChannelSubscription): string =>
  `${types.map(code).join(' ')}${filter ? ` where ${code(filter)}` : ''}`;

/** `n-4hk2px: domain.* where status:ACTIVE`, short enough for a select. */
export const subscriptionLabel = ({ id, types, filter }: ChannelSubscription): string =>
  truncate(`${id}: ${types.join(' ')}${filter ? ` where ${filter}` : ''}`, 75);

export function subscribedView(subscription: ChannelSubscription, reachable: boolean, hasEndpoint: boolean): View {
  const text = `<#${subscription.channel}> now gets LiteMail events ${what(subscription)} (subscription ${code(subscription.id)}).`;
  const missing = !reachable
    ? 'This app has no public URL, so LiteMail cannot send events to it. Whoever runs it has to set `PUBLIC_URL`.'
    : hasEndpoint
      ? undefined
      : `LiteMail does not send its events to this app yet. Run ${typed('webhooks register')} once.`;
  const invite = 'In a private channel, invite the app with `/invite` so that it can post.';
  return {
    text: [text, missing].filter(Boolean).join(' '),
    blocks: [section(`:bell: ${text}`), context(...(missing ? [`:warning: ${missing}`] : []), invite)],
  };
}

export function subscriptionsView(subscriptions: readonly ChannelSubscription[]): View {
  if (subscriptions.length === 0)
    return {
      text: `No channel gets LiteMail events yet. Start with ${typed('notify subscribe domain.* --channel #ops')}.`,
    };
  const lines = subscriptions.map(
    (each) =>
      `${states[each.state]} <#${each.channel}> ${what(each)}\n      ${code(each.id)} set by ${person(each.createdBy)} ${slackTime(each.createdAt)}${each.problem ? `. ${escapeMrkdwn(each.problem)}` : ''}`,
  );
  const blocks = Array.from({ length: Math.ceil(lines.length / 8) }, (_, index) =>
    section(lines.slice(index * 8, (index + 1) * 8).join('\n')),
  ).slice(0, 45);
  return {
    text: `${subscriptions.length} channel subscriptions`,
    blocks: [
      section('*Event subscriptions*'),
      ...blocks,
      context(`End one with ${code(`${commandPrefix} notify unsubscribe <id>`)}`),
    ],
  };
}

interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events?: readonly string[] | undefined;
}

export function endpointsView(endpoints: readonly Endpoint[], atLiteMail: Listing<Webhook>): View {
  if (endpoints.length === 0 && isEmpty(atLiteMail))
    return { text: `No webhook is registered at LiteMail. ${typed('webhooks register')} registers this app.` };
  const ours = new Set(endpoints.map(({ url }) => url));
  const listed = new Set(atLiteMail.items.map(({ url }) => url));
  const isWhole = atLiteMail.missing === undefined && atLiteMail.odd.length === 0;
  const lost = isWhole ? [...ours].filter((url) => !listed.has(url)) : [];
  return listView({
    title: `${counted(atLiteMail, 'webhook')} at LiteMail`,
    head: ['URL', 'Events', 'Id', 'Whose'],
    rows: atLiteMail.items.map(({ id, url, events = [] }) => [
      url,
      events.join(' '),
      id,
      ours.has(url) ? 'this app' : '',
    ]),
    of: atLiteMail,
    notes: lost.map(
      (url) => `:warning: ${code(url)} belongs to this app, but LiteMail does not list it. Register it again.`,
    ),
  });
}
