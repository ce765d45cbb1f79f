import { expect, test } from 'vitest';
import { actAs, goTo, message, picture, playgroundForEachTest } from './playground.ts';

const playground = playgroundForEachTest();
const mx = () =>
  playground.product.sandbox.cloudflare.records('acme-mail.com').filter((record) => record.type === 'MX').length;

test('somebody asks in a form, is told what is wrong beside the field, another person approves, and it is undone', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');

  // A command is found while it is typed, and opens its form when something is missing.
  const field = page.getByRole('combobox', { name: 'Message #ops' });
  await field.fill('/litemail dns del');
  await page.getByRole('option', { name: /^dns delete/ }).waitFor();
  await field.press('Tab');
  expect(await field.inputValue()).toBe('/litemail dns delete ');
  await page.getByText('Delete a DNS record, or one of its values.').waitFor();
  await field.press('Enter');
  const form = page.getByRole('dialog', { name: 'dns delete' });
  await form.waitFor();
  // Optional, since a tag or a workspace may say the same.
  const domain = form.getByLabel(/^Domain\b/);

  // First what Slack itself asks for, then what the app does.
  await form.getByRole('button', { name: 'Review plan' }).click();
  await form.getByText('Please complete this required field.').first().waitFor();
  await domain.fill('acme mail');
  await form.getByLabel('Type').click();
  await page.getByRole('option', { name: 'MX' }).click();
  await form.getByLabel('Name', { exact: true }).fill('@');
  await form.getByRole('button', { name: 'Review plan' }).click();
  await form.getByText(/is not a complete domain/).waitFor();
  expect(await domain.getAttribute('aria-invalid')).toBe('true');
  expect(await form.locator('input:focus').getAttribute('id')).toBe(await domain.getAttribute('id'));
  await picture(page, 'form');
  await domain.fill('acme-mail.com');
  await form.getByRole('button', { name: 'Review plan' }).click();
  await form.waitFor({ state: 'detached' });
  await message(page, 'I am asking for approval in #approvals').getByText('Only visible to you').waitFor();

  // Who asked may not decide; somebody else may.
  await goTo(page, 'approvals');
  const card = message(page, 'wants: Delete MX of acme-mail.com');
  await card.locator('.diff-removed').first().waitFor();
  await picture(card, 'card');
  await card.getByRole('button', { name: 'Approve' }).click();
  await message(page, 'somebody else has to decide').waitFor();
  expect(mx()).toBe(2);
  await actAs(page, 'Bo Lind');
  expect(await page.getByText('somebody else has to decide').count()).toBe(0);
  await card.getByRole('button', { name: 'Approve' }).click();
  await card.getByText(/Approved by @Bo Lind/).waitFor();
  await card.getByRole('button', { name: 'Undo' }).waitFor();
  await picture(card, 'done');
  expect(mx()).toBe(0);

  // The way back asks whether it is meant, and is a plan like any other.
  await actAs(page, 'Ana Ruiz');
  await card.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog', { name: 'Undo this change?' }).getByRole('button', { name: 'Request undo' }).click();
  await goTo(page, 'LiteMail');
  const plan = message(page, '(Delete MX of acme-mail.com)');
  await plan.getByRole('button', { name: 'Apply' }).click();
  await plan.getByText(/Done\./).waitFor();
  expect(mx()).toBe(2);
  await goTo(page, 'approvals');
  await card.getByText(/Undone by/).waitFor();
}, 60_000);
