import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { launch } from './chromium.ts';

test('`npm run sandbox` says where its page is, and the page answers a command', async () => {
  const browser = await launch();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-start-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));

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
}, 60_000);
