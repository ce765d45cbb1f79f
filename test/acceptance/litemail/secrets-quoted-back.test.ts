import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { saying } from '../../helpers/look.ts';
import { serve } from '../../helpers/loopback.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';

let product: Product | undefined;
afterEach(() => product?.stop());

const keys = {
  litemail: 'lmKey-Zx9+/=kQ7vW4mN2-tailR8',
  cloudflare: 'cfTok-pL3~.hY6bT1_uJ8-tailS9',
  entered: 'lmNew-cD5+/=gE2wQ9rB6-tailU4',
};
const typed = {
  account: 'aP4 +/=sV "8\\kM2 xJ7-tailW5',
  platform: 'pK6-+/=dF3&<nH9>zL1-tailX3',
  global: 'gK8c1f0e7b6a5d4938271605fedcba987',
};
const secrets: readonly string[] = [...Object.values(keys), ...Object.values(typed)];

/** How an API quotes what it was sent. */
const ways: Readonly<Record<string, (sent: string) => { status: number; body: object }>> = {
  cut: (sent) => refusal(`${'not accepted: '.padEnd(288, '.')} ${sent.slice(0, 14)}…`),
  collapsed: (sent) => refusal(`bad ${sent.replace(/\s+/g, '')} and ${sent.replace(/\s/g, '  \n ')}`),
  encoded: (sent) =>
    refusal(`bad ${encodeURIComponent(sent)} ${Buffer.from(`a:${sent}`).toString('base64')} ${JSON.stringify(sent)}`),
  'in a 200': (sent) => content({ message: sent, id: sent, status: sent, plan: { odd: sent }, email: sent }),
  'in a list': (sent) => {
    const row = { id: 'r1', domain: sent, name: sent, error: `bad ${sent}`, [sent]: 1 };
    return content({ domains: [row, sent], results: [row], items: [row], webhooks: [row, sent] });
  },
  'in a label': (sent) => refusal('bad', { code: sent, documentation_url: `https://x.test/${encodeURI(sent)}` }),
};
const refusal = (message: string, more: object = {}) => ({
  status: 400,
  body: { success: false, message, errors: [{ code: 1, message, ...more }] },
});
const content = (data: object) => ({ status: 200, body: { success: true, data, result: data, message: 'ok' } });

/** What LiteMail has to say for the walk to go on. */
const known: Readonly<Record<string, object>> = {
  'GET /v1/mailboxes': { mailboxes: [{ id: 'm1', email: 'ana@acme-mail.com' }] },
  'GET /v1/domains': { domains: [{ id: 'd1', domain: 'acme-mail.com' }] },
  'GET /v1/cloudflare-credentials': { hasCredentials: false, domains: [] },
};

/** An API that quotes the last secret that it was sent in each answer; tells which they were. */
async function quotingApi(quote: (sent: string) => { status: number; body: object }) {
  const sent = new Set<string>();
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const came = [Object.values(request.headers).join('\n'), Buffer.concat(chunks).toString()];
    for (const secret of secrets)
      if (came.some((text) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))))
        sent.add(secret);
    const path = `${request.method} ${new URL(request.url ?? '/', 'http://api.test').pathname}`;
    const { status, body } = path in known ? content(known[path] ?? {}) : quote([...sent].at(-1) ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return { url, sent };
}

/** All that anybody, or any file, can still hold: messages, forms, logs, the store with its audit, the page of metrics. */
async function everythingKept(opened: Product): Promise<string> {
  const { state } = opened.sandbox.slack.slack;
  const seen = state
    .teams()
    .flatMap((team) => [
      ...team.channels.map((channel) => state.messages(team.id, channel.id)),
      ...team.people.map((person) => state.screen(team.id, person.id)),
    ]);
  const files = globSync('**/*', { cwd: opened.dataDir })
    .map((path) => join(opened.dataDir, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));
  expect(files.some((text) => text.includes('"action"'))).toBe(true);
  expect(opened.logged.length).toBeGreaterThan(20);
  const metrics = await fetch(`${opened.url}/metrics`, { headers: { authorization: 'Bearer a-metrics-token' } });
  expect(metrics.status).toBe(200);
  return [JSON.stringify(seen), ...files, ...opened.logged, await metrics.text(), JSON.stringify(opened.wire())].join(
    '\n',
  );
}

