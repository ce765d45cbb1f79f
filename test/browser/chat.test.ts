import { expect, test } from 'vitest';
import { message, playgroundForEachTest, send } from './playground.ts';

const playground = playgroundForEachTest();

test('a message is answered in its thread, which says how many answers it has', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await send(page, 'Shall we retire the old <domain>, @bo?');
  const asked = message(page, 'Shall we retire the old <domain>, @Bo Lind?');
  await asked.hover();
  await asked.getByRole('button', { name: 'Reply in thread' }).click();
  const thread = page.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('combobox', { name: 'Answer' }).fill('Not before *Monday*');
  await page.keyboard.press('Enter');
  await message(thread, 'Not before Monday').waitFor();
  await playground.product.act({
    do: 'say',
    user: 'U0BO',
    channel: 'C0OPS',
    text: 'Agreed',
    thread_ts: (await asked.getAttribute('data-ts')) ?? '',
  });
  await message(thread, 'Agreed').waitFor();
  await thread.getByRole('button', { name: 'Close thread' }).click();
  await asked.getByRole('button', { name: '2 replies' }).waitFor();
  expect(await page.locator('.message').filter({ hasText: 'Agreed' }).count()).toBe(0);
}, 60_000);

test('what is seen by one person only is nowhere for another, and news are counted until they are looked at', async () => {
  const page = await playground.open('T0ACME/U0VERA/C0GENERAL');
  await playground.product.act({ do: 'say', user: 'U0BO', channel: 'C0OPS', text: 'Hello' });
  await playground.product.command('U0ANA', 'C0OPS', 'whoami');
  await page.getByRole('button', { name: 'ops 1 new' }).click();
  await message(page, 'Hello').waitFor();
  expect(await page.getByText('Only visible to you').count()).toBe(0);
  await page.getByRole('button', { name: 'general' }).click();
  await page.getByRole('button', { name: 'ops', exact: true }).waitFor();
}, 60_000);

test('a command that is none, and an app that does not answer, are said above the text field', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await send(page, '/remind me');
  await page.getByRole('alert').getByText('/remind is not a command here.').waitFor();
  await page.getByRole('button', { name: 'Put away' }).click();
  await playground.product.sandbox.mount((_, response) => void response.writeHead(500).end());
  await send(page, '/litemail help');
  await page.getByRole('alert').getByText('/litemail failed with the error "dispatch_failed"').waitFor();
}, 60_000);

test('the colours are chosen once and stay', async () => {
  const page = await playground.open('', { colorScheme: 'light' });
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await ground();
  await page.getByRole('button', { name: 'Dark colours' }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByRole('button', { name: 'Light colours' }).waitFor();
  expect(await ground()).toBe(dark);
}, 60_000);
