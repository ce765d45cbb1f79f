import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { secretField } from '../../src/features/notifications/service/receive-event.ts';
import { type Product, startProduct } from '../../test/helpers/product.ts';
import { post } from '../../test/helpers/signed-request.ts';
import type { Target } from './target.ts';
import { mutated, repeated, someJson, someText } from './texts.ts';

/** So many inputs meet one and the same product; then a new one begins, so that what it keeps does not grow for ever. */
const each = 1000;

/** Nobody could see these in a message. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\u2800]|(?![\t\n])\p{Cc}|(?! )\p{Zs}/u;
/** Marks that make one picture of several, as people write them. */
const emoji = /\p{RGI_Emoji}/v;

/** What a product must not have done, whatever came in. */
async function inspect(product: Product): Promise<void> {
  const health = await fetch(`${product.url}/healthz`);
  if (health.status !== 200) throw new Error(`/healthz answers ${health.status}`);
  // A response_url that nobody answers is no fault of ours.
  const bad = product.logged.find(
    (line) =>
      /unhandled|TypeError|RangeError|ReferenceError|SyntaxError/.test(line) &&
      !/fetch failed|Failed to parse URL/.test(line),
  );
  if (bad) throw new Error(`logged: ${bad.slice(0, 1500)}`);
  const { state } = product.sandbox.slack.slack;
  for (const team of state.teams())
    for (const { id } of team.channels)
      for (const message of state.messages(team.id, id)) {
        const text = JSON.stringify(message.blocks ?? message.text).replace(new RegExp(emoji, 'gv'), '');
        const found = unseen.exec(text);
        if (found)
          throw new Error(
            `U+${found[0].codePointAt(0)?.toString(16)} is drawn raw: ${text.slice(Math.max(0, found.index - 200), found.index + 80)}`,
          );
      }
}

/** A product that is looked at after so many inputs and then replaced. */
function keptProduct(open: () => Promise<Product>) {
  let product: Product | undefined;
  let used = 0;
  const close = async (): Promise<void> => {
    const old = product;
    product = undefined;
    used = 0;
    if (!old) return;
    try {
      await inspect(old);
    } finally {
      await old.stop({ invalid: 'expected' });
    }
  };
  return {
    async next(): Promise<Product> {
      if (used >= each) await close();
      used += 1;
      product ??= await open();
      return product;
    },
    close,
  };
}

const person = fc.constantFrom('U0ANA', 'U0ADA', 'U0VERA', 'U0BO', 'U0GUEST', 'nobody', '');
const action = fc.constantFrom(
  'approve',
  'deny',
  'details',
  'apply',
  'cancel',
  'undo',
  'stop',
  'withdraw',
  'again',
  'run',
  'home',
  'constructor',
);
const base = {
  team: { id: 'T0ACME' },
  user: { id: 'U0ANA', team_id: 'T0ACME' },
  channel: { id: 'C0OPS' },
  is_enterprise_install: false,
};
const payloads = fc
  .tuple(
    person,
    action,
    someText,
    fc.constantFrom(
      'block_actions',
      'view_submission',
      'block_suggestion',
      'shortcut',
      'message_action',
      'view_closed',
    ),
  )
  .map(([user, action_id, value, type]) => ({
    ...base,
    type,
    user: { ...base.user, id: user },
    callback_id: value,
    trigger_id: '1.2.abc',
    response_url: 'http://127.0.0.1:9/none',
    container: { type: 'message', message_ts: '1.2', channel_id: 'C0OPS' },
    action_id,
    block_id: 'b',
    value,
    actions: [{ type: 'button', action_id, block_id: 'b', value, action_ts: '1.2' }],
    view: {
      id: 'V1',
      hash: '1.a',
      type: 'modal',
      callback_id: action_id,
      private_metadata: value,
      state: { values: { b: { [action_id]: { type: 'plain_text_input', value } } } },
    },
    message: { ts: '1.2', text: value, blocks: [] },
  }))
  .chain((sample) => mutated(sample));
const events = fc
  .tuple(
    fc.constantFrom(
      'app_home_opened',
      'channel_rename',
      'channel_archive',
      'member_left_channel',
      'app_uninstalled',
      'team_join',
      'x',
    ),
    someText,
  )
  .chain(([type, name]) =>
    mutated({
      type: 'event_callback',
      team_id: 'T0ACME',
      event_id: name,
      event: { type, user: 'U0ANA', channel: { id: 'C0OPS', name }, tab: 'home', event_ts: '1.2' },
      authorizations: [{ team_id: 'T0ACME', user_id: 'U0BOT', is_bot: true }],
    }),
  );
const commands = fc.tuple(fc.oneof(someText, repeated), person).map(([text, user_id]) => ({
  ...{ command: '/litemail', team_id: 'T0ACME', channel_id: 'C0OPS', user_id, text, trigger_id: '1.2.abc' },
  response_url: 'http://127.0.0.1:9/none',
}));

type Sent = { readonly type: string; readonly body: string };
const form = (fields: object): Sent => ({
  type: 'application/x-www-form-urlencoded',
  body: String(
    new URLSearchParams(
      Object.entries(fields).map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  ),
});
const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 4, arbitrary: payloads.map((payload) => form({ payload })) },
  { weight: 2, arbitrary: commands.map(form) },
  { weight: 2, arbitrary: events.map((event) => ({ type: 'application/json', body: JSON.stringify(event) ?? '' })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('application/json', 'text/plain', ''), fc.oneof(someText, repeated))
      .map(([type, body]) => ({ type, body })),
  },
);

const known = new Set([200, 400, 401, 403, 404, 408, 413, 415, 503]);

