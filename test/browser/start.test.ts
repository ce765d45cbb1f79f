import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { busy } from '../helpers/busy.ts';
import { launch } from './chromium.ts';

test('from `npm run sandbox` to a page that answers a command: under 5 seconds, more where the machine is busy', async () => {
  const browser = await launch();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-start-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));

  const started = performance.now();
  const sandbox = spawn(process.execPath, ['sandbox/main.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => sandbox.once('exit', resolve));
  onTestFinished(async () => {
    sandbox.kill();
    await ended;
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    sandbox.once('exit', () => reject(new Error(`the sandbox ended: ${said}`)));
    sandbox.stdout.on('data', (chunk) => {
      said += chunk;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
      if (found) resolve(found);
    });
  });
  await page.goto(url);
  const field = page.getByRole('combobox', { name: 'Message #ops' });
  await field.fill('/litemail whoami');
  await field.press('Enter');
  await page.locator('.message').filter({ hasText: 'operator' }).waitFor();
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`usable after ${seconds.toFixed(2)} s, load ${busy().toFixed(1)}\n`);
  expect(seconds).toBeLessThan(5 * busy());
}, 60_000);
