import { expect, test } from 'vitest';
import { findings } from './findings.ts';
import { actAs, goTo, message, playgroundForEachTest, send } from './playground.ts';

const playground = playgroundForEachTest();

for (const colorScheme of ['light', 'dark'] as const)
  test(`nothing on the page hinders anybody, in ${colorScheme} colours`, async () => {
    const page = await playground.open('T0ACME/U0ANA/C0OPS', { colorScheme, viewport: { width: 1440, height: 900 } });
    expect(await findings(page)).toEqual([]);

    await send(page, '/litemail dns list acme-mail.com');
    await message(page, '20 record sets').waitFor();
    await send(page, '/litemail');
    await message(page, 'What would you like to do?').waitFor();
    await page.getByRole('combobox', { name: 'Message #ops' }).fill('/litemail d');
    expect(await findings(page)).toEqual([]);

    await send(page, '/litemail dns add');
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Review plan' }).click();
    await form.getByText('Please complete this required field.').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'detached' });

    await send(page, '/litemail dns delete acme-mail.com MX @');
    await actAs(page, 'Bo Lind');
    await goTo(page, 'approvals');
    await message(page, 'wants: Delete MX').waitFor();
    await page.getByRole('button', { name: 'Wire: requests and API calls' }).click();
    await page.locator('.wire-line').last().click();
    expect(await findings(page)).toEqual([]);

    await goTo(page, 'LiteMail Home');
    await page.getByRole('region', { name: 'App Home' }).getByText('Waiting for you').waitFor();
    await page.getByRole('button', { name: 'Faults: break something' }).click();
    await page.getByRole('switch').first().click();
    expect(await findings(page)).toEqual([]);
  }, 60_000);

test('nothing hinders anybody in a narrow window either: drawer, guide, form', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS', { viewport: { width: 390, height: 780 } });
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Channels and people' }).click();
  await page
    .getByRole('button', { name: /^Acting as/ })
    .and(page.locator(':focus'))
    .waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Channels and people' }).and(page.locator(':focus')).waitFor();
  await page.getByRole('button', { name: 'Guide: first steps' }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close: First steps' }).click();
  await send(page, '/litemail dns add');
  await page.getByRole('dialog').waitFor();
  expect(await findings(page)).toEqual([]);
}, 60_000);
