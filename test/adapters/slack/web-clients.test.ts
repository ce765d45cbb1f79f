import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createBoltApp } from '../../../src/adapters/slack/transport/transport.ts';
import { boltLogger, createWebClients, manyTeams, oneTeam } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { serve } from '../../helpers/loopback.ts';

const logger = boltLogger({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} });

/** Slack, as far as it tells who called. */
async function slackAnswering(answer: (res: ServerResponse, req: IncomingMessage) => void) {
  const tokens: string[] = [];
  const url = await serve((req, res) => {
    tokens.push(String(req.headers.authorization));
    req.resume().on('end', () => answer(res, req));
  });
  return { slackApiUrl: `${url}/api/`, tokens };
}
const ok = (res: ServerResponse) => res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
const tokenOf = { botToken: async (teamId: string) => `xoxb-${teamId}` };

describe('calls for several teams', () => {
  it('each carry the token of their own team, at the same time and one after the other', async () => {
    const { slackApiUrl, tokens } = await slackAnswering(ok);
    const clients = createWebClients({ slackApiUrl, logger, installations: tokenOf });
    const teams = ['T1', 'T2', 'T3', 'T1', 'T2'];
    await Promise.all(teams.map(async (team) => (await clients.reads(team)).users.info({ user: 'U1' })));
    expect([...tokens].sort()).toEqual(teams.map((team) => `Bearer xoxb-${team}`).sort());
    for (const team of teams) await (await clients.posts(team)).chat.postMessage({ channel: 'C1', text: 'x' });
    expect(tokens.slice(teams.length)).toEqual(teams.map((team) => `Bearer xoxb-${team}`));
  });

  it('use clients that are let go once many other tokens came, as they do when tokens rotate', async () => {
    const clients = createWebClients({ slackApiUrl: 'http://127.0.0.1:9/', logger, installations: tokenOf });
    const first = await clients.posts('T0');
    expect(await clients.posts('T0')).toBe(first);
    for (let team = 1; team <= 250; team += 1) await clients.posts(`T${team}`);
    expect(await clients.posts('T0')).not.toBe(first);
  });

  it('leave Bolt without clients of its own, which it would never let go', async () => {
    const app = createBoltApp({
      receiver: new HTTPReceiver({ signingSecret: 'secret', logger }),
      slackApiUrl: 'http://127.0.0.1:9/',
      logger,
      onError: () => {},
    });
    for (let team = 0; team < 50; team += 1)
      await app.processEvent({
        body: { type: 'event_callback', team_id: `T${team}`, event: { type: 'app_home_opened', user: 'U1' } },
        ack: async () => {},
      });
    expect((app as unknown as { clients: object }).clients).toEqual({});
  });
});

describe('a Slack that fails', () => {
  it('is asked again twice when only reading, and a post is not repeated, since it would be posted twice', async () => {
    const { slackApiUrl, tokens } = await slackAnswering((res) => res.writeHead(500).end('oops'));
    const clients = createWebClients({ slackApiUrl, logger, installations: tokenOf });
    // The SDK's default would go on for half an hour.
    await expect((await clients.reads('T1')).users.info({ user: 'U1' })).rejects.toThrow();
    expect(tokens).toHaveLength(3);
    await expect((await clients.posts('T1')).chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toThrow();
    expect(tokens).toHaveLength(4);
  });

  it('has the connection cut after a post: it is not sent a second time', async () => {
    const { slackApiUrl, tokens } = await slackAnswering((_res, req) => req.socket.destroy());
    const clients = createWebClients({ slackApiUrl, logger, installations: tokenOf });
    await expect((await clients.posts('T1')).chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toThrow();
    expect(tokens).toHaveLength(1);
  });

  it('and asks to wait is not waited for: the caller is told for how long', async () => {
    const { slackApiUrl, tokens } = await slackAnswering((res) => res.writeHead(429, { 'retry-after': '30' }).end());
    const clients = createWebClients({ slackApiUrl, logger, installations: tokenOf });
    // The SDK's default would go on for half an hour.
    await expect((await clients.reads('T1')).users.info({ user: 'U1' })).rejects.toMatchObject({ retryAfter: 30 });
    expect(tokens).toHaveLength(1);
  });
});

describe('the token of one team', () => {
  it('is not used for another team, and Slack is asked once whose it is', async () => {
    let asked = 0;
    const installations = oneTeam('xoxb-1', async () => {
      asked += 1;
      return 'T1';
    });
    expect(await installations.botToken('T1')).toBe('xoxb-1');
    await expect(installations.botToken('T2')).rejects.toThrow('another Slack workspace');
    expect(asked).toBe(1);
  });

  it('serves while Slack cannot say whose it is, and asks again', async () => {
    const answers: (() => Promise<string>)[] = [() => Promise.reject(new Error('down')), async () => 'T1'];
    const installations = oneTeam('xoxb-1', () => (answers.shift() ?? (async () => 'T1'))());
    expect(await installations.botToken('T2')).toBe('xoxb-1');
    await expect(installations.botToken('T2')).rejects.toThrow('another Slack workspace');
  });

  it('that was never given says so, with what to do', async () => {
    const teams = { get: async () => undefined, all: async () => [], replace: async () => true };
    const installations = manyTeams(teams, { seal: () => '', open: () => '', missingKey: () => undefined });
    await expect(installations.botToken('T9')).rejects.toMatchObject({
      code: 'not_configured',
      hint: expect.stringContaining('install it in your workspace'),
    });
  });
});
