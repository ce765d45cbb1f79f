import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { apartEnvironment } from '../../sandbox/environment.ts';
import { allowBareConnections } from '../helpers/bare-connections.ts';
import { startTestSandbox } from '../helpers/sandbox.ts';
import { freePort, startProcess } from './app-process.ts';

allowBareConnections();

/** The real app, and so many connections on which half of a request has come. */
async function heldBy(connections: number) {
  const directory = mkdtempSync(join(tmpdir(), 'half-open-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startTestSandbox({ appUrl });
  onTestFinished(() => sandbox.stop());
  const env = apartEnvironment(sandbox.sandbox, directory, appUrl);
  const app = await startProcess({ env, readyUrl: `${appUrl}/readyz`, cwd: directory });
  onTestFinished(() => app.kill());
  const halves = [
    'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf',
    'POST /webhooks/litemail/x HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nha',
    'GET /healthz HTTP/1.1\r\nhost:',
    '',
  ];
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const socket = createConnection(port, '127.0.0.1').on('error', () => {});
      onTestFinished(() => void socket.destroy());
      await new Promise((written) => socket.write(halves[index % halves.length] ?? '', written));
    }),
  );
  return { app, locks: () => globSync(join(env.DATA_DIR ?? '', 'lock.*')).map((path) => readFileSync(path, 'utf8')) };
}

describe('the app is told to stop while a hundred requests are half sent', () => {
  it('and goes, without waiting for the rest, and leaves its data to the next one', async () => {
    const { app, locks } = await heldBy(100);
    expect(await app.stop()).toBe(0);
    expect(app.output()).not.toMatch(/unhandled/i);
    expect(locks()).toEqual(['']);
  });

  it('and goes at once when it is told twice', async () => {
    const { app } = await heldBy(4);
    const stopped = app.stop();
    const again = setInterval(() => process.kill(app.pid, 'SIGTERM'), 50);
    onTestFinished(() => clearInterval(again));
    const code = await stopped;
    clearInterval(again);
    expect(code).toBe(143);
  });
});
