import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOptions } from '../../sandbox/sandbox-options.ts';
import { loadConfig } from '../../src/load-config.ts';
import { until } from '../helpers/until.ts';

let dataDir: string;
const running = new Set<() => Promise<unknown>>();
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sandbox-run-'));
});
afterEach(async () => {
  for (const stop of running) await stop();
  running.clear();
  await rm(dataDir, { recursive: true });
});

/** Starts it as npm does and waits until what it prints matches. */
async function start(ready: RegExp, ...args: string[]) {
  const child = spawn(process.execPath, ['sandbox/main.ts', ...args], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
  });
  let printed = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return exited;
  };
  running.add(stop);
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      if (ready.test(printed)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => reject(new Error(`ended with ${code}: ${printed}`)));
  });
  return { printed, url: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '', stop };
}

const read = async (url: string, query: string) =>
  (await (await fetch(`${url}/sandbox/control?read=${query}`)).json()) as { messages: { text: string }[] };
/** Sends it as often as a person would: where the app is too slow for Slack, as on a busy machine, nothing comes of it. */
const command = (url: string, text: string): Promise<true> =>
  until(async () => {
    const answer = await fetch(`${url}/sandbox/control`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ do: 'command', user: 'U0ANA', channel: '#ops', text }),
    });
    return ((await answer.json()) as { delivered?: { status?: number } }).delivered?.status === 200;
  }, 'an acknowledgement');
/** Said in the direct message when it takes long, as on a busy machine; then the answer comes there. */
const wait = /Still working/;
/** The first answer that Ana sees, as soon as there is one. */
async function firstMessage(url: string): Promise<string> {
  const messages = async (channel: string) => (await read(url, `messages&channel=${channel}&user=U0ANA`)).messages;
  const { text } = await until(
    async () => [...(await messages('C0OPS')), ...(await messages('U0ANA'))].find(({ text: said }) => !wait.test(said)),
    'an answer',
  );
  return text;
}
/** Whether Slack has told the app that it took that answer: before, it may not be on disk. */
async function isKept(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/sandbox/control?read=wire&api=slack`);
  const { wire } = (await answer.json()) as { wire: { requestBody: unknown }[] };
  return wire.some(({ requestBody }) => JSON.stringify(requestBody).includes('$42.50'));
}

test('one command starts the whole product, and a killed one goes on where it was', async () => {
  const first = await start(/http:\/\/127\.0\.0\.1:\d+/);
  await command(first.url, 'wallet balance');
  expect(await firstMessage(first.url)).toContain('$42.50');
  await until(() => isKept(first.url), 'the answer being kept');
  await first.stop('SIGKILL');

  const second = await start(/http:\/\/127\.0\.0\.1:\d+/);
  expect(await firstMessage(second.url)).toContain('$42.50');
  expect(await second.stop()).toBe(0);

  const third = await start(/http:\/\/127\.0\.0\.1:\d+/, '--reset');
  expect((await read(third.url, 'messages&channel=C0OPS&user=U0ANA')).messages).toEqual([]);
});

test('the stand-ins alone print an environment that the app starts with', async () => {
  const { printed, url } = await start(/^PORT=\d+$/m, '--stand-ins');
  const env = Object.fromEntries([...printed.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  expect(await loadConfig(env)).toMatchObject({
    slack: { mode: 'http', botToken: 'xoxb-sandbox-acme', apiUrl: `${url}/sandbox/slack/api/` },
    litemail: { url: `${url}/sandbox/litemail`, apiKey: 'lm-sandbox-acme' },
    deploymentPolicy: { channels: { approvals: 'C0APPROVE' } },
    publicUrl: 'http://127.0.0.1:3001',
    port: 3001,
  });
  expect(await readFile(join(dataDir, 'policy.yaml'), 'utf8')).toContain('U0ADA');
});

test('options are read from arguments and environment, and mistakes are named', () => {
  expect(readOptions([], {})).toEqual({
    port: 3000,
    dataDir: './data/sandbox',
    reset: false,
    standIns: false,
    zones: 0,
    appUrl: 'http://127.0.0.1:3001',
  });
  expect(readOptions(['--reset', '--stand-ins'], { PORT: '4000', APP_URL: 'http://127.0.0.1:5/' })).toMatchObject({
    port: 4000,
    reset: true,
    standIns: true,
    appUrl: 'http://127.0.0.1:5',
  });
  expect(readOptions(['--rest'], {})).toMatchObject({ problem: expect.stringContaining('--rest') });
  expect(readOptions([], { PORT: 'many' })).toEqual({ problem: 'PORT should be a port number, not many' });
});
