import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const elsewhere = [
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const help = `There is no browser for the browser tests. One of these helps:
  apt-get update && apt-get install -y chromium
  npx playwright-core install --with-deps --no-shell chromium
  CHROMIUM_PATH=/path/to/chrome npm test`;

function found(): string | undefined {
  const { CHROMIUM_PATH: given, PATH = '' } = process.env;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`CHROMIUM_PATH says ${given}, and nothing is there.\n${help}`);
  }
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...elsewhere, chromium.executablePath()].find((path) => existsSync(path));
}

/** Playwright's own installer; whatever goes wrong in it, the answer is the help. */
function installed(): string {
  try {
    const cli = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '..', 'cli.js');
    execFileSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], { stdio: 'ignore', timeout: 120_000 });
  } catch {
    throw new Error(help);
  }
  const browser = found();
  if (!browser) throw new Error(help);
  return browser;
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine; fails with what to do when there is none, so that these tests are never left out unseen. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: found() ?? installed(), args: flags, timeout: 30_000 });