export function slackPayloads(): Target<Sent> {
  const kept = keptProduct(() => startProduct());
  return {
    name: 'Slack payloads',
    inputs: sent,
    timed: false,
    async check({ type, body }) {
      const { url } = await kept.next();
      const { status } = await post(url, body, { type });
      if (!known.has(status)) throw new Error(`answered ${status}`);
      return status === 200;
    },
    close: kept.close,
  };
}

const domainEvent = {
  id: 'evt_1',
  type: 'domain.updated',
  created: 1_790_000_000,
  data: { domainDetails: { domain: 'a.io', status: 'ACTIVE' } },
};
const eventBodies = fc.oneof(
  { weight: 5, arbitrary: mutated(domainEvent).map((body) => JSON.stringify(body) ?? '') },
  { weight: 1, arbitrary: fc.array(mutated(domainEvent), { maxLength: 3 }).map((all) => JSON.stringify(all)) },
  { weight: 2, arbitrary: someJson.map((body) => JSON.stringify(body) ?? '') },
  { weight: 1, arbitrary: fc.oneof(someText, repeated) },
);

export function webhookBodies(): Target<string> {
  const kept = keptProduct(async () => {
    const product = await startProduct();
    await product.command('U0ADA', 'C0OPS', 'notify subscribe * --channel <#C0OPS|ops>');
    await product.command('U0ADA', 'C0OPS', 'webhooks register');
    await product.until(async () => (await product.app.stores.endpoints.list('T0ACME')).length > 0, 'an endpoint');
    return product;
  });
  return {
    name: 'webhook bodies',
    inputs: eventBodies,
    timed: false,
    async check(body) {
      const product = await kept.next();
      const [endpoint] = await product.app.stores.endpoints.list('T0ACME');
      const secret = endpoint ? product.app.vault.open('T0ACME', secretField(endpoint.id), endpoint.secret ?? '') : '';
      const stamp = Math.floor(product.sandbox.clock.now() / 1000);
      const v1 = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
      const response = await fetch(`${product.url}/webhooks/litemail/${endpoint?.id}`, {
        method: 'POST',
        headers: { 'x-litemail-signature': `t=${stamp},v1=${v1}` },
        body,
      });
      await response.text();
      if (response.status !== 200 && response.status !== 400) throw new Error(`answered ${response.status}`);
      return response.status === 200;
    },
    close: kept.close,
  };
}

/** Reads that show what the APIs say, by person and command. */
const reads = fc.constantFrom(
  ...[
    'domains list',
    'domains show acme-mail.com',
    'mailboxes list',
    'wallet balance',
    'wallet invoices',
    'placement list',
    'tags list',
  ],
  ...[
    'workspaces list',
    'subscriptions list',
    'exports history',
    'webhooks list',
    'dns list acme-mail.com',
    'dns lint acme-mail.com',
    'status',
  ],
  ...['domains credentials', 'mailboxes warmup', 'placement show Launch', 'domains verify acme-mail.com'],
  ...['domains search acme', 'domains check acme-mail.com', 'domains assignable', 'dns export acme-mail.com'],
);

export function apiAnswers(): Target<{ read: string; change: (answer: unknown) => unknown }> {
  let change: (answer: unknown) => unknown = (answer) => answer;
  const kept = keptProduct(async () => {
    let target = '';
    const proxy = createServer(async (req, res) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of req) chunks.push(chunk as Buffer);
        const { host: _, connection: __, 'content-length': ___, ...headers } = req.headers as Record<string, string>;
        const response = await fetch(target + req.url, {
          method: req.method ?? 'GET',
          headers,
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        });
        const text = await response.text();
        const body = response.headers.get('content-type')?.includes('json')
          ? JSON.stringify(change(JSON.parse(text)))
          : text;
        res
          .writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? 'text/plain' })
          .end(body ?? '');
      } catch {
        res.destroy();
      }
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const product = await startProduct({
      env: { LITEMAIL_API_URL: `${url}/sandbox/litemail`, CLOUDFLARE_API_URL: `${url}/sandbox/cloudflare/client/v4` },
    });
    target = product.url;
    const stop = product.stop;
    product.stop = async (options) => {
      await stop(options);
      proxy.closeAllConnections();
      proxy.close();
    };
    return product;
  });
  const changes = fc.tuple(fc.nat(), someJson, fc.integer({ min: 1, max: 1e6 })).map(
    ([, , seed]) =>
      (answer: unknown) =>
        fc.sample(mutated(answer), { seed, numRuns: 1 })[0],
  );
  return {
    name: 'answers of LiteMail and Cloudflare',
    inputs: fc.record({ read: reads, change: changes }),
    timed: false,
    async check(input) {
      const product = await kept.next();
      change = input.change;
      // Nobody asks a hundred things a second; the APIs would take no more calls.
      product.sandbox.clock.advance(10_000);
      const refused = product.sandbox.slack.slack.invalid.list();
      if (refused.length > 0) throw new Error(`Slack refuses ${JSON.stringify(refused).slice(0, 1500)}`);
      // What is too long for a message comes as a file, in a direct message.
      const seen = () => product.messages('C0OPS', { user: 'U0ANA' }).length + product.messages('U0ANA').length;
      const before = seen();
      await product.command('U0ANA', 'C0OPS', input.read);
      await product.until(() => seen() > before, `an answer to ${input.read}`);
      const said = JSON.stringify(product.messages('C0OPS', { user: 'U0ANA' }).at(-1));
      const bad = product.wire('slack').find(({ status }) => status === 400);
      if (bad) throw new Error(`400: ${JSON.stringify(bad).slice(0, 3000)}`);
      if (/on our side|reference/i.test(said)) throw new Error(`${input.read}: ${said.slice(0, 800)}`);
      return true;
    },
    close: kept.close,
  };
}
