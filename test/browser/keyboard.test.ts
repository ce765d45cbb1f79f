import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { message, playgroundForEachTest } from './playground.ts';

const playground = playgroundForEachTest();

/** Tabs on until the focus is on what has this name; fails when it is out of reach. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const focused = page.locator(':focus');
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press(key);
    if ((await focused.count()) === 0) continue;
    const words = await focused.evaluate(
      '(at => at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText)(document.activeElement)',
    );
    if (name.test(String(words))) return;
  }
  throw new Error(`${name} cannot be reached with ${key}`);
}

test('the whole way by keyboard alone: command, form, person, approval', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  const { keyboard } = page;
  await tabTo(page, /^Message #ops$/);
  await keyboard.type('/litemail dns del');
  await page.getByRole('option', { name: /^dns delete/ }).waitFor();
  await keyboard.press('Tab');
  await keyboard.press('Enter');

  // The form takes the focus, its select works with arrows, Escape shuts the list and not the form.
  const form = page.getByRole('dialog', { name: 'dns delete' });
  await form.waitFor();
  await keyboard.type('acme-mail.com');
  await keyboard.press('Tab');
  await keyboard.press('ArrowDown');
  await page.getByRole('listbox').waitFor();
  await keyboard.press('Escape');
  expect(await page.getByRole('listbox').count()).toBe(0);
  expect(await form.count()).toBe(1);
  await keyboard.type('MX');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.type('@');
  await tabTo(page, /^Review plan$/);
  await keyboard.press('Enter');
  await form.waitFor({ state: 'detached' });
  await message(page, 'I am asking for approval in #approvals').waitFor();

  // Somebody else, somewhere else.
  await tabTo(page, /Acting as\s+Ana Ruiz/, 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: /^Acting as Bo Lind/ }).waitFor();
  await tabTo(page, /^approvals/m);
  await keyboard.press('Enter');
  const card = message(page, 'wants: Delete MX of acme-mail.com');
  await card.waitFor();
  await tabTo(page, /^Approve$/);
  await keyboard.press('Enter');
  await card.getByText(/Approved by @Bo Lind/).waitFor();
}, 60_000);

test('Escape closes a form, and the focus goes back to where it was', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await page.getByRole('combobox', { name: 'Message #ops' }).fill('/litemail dns add');
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog');
  await form.waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  expect(await page.locator('textarea:focus').getAttribute('aria-label')).toBe('Message #ops');
}, 60_000);

test('what happens meanwhile takes neither the focus nor what is typed', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  const field = page.getByRole('combobox', { name: 'Message #ops' });
  await field.fill('half a sen');
  await playground.product.act({ do: 'say', user: 'U0BO', channel: 'C0OPS', text: 'Hello *Ana*' });
  await message(page, 'Hello Ana').waitFor();
  await page.keyboard.type('tence');
  expect(await field.inputValue()).toBe('half a sentence');
}, 60_000);

test('the arrow up brings back what was typed', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  const field = page.getByRole('combobox', { name: 'Message #ops' });
  await field.fill('/litemail whoami');
  await field.press('Enter');
  await message(page, 'operator').waitFor();
  await field.press('ArrowUp');
  expect(await field.inputValue()).toBe('/litemail whoami');
}, 60_000);
