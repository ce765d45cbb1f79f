import { expect, test } from 'vitest';
import { message, playgroundForEachTest, send } from './playground.ts';

const playground = playgroundForEachTest();
const batches = () => playground.product.sandbox.cloudflare.batches().length;

test('a lost answer is switched on, used up by the next write, and nothing is written twice', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await page.getByRole('button', { name: 'Faults: break something' }).click();
  const lost = page.getByRole('switch', { name: /^Answer lost/ });
  await lost.click();
  await page.getByRole('button', { name: 'Faults: break something, 1 on' }).waitFor();
  await send(page, '/litemail dns add acme-mail.com TXT proof hello');
  await page.getByRole('button', { name: /^LiteMail( \d+ new)?$/ }).click();
  const plan = message(page, 'Add TXT');
  await plan.getByRole('button', { name: 'Apply' }).click();
  await plan.getByText(/Done\./).waitFor();
  expect(await lost.getAttribute('aria-checked')).toBe('false');
  expect(batches()).toBe(1);
}, 60_000);

test('a record changed behind the app’s back: the approved request is refused and writes nothing', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS+T0ACME/U0BO/C0APPROVE', {
    viewport: { width: 1700, height: 900 },
  });
  const [ana, bo] = [page.locator('[data-seat="0"]'), page.locator('[data-seat="1"]')];
  await send(ana, '/litemail dns delete acme-mail.com MX @');
  const card = message(bo, 'wants: Delete MX of acme-mail.com');
  await card.waitFor();
  await page.getByRole('button', { name: 'Faults: break something' }).click();
  await page.getByRole('button', { name: 'Change it' }).click();
  await page.getByText(/now has another MX record/).waitFor();
  await card.getByRole('button', { name: 'Approve' }).click();
  await card.getByText(/changed since/).waitFor();
  expect(batches()).toBe(0);
}, 60_000);

test('the clock goes forward: a request that nobody decided expires', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS+T0ACME/U0BO/C0APPROVE', {
    viewport: { width: 1700, height: 900 },
  });
  await send(page.locator('[data-seat="0"]'), '/litemail dns delete acme-mail.com MX @');
  const card = message(page.locator('[data-seat="1"]'), 'wants: Delete MX of acme-mail.com');
  await card.waitFor();
  await page.getByRole('button', { name: 'Faults: break something' }).click();
  await page.getByRole('button', { name: '+ 25 hours' }).click();
  await page.getByText(/25 h ahead/).waitFor();
  await card.getByText(/Expired/).waitFor();
  expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0);
}, 60_000);

test('a bad day is chosen, what to expect is said, and it happens', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await page.getByRole('button', { name: 'Faults: break something' }).click();
  await page.getByLabel('A bad day').selectOption({ label: 'LiteMail does not say what is in the wallet.' });
  await page.getByText(/never \$0\.00/).waitFor();
  await page.getByRole('button', { name: 'Let it happen' }).click();
  await page.getByText('It happened: LiteMail does not say what is in the wallet.').waitFor();
  await send(page, '/litemail wallet balance');
  await page.getByText('LiteMail does not say').last().waitFor();
}, 60_000);