/** Pieces of a secret by which a person would find it, in the forms in which it may stand. */
const piecesOf = (secret: string): string[] => {
  const inUrl = encodeURIComponent(secret);
  const base64 = Buffer.from(`a:${secret}`).toString('base64').slice(4, -4);
  return [secret, inUrl, base64]
    .map((form) => form.replace(/[\s\\]/g, '').toLowerCase())
    .flatMap((form) => [form.slice(0, 9), form.slice(8, 17), form.slice(-9)]);
};

it.each(Object.entries(ways))(
  'secrets that LiteMail and Cloudflare quote back %s are nowhere afterwards',
  async (_, quote) => {
    const { url, sent } = await quotingApi(quote);
    const other = await quotingApi(quote);
    const opened = await startProduct({
      env: {
        LITEMAIL_API_URL: url,
        CLOUDFLARE_API_URL: other.url,
        METRICS_TOKEN: 'a-metrics-token',
        LOG_LEVEL: 'trace',
      },
    });
    product = opened;
    const { teams } = opened.app.stores;
    const team = await teams.get('T0ACME');
    if (!team) throw new Error('The team is not there.');
    const seal = (field: string, secret: string) => opened.app.vault.seal('T0ACME', field, secret);
    const { litemail, cloudflare } = keys;
    await teams.replace({
      ...team,
      secrets: {
        ...team.secrets,
        'litemail.apiKey': seal('litemail.apiKey', litemail),
        'cloudflare.credential': seal('cloudflare.credential', JSON.stringify({ token: cloudflare })),
      },
      version: team.version + 1,
    });
    const answered = async (user: string, work: () => Promise<unknown>) => {
      const seen = () => opened.messages('C0OPS', { user }).length + opened.views(user).length;
      const before = seen();
      await work();
      await opened.until(() => seen() !== before || opened.views(user).length > 0, 'an answer');
    };
    const types = (user: string, line: string) => answered(user, () => opened.command(user, 'C0OPS', line));
    const fills = async (user: string, line: string, fields: Record<string, unknown>) => {
      await opened.command(user, 'C0OPS', line);
      await opened.until(() => opened.views(user)[0], `the form of ${line}`);
      await opened.submit(user, fields);
    };

    for (const line of ['domains list', 'tags create warm', 'wallet balance', 'domains search acme', 'status'])
      await types('U0ANA', line);
    for (const line of ['dns list acme-mail.com --via cloudflare', 'dns add acme-mail.com TXT @ hi --via cloudflare'])
      await types('U0ANA', line);
    for (const line of ['webhooks register', 'webhooks list', 'setup']) await types('U0ADA', line);
    await fills('U0ANA', 'exports add-account', {
      Sequencer: 'INSTANTLY',
      'Login email': 'ops@acme.com',
      Password: typed.account,
    });
    await opened.until(() => sent.has(typed.account), 'the password at LiteMail');
    await fills('U0ANA', 'mailboxes connect-inboxes instantly --mailboxes ana@acme-mail.com --api-key x', {
      Mailboxes: ['ana@acme-mail.com'],
      'API key': typed.platform,
    });
    const card = await opened.until(
      () => opened.messages('C0APPROVE').findLast((message) => textOf(message).includes('API key that was entered')),
      'the card',
    );
    await opened.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await opened.until(() => sent.has(typed.platform), 'the key at LiteMail');
    await saying(opened, 'C0APPROVE', /instantly/i);
    await fills('U0ADA', 'setup litemail', { 'LiteMail API key': keys.entered });
    await opened.until(() => sent.has(keys.entered), 'the new key at LiteMail');
    await types('U0ANA', 'domains list');
    await opened.app.stores.probe();

    expect(sent).toContain(litemail);
    expect(other.sent).toContain(cloudflare);
    const kept = (await everythingKept(opened)).replace(/[\s\\]/g, '').toLowerCase();
    for (const secret of [...sent, ...other.sent])
      for (const piece of piecesOf(secret)) expect(kept.includes(piece), `${piece} was found`).toBe(false);
  },
  60_000,
);
