/** A day on which something outside goes wrong. */
export interface BadDay {
  readonly name: string;
  /** What happens, in a sentence. */
  readonly happened: string;
  /** What to do then, and what the app does. */
  readonly expect: string;
  /** What `POST /sandbox/control` is told for it; `now` is epoch milliseconds. */
  happens(now: number): readonly { readonly do: string; readonly [field: string]: unknown }[];
}

const fault = (api: string, kind: string, more: object = {}) => ({ do: 'fault', api, kind, ...more });
const once = { times: 1 };
const batch = { operation: '/batch' };
const isLimited = (name: string, happened: string, expect: string, headers: (now: number) => object): BadDay => ({
  name,
  happened: `Cloudflare answers 429, ${happened}.`,
  expect: `Type \`/litemail dns list acme-mail.com\`: ${expect}`,
  happens: (now) => [fault('cloudflare', 'status', { status: 429, headers: headers(now), ...once })],
});
const event = {
  do: 'deliver',
  type: 'domain.updated',
  data: { domainDetails: { domain: 'outbound-labs.io', status: 'PENDING' } },
};
const registered = 'After `/litemail webhooks register` and `/litemail notify subscribe *`:';

export const badDays: readonly BadDay[] = [
  {
    name: 'answer-lost',
    happened: 'Cloudflare does the next write, and its answer is lost.',
    expect: 'Apply a change: the app reads the records, finds it there and does not write it again.',
    happens: () => [fault('cloudflare', 'drop', { ...batch, ...once })],
  },
  {
    name: 'answer-half',
    happened: 'Cloudflare does the next write, and the connection ends in the middle of the answer.',
    expect: 'Apply a change: as with a lost answer, it is found by reading and written once.',
    happens: () => [fault('cloudflare', 'half', { ...batch, ...once })],
  },
  {
    name: 'answer-empty',
    happened: 'Cloudflare answers the next write 200, with nothing in it, and does nothing.',
    expect:
      'Apply a change: it is not called done. The card says that it is not known, and that the app keeps checking.',
    happens: () => [fault('cloudflare', 'empty', { ...batch, ...once })],
  },
  {
    name: 'list-stale',
    happened: 'Cloudflare lists a zone as it was before the write, for a minute.',
    expect: 'Apply a change: nobody is accused of having changed it back; the app reads again until it shows.',
    happens: () => [fault('cloudflare', 'stale', { operation: 'GET /zones/', ms: 60_000 })],
  },
  isLimited(
    'limited-seconds',
    'and says in how many seconds to come again',
    'the app says when, and sends nothing before that.',
    () => ({ 'retry-after': '90' }),
  ),
  isLimited(
    'limited-date',
    'and says at which time to come again',
    'the app says when, and sends nothing before that.',
    (now) => ({ 'retry-after': new Date(now + 90_000).toUTCString() }),
  ),
  isLimited(
    'limited-zero',
    'and says to come again at once',
    'the app says to try again in a second, not in a minute.',
    () => ({ 'retry-after': '0' }),
  ),
  isLimited(
    'limited-reset',
    'and has the time in its own `Ratelimit` header alone',
    'the app says when, and sends nothing before that.',
    () => ({ ratelimit: '"default";r=0;t=90' }),
  ),
  isLimited('limited-silent', 'and does not say until when', 'the app rests a while, and says until when.', () => ({})),
  {
    name: 'list-cut',
    happened: 'LiteMail lists half of the mailboxes, says that there are more, and has no more pages.',
    expect: 'Type `/litemail mailboxes list`: the answer says that the list is not whole.',
    happens: () => [fault('litemail', 'odd', { as: 'cut', operation: 'GET /v1/mailboxes' })],
  },
  {
    name: 'row-odd',
    happened: 'LiteMail has null in every field of one of the mailboxes.',
    expect: 'Type `/litemail mailboxes list`: that one is shown as far as it is known, and so are all the others.',
    happens: () => [fault('litemail', 'odd', { as: 'row', operation: 'GET /v1/mailboxes' })],
  },
  {
    name: 'ids-huge',
    happened: 'LiteMail’s ids are numbers above 2^53.',
    expect:
      'Type `/litemail mailboxes remove ana@acme-mail.com` and have it approved: *Wire* shows the id digit by digit as it came.',
    happens: () => [fault('litemail', 'odd', { as: 'ids', operation: 'GET /v1/' })],
  },
  {
    name: 'wallet-silent',
    happened: 'LiteMail does not say what is in the wallet.',
    expect: 'Type `/litemail wallet balance`: the app says that LiteMail does not say; never $0.00.',
    happens: () => [fault('litemail', 'odd', { as: 'silent', operation: 'wallet' })],
  },
  {
    name: 'secret-quoted',
    happened: 'LiteMail and Cloudflare refuse each call, and quote the key in the reason.',
    expect: 'Type anything: the reason is shown without the key, which is in no message and in no log.',
    happens: () => [fault('litemail', 'odd', { as: 'secret' }), fault('cloudflare', 'odd', { as: 'secret' })],
  },
  {
    name: 'slack-late',
    happened: 'Slack posts the next message, and answers 12 seconds later.',
    expect:
      'Type `/litemail dns delete acme-mail.com MX @`: the app looks for the card before it posts it again, so there is one.',
    happens: () => [fault('slack', 'late', { ms: 12_000, operation: 'chat.postMessage', ...once })],
  },
  {
    name: 'people-limited',
    happened: 'Slack answers 429 when it is asked who somebody is.',
    expect:
      'Press *Approve* on a card: what Slack said earlier does not count. You are asked to try again, and the card waits.',
    happens: () => [fault('slack', 'status', { status: 429, operation: 'users.info' })],
  },
  {
    name: 'pressed-twice',
    happened: 'Slack delivers every command, press and form twice.',
    expect: 'Do anything: it is done once.',
    happens: () => [fault('slack', 'twice')],
  },
  {
    name: 'event-without-id',
    happened: 'LiteMail sends an event without an id, twice.',
    expect: `${registered} it is shown once.`,
    happens: () => [{ ...event, without: ['id'], times: 2 }],
  },
  {
    name: 'event-without-type',
    happened: 'LiteMail sends an event without a type.',
    expect: `${registered} it is shown to those who want everything, and says that it has no type.`,
    happens: () => [{ ...event, without: ['type'] }],
  },
  {
    name: 'event-twice',
    happened: 'LiteMail delivers one event three times.',
    expect: `${registered} it is shown once.`,
    happens: () => [{ ...event, times: 3 }],
  },
  {
    name: 'disk-full',
    happened: 'The disk is full: nothing that the app has to keep can be stored.',
    expect: 'Ask for a change: you are told that it did not work, and no card is posted. `/readyz` answers 503.',
    happens: () => [{ do: 'disk', full: true }],
  },
  {
    name: 'disk-has-room',
    happened: 'The disk has room again.',
    expect: 'Ask for the change again: it works, without a restart, and is asked for once.',
    happens: () => [{ do: 'disk', full: false }],
  },
  {
    name: 'clock-back',
    happened: 'Somebody sets the machine’s clock back by an hour.',
    expect: 'What the app waits for takes no longer than before: a rest of 90 seconds ends after 90 seconds.',
    happens: () => [{ do: 'clock', back: '1h' }],
  },
  {
    name: 'channel-renamed',
    happened: 'Somebody renames #approvals.',
    expect: 'Ask for a change: its card still comes there.',
    happens: () => [{ do: 'change-channel', channel: 'C0APPROVE', action: 'rename', name: 'decisions' }],
  },
  {
    name: 'channel-archived',
    happened: 'Somebody archives #approvals.',
    expect: 'Ask for a change that needs approval: you are told that the channel is archived.',
    happens: () => [{ do: 'change-channel', channel: 'C0APPROVE', action: 'archive' }],
  },
  {
    name: 'app-removed',
    happened: 'Somebody removes the app from the second team, Nova Agency.',
    expect: 'Its keys leave the store at once; Acme Outbound goes on as before.',
    happens: () => [{ do: 'uninstall', team: 'T0NOVA' }],
  },
];

/** What no button can do, since it is about the machine, and how to try it. */
export const elsewhere: readonly (readonly [happened: string, expect: string])[] = [
  [
    'Two apps are started on one data directory.',
    'Run `npm start` twice with the environment that `--stand-ins` prints: the second names the first and ends; if the first is killed, it starts.',
  ],
];

/** The table of docs/sandbox.md, as Markdown. */
export const badDayTable = (): string =>
  [
    '| `name` | what happens | what to expect |',
    '|---|---|---|',
    ...badDays.map(({ name, happened, expect }) => `| \`${name}\` | ${happened} | ${expect} |`),
    ...elsewhere.map(([happened, expect]) => `| – | ${happened} | ${expect} |`),
  ].join('\n');
