import { expect, test } from 'vitest';
import { goTo, message, picture, playgroundForEachTest } from './playground.ts';

const playground = playgroundForEachTest();

test('the first visit offers five steps; each does the real thing and ticks itself off', async () => {
  const page = await playground.open('', { viewport: { width: 1440, height: 760 } });
  const guide = page.getByRole('complementary', { name: 'First steps' });
  const step = (name: string) => guide.locator('.step').filter({ hasText: name });
  const done = (name: string) => step(name).and(page.locator('[data-done=true]')).waitFor({ timeout: 20_000 });
  const button = (name: string) => guide.getByRole('button', { name });
  await guide.getByText('0 of 5 done').waitFor();

  await button('Type it for Ana').click();
  await page.getByRole('combobox', { name: 'Message #ops' }).and(page.locator(':focus')).waitFor();
  await picture(page, 'guide');
  await page.locator('textarea:focus').press('Enter');
  await done('Connect a domain');

  await button('Type it for Ana').click();
  await page.locator('textarea:focus').press('Enter');
  await done('Change a record');

  await button('Open #approvals as Bo').click();
  const bo = page.locator('[data-seat="1"]');
  await bo.getByRole('button', { name: 'Approve' }).click();
  await done('Approve as somebody else');

  await button('Open the card as Ana').click();
  const card = message(page, 'wants: Delete MX of acme-mail.com');
  await card.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Request undo' }).click();
  await goTo(page, 'LiteMail');
  await page.getByRole('button', { name: 'Apply' }).click();
  await done('Undo it');

  await button('Register').click();
  await page.locator('textarea:focus').press('Enter');
  await button('Register ✓').waitFor();
  await button('Subscribe #ops').click();
  await page.locator('textarea:focus').press('Enter');
  await button('Subscribe #ops ✓').waitFor();
  await button('Suspend acme-mail.com').click();
  await done('Deliver an event');
  await guide.getByText('All done').waitFor();
}, 90_000);

test('the guide can be put away, stays away, and comes back where it was', async () => {
  const page = await playground.open();
  const guide = page.getByRole('complementary', { name: 'First steps' });
  await guide.getByRole('button', { name: 'Close: First steps' }).click();
  await page.reload();
  await page.locator('[data-seat="0"]').waitFor();
  expect(await guide.count()).toBe(0);
  await page.getByRole('button', { name: 'Guide: first steps' }).click();
  await guide.getByText('0 of 5 done').waitFor();
}, 60_000);
