import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startProduct } from '../helpers/product.ts';
import type { TestSandbox } from '../helpers/sandbox.ts';
import { launch } from './chromium.ts';

const pictures = process.env.UPDATE_PICTURES === '1';

export interface Playground<Started extends TestSandbox> {
  readonly product: Started;
  /** A window of its own at these seats: `T0ACME/U0ANA/C0OPS`, two of them joined by a plus. */
  open(seats?: string, options?: BrowserContextOptions): Promise<Page>;
}

/** No window may complain: of an exception, of the content policy, of React. What the sandbox refuses (400) is no complaint. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    const known = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !known) complaints.push(message.text());
  });
  return complaints;
}

export const playgroundForEachTest = () => playgroundOf(startProduct);

/** Something started anew for each test, with the page; one browser for all tests of the file. */
export function playgroundOf<Started extends TestSandbox>(start: () => Promise<Started>): Playground<Started> {
  let browser: Browser | undefined;
  let product: Started | undefined;
  let complaints: string[][] = [];
  beforeAll(async () => {
    browser = await launch();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    product = await start();
    complaints = [];
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    await product?.stop();
    expect(complaints.flat()).toEqual([]);
  });
  return {
    get product() {
      if (!product) throw new Error('not started yet');
      return product;
    },
    async open(seats = '', options = {}) {
      const context = await (browser as Browser).newContext({
        viewport: { width: 1360, height: 860 },
        reducedMotion: 'reduce',
        deviceScaleFactor: pictures ? 2 : 1,
        locale: 'en-US',
        ...options,
      });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      complaints.push(complaintsOf(page));
      await page.goto(`${product?.url}/${seats ? `#${seats}` : ''}`);
      await page.locator('[data-seat="0"]').waitFor();
      return page;
    },
  };
}

/** Types a command into a person's text field and sends it. */
export async function send(where: Page | Locator, text: string): Promise<void> {
  const field = where.getByRole('combobox', { name: /^Message #/ }).first();
  await field.fill(text);
  await field.press('Enter');
}

/** The newest message that says this. */
export const message = (where: Page | Locator, text: string | RegExp): Locator =>
  where.locator('.message').filter({ hasText: text }).last();

/** Somebody else takes the first seat. */
export async function actAs(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Acting as/ })
    .first()
    .click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
  await page.locator(`[data-seat="0"][aria-label^="${name}"]`).waitFor();
}

/** Goes to a place of the sidebar. */
export const goTo = (page: Page, place: string): Promise<void> =>
  page
    .getByRole('navigation', { name: 'Channels and people' })
    .getByRole('button', { name: new RegExp(`^${place}( \\d+ new)?$`) })
    .click();

/** A picture for the README, written when UPDATE_PICTURES=1. The pointer and the focus are out of it. */
export async function picture(shown: Page | Locator, name: string): Promise<void> {
  if (!pictures) return;
  const page = 'page' in shown ? shown.page() : shown;
  await page.mouse.move(0, 0);
  mkdirSync('docs/pictures', { recursive: true });
  await shown.screenshot({ path: `docs/pictures/${name}.png`, animations: 'disabled' });
}
