import { expect, test } from 'vitest';
import { actAs, goTo, message, picture, playgroundForEachTest, send } from './playground.ts';

const playground = playgroundForEachTest();
const mx = () =>
  playground.product.sandbox.cloudflare.records('acme-mail.com').filter((record) => record.type === 'MX').length;

test('two people beside each other: what one does, the other sees without loading again', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS+T0ACME/U0BO/C0APPROVE', {
    viewport: { width: 1440, height: 760 },
  });
  const [ana, bo] = [page.locator('[data-seat="0"]'), page.locator('[data-seat="1"]')];
  await send(ana, '/litemail dns delete acme-mail.com MX @');
  const card = message(bo, 'wants: Delete MX of acme-mail.com');
  await card.waitFor();
  await page.getByRole('button', { name: 'Close: First steps' }).click();
  await send(ana, 'Please look at it, Bo');
  await message(ana, 'Please look at it, Bo').waitFor();
  await picture(page, 'playground');

  // A form of one does not keep the other from working.
  await card.getByRole('button', { name: 'Deny' }).click();
  const form = bo.getByRole('dialog');
  await form.getByRole('textbox').first().fill('Not on a Friday');
  await send(ana, 'It is the old mail host');
  await message(ana, 'It is the old mail host').waitFor();
  expect(await form.getByRole('textbox').first().inputValue()).toBe('Not on a Friday');
  await form.locator('[type=submit]').click();
  await card.getByText(/Denied by @Bo Lind/).waitFor();
  await card.getByText(/Not on a Friday/).waitFor();
}, 60_000);

test('the second team has its own people, channels and records', async () => {
  const page = await playground.open();
  await page.getByRole('button', { name: 'Nova Agency' }).click();
  await page.getByRole('heading', { name: 'Nova Agency' }).waitFor();
  await send(page, '/litemail whoami');
  await message(page, /operator/).waitFor();
  expect(await page.getByRole('button', { name: /^audit/ }).count()).toBe(0);
}, 60_000);

test('the wire shows what was sent, signed and without secrets, and gives it as curl', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS', {
    permissions: ['clipboard-read', 'clipboard-write'],
    colorScheme: 'dark',
    viewport: { width: 1440, height: 760 },
  });
  await page.getByRole('button', { name: 'Wire: requests and API calls' }).click();
  const wire = page.getByRole('complementary', { name: 'On the wire' });
  await send(page, '/litemail dns list acme-mail.com');
  await wire.getByRole('button', { name: /App.*dns list acme-mail.com.*200/ }).click();
  await wire.getByText('x-slack-signature').waitFor();
  await wire.getByRole('button', { name: /App.*dns list/ }).click();
  await wire
    .getByRole('button', { name: /Cloudflare.*dns_records.*200/ })
    .first()
    .click();
  await picture(page, 'wire');
  const call = wire.locator('[data-api="cloudflare"] .wire-details');
  await call.getByText('Bearer •••').waitFor();
  await call.getByRole('button', { name: 'Copy as curl' }).click();
  await call.getByText('Copied').waitFor();
  const curl = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(curl).toContain(`curl -X GET '${playground.product.url}/sandbox/cloudflare/client/v4/zones`);
  expect(curl).toContain('-H "authorization: Bearer $CLOUDFLARE_API_TOKEN"');
}, 60_000);

test('App Home: what waits for a person is decided there', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await send(page, '/litemail dns delete acme-mail.com MX @');
  await message(page, 'I am asking for approval').waitFor();
  await actAs(page, 'Bo Lind');
  await goTo(page, 'LiteMail Home');
  const home = page.getByRole('region', { name: 'App Home' });
  await home.getByText('Delete MX of acme-mail.com').waitFor();
  await picture(page, 'home');
  await home.getByRole('button', { name: 'Approve' }).first().click();
  await expect.poll(mx, { timeout: 10_000 }).toBe(0);
}, 60_000);
