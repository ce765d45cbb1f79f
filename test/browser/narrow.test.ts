import { expect, test } from 'vitest';
import { actAs, goTo, message, picture, playgroundForEachTest, send } from './playground.ts';

const playground = playgroundForEachTest();
const phone = { viewport: { width: 390, height: 780 }, hasTouch: true };

test('in a narrow window channels and people are in a drawer, and a card can be decided', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS', phone);
  await send(page, '/litemail dns delete acme-mail.com MX @');
  await message(page, 'I am asking for approval').waitFor();
  const sidebar = page.getByRole('navigation', { name: 'Channels and people' });
  expect(await sidebar.isVisible()).toBe(false);

  const open = () => page.getByRole('button', { name: 'Channels and people' }).click();
  await open();
  await actAs(page, 'Bo Lind');
  await open();
  await goTo(page, 'approvals');
  const card = message(page, 'wants: Delete MX of acme-mail.com');
  await card.getByRole('button', { name: 'Approve' }).waitFor();
  await picture(page, 'narrow');
  await card.getByRole('button', { name: 'Approve' }).click();
  await card.getByText(/Approved by @Bo Lind/).waitFor();
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width).toBeLessThanOrEqual(390);
}, 60_000);

test('in a narrow window a form has the whole window', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS', phone);
  await send(page, '/litemail dns add');
  const form = page.getByRole('dialog');
  await form.waitFor();
  expect(await form.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 780 });
  await form.getByRole('button', { name: 'Review plan' }).click();
  await form.getByText('Please complete this required field.').first().waitFor();
}, 60_000);
