import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createSocketTransport } from '../../../src/adapters/slack/transport/socket-transport.ts';
import type { Transport } from '../../../src/adapters/slack/transport/transport.ts';
import { createBoltApp, createDispatcher } from '../../../src/adapters/slack/transport/transport.ts';
import { boltLogger } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { until } from '../../helpers/until.ts';

/** Slack, as far as Socket Mode needs it. */
interface FakeSlack {
  /** Calls of apps.connections.open so far. */
  opened: number;
  /** What it answers; undefined for a URL that works. */
  refusal: { status: number; body: object; wait?: string } | undefined;
  greets: boolean;
  sockets: WebSocket[];
  acks: { envelope_id: string; payload: object }[];
}
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function fakeSlack(): Promise<FakeSlack & { url: string }> {
  const slack: FakeSlack = { opened: 0, refusal: undefined, greets: true, sockets: [], acks: [] };
  const server: Server = createServer((req, res) => {
    req.resume();
    slack.opened += 1;
    const { port } = server.address() as AddressInfo;
    const body = slack.refusal?.body ?? { ok: true, url: `ws://127.0.0.1:${port}/socket` };
    if (slack.refusal?.wait) res.setHeader('retry-after', slack.refusal.wait);
    res.writeHead(slack.refusal?.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ server, path: '/socket' });
  sockets.on('connection', (socket) => {
    slack.sockets.push(socket);
    socket.on('message', (data) => slack.acks.push(JSON.parse(String(data))));
    if (slack.greets) socket.send(JSON.stringify({ type: 'hello' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of slack.sockets) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(slack, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/` });
}

function connecting(slackApiUrl: string) {
  const clock = manualClock();
  const logged: string[] = [];
  const keep = (text: string) => void logged.push(text);
  const logger = boltLogger({ debug: keep, info: keep, warn: keep, error: keep });
  const wayIn: Transport = createSocketTransport({
    appToken: 'xapp-1-secret',
    slackApiUrl,
    logger,
    clock,
    dispatcher: createDispatcher({ clock }),
    onError: () => {},
  });
  const app = createBoltApp({ receiver: wayIn.receiver, slackApiUrl, logger, onError: () => {} });
  app.command(/.*/, async ({ ack, command }) => ack(`heard ${command.text}`));
  closing.push(() => wayIn.stop());
  wayIn.start();
  return { clock, wayIn, logged, app };
}

/** Lets whatever was begun get as far as it gets. */
async function calm(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
const command = (text: string, id: string) =>
  JSON.stringify({
    type: 'slash_commands',
    envelope_id: id,
    payload: { command: '/litemail', text, team_id: 'T1', user_id: 'U1', channel_id: 'C1' },
  });

describe('the connection of Socket Mode', () => {
  it('is open once Slack has said hello, and acknowledges with what is to be shown', async () => {
    const slack = await fakeSlack();
    const { wayIn } = connecting(slack.url);
    expect(wayIn.isOpen()).toBe(false);
    await until(() => wayIn.isOpen(), 'open');
    slack.sockets[0]?.send(command('help', 'e-1'));
    await until(() => slack.acks.length === 1, 'acknowledged');
    expect(slack.acks[0]).toEqual({ envelope_id: 'e-1', payload: { text: 'heard help' } });
  });

  it('acknowledges what nothing fits as well', async () => {
    const slack = await fakeSlack();
    const { wayIn } = connecting(slack.url);
    await until(() => wayIn.isOpen(), 'open');
    slack.sockets[0]?.send(JSON.stringify({ type: 'interactive', envelope_id: 'e-2', payload: { type: 'gesture' } }));
    await until(() => slack.acks.length === 1, 'acknowledged');
    expect(slack.acks[0]).toEqual({ envelope_id: 'e-2', payload: {} });
  });

  it('is made again at once when Slack renews it, and the app is not ready meanwhile', async () => {
    const slack = await fakeSlack();
    const { wayIn, clock } = connecting(slack.url);
    await until(() => wayIn.isOpen(), 'open');
    clock.advance(3_600_000);
    slack.sockets[0]?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    await until(() => !wayIn.isOpen(), 'closed');
    clock.advance(0);
    await until(() => slack.sockets.length === 2, 'connected again');
    await until(() => wayIn.isOpen(), 'open again');
    slack.sockets[1]?.send(command('again', 'e-3'));
    await until(() => slack.acks.length === 1, 'acknowledged');
  });

  it('is made again when it breaks', async () => {
    const slack = await fakeSlack();
    const { wayIn, clock } = connecting(slack.url);
    await until(() => wayIn.isOpen(), 'open');
    clock.advance(60_000);
    slack.sockets[0]?.terminate();
    await until(() => !wayIn.isOpen(), 'closed');
    clock.advance(0);
    await until(() => wayIn.isOpen(), 'open again');
  });

  it('is tried again later and later while Slack cannot be asked, once each time and not a hundred times', async () => {
    const slack = await fakeSlack();
    slack.refusal = { status: 500, body: {} };
    const { wayIn, clock, logged } = connecting(slack.url);
    for (const [tries, wait] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
    ] as const) {
      await until(() => logged.filter((line) => line.includes('cannot be reached')).length === tries, `${tries} tries`);
      expect(slack.opened).toBe(tries);
      await calm();
      clock.advance(wait - 1);
      await calm();
      expect(slack.opened).toBe(tries);
      clock.advance(1);
    }
    slack.refusal = undefined;
    clock.advance(60_000);
    await until(() => wayIn.isOpen(), 'open');
  });

  it('says what is wrong with a token that Slack does not take, and says nothing of the token', async () => {
    const slack = await fakeSlack();
    slack.refusal = { status: 200, body: { ok: false, error: 'invalid_auth' } };
    const { wayIn, logged } = connecting(slack.url);
    await until(() => logged.some((line) => line.includes('SLACK_APP_TOKEN')), 'said');
    expect(wayIn.isOpen()).toBe(false);
    expect(logged.join()).toContain('connections:write');
    expect(logged.join()).not.toContain('xapp-1-secret');
  });

  it('waits as long as Slack asks', async () => {
    const slack = await fakeSlack();
    slack.refusal = { status: 429, body: { ok: false, error: 'ratelimited' }, wait: '45' };
    const { logged, clock, wayIn } = connecting(slack.url);
    await until(() => logged.length > 0, 'refused');
    slack.refusal = undefined;
    await calm();
    clock.advance(44_000);
    await calm();
    expect(slack.opened).toBe(1);
    clock.advance(1_000);
    await until(() => wayIn.isOpen(), 'open');
  });

  it('is not tried without end when Slack closes each at once', async () => {
    const slack = await fakeSlack();
    const { wayIn, clock } = connecting(slack.url);
    await until(() => wayIn.isOpen(), 'open');
    slack.sockets[0]?.send(JSON.stringify({ type: 'disconnect', reason: 'link_disabled' }));
    await until(() => !wayIn.isOpen(), 'closed');
    await calm();
    clock.advance(900);
    await calm();
    expect(slack.opened).toBe(1);
    clock.advance(100);
    await until(() => slack.opened === 2, 'tried again');
  });

  it('ends when the app stops, and nothing more is taken', async () => {
    const slack = await fakeSlack();
    const { wayIn, clock } = connecting(slack.url);
    await until(() => wayIn.isOpen(), 'open');
    await wayIn.stop();
    expect(wayIn.isOpen()).toBe(false);
    await until(() => slack.sockets[0]?.readyState === slack.sockets[0]?.CLOSED, 'closed');
    clock.advance(60_000);
    expect(slack.opened).toBe(1);
  });

  it('leaves the options of the clients that post as they are', async () => {
    const slack = await fakeSlack();
    const { app } = connecting(slack.url);
    const { clientOptions } = app as unknown as { clientOptions: { retryConfig: { retries: number } } };
    expect(clientOptions.retryConfig.retries).toBe(2);
  });
});
