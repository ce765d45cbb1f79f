import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { mountBolt } from '../helpers/bolt-app.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';
import { form, messages, pressable, second } from './every-block.ts';
import { findings } from './findings.ts';
import { message, playgroundOf, send } from './playground.ts';

interface Stage extends TestSandbox {
  readonly app: App;
  /** What the app was told, newest last. */
  readonly heard: { what: string; value: unknown }[];
}

/** A small app that sends one of everything and writes down what comes back. */
async function stage(): Promise<Stage> {
  const sandbox = await startTestSandbox({ rateLimits: false });
  const heard: Stage['heard'] = [];
  const app = await mountBolt(sandbox.sandbox, (bolt) => {
    bolt.command('/litemail', async ({ ack, command, client, respond }) => {
      await ack();
      if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form });
      else if (command.text === 'file')
        await client.filesUploadV2({
          channel_id: command.channel_id,
          filename: 'zone.txt',
          content: 'www A 192.0.2.1',
        });
      else if (command.text === 'press') await respond({ text: 'Press something', blocks: pressable });
      else for (const it of messages) await client.chat.postMessage({ channel: command.channel_id, ...it });
    });
    bolt.action('push', async ({ ack, body, client }) => {
      await ack();
      await client.views.push({ trigger_id: (body as { trigger_id: string }).trigger_id, view: second });
    });
    bolt.action(/^(?!push$)/, async ({ ack, action, body }) => {
      await ack();
      const { type: _, block_id: __, action_ts: ___, ...value } = action as unknown as Record<string, unknown>;
      heard.push({ what: String(value.action_id), value: { ...value, user: body.user.id } });
    });
    bolt.options('remote', async ({ ack, payload }) => {
      const all = ['acme-mail.com', 'acme-outreach.net', 'outbound-labs.io'];
      const options = all.filter((name) => name.includes(payload.value));
      await ack({ options: options.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) });
    });
    bolt.view('everything', async ({ ack, view }) => {
      const { values } = view.state;
      heard.push({ what: 'submit', value: values });
      if (values.text?.value?.value === 'wrong')
        return ack({ response_action: 'errors', errors: { text: 'Not that word.' } });
      await ack();
    });
  });
  return { ...sandbox, app, heard };
}

const playground = playgroundOf(stage);
const heard = (what: string) => () => playground.product.heard.findLast((it) => it.what === what)?.value;

test('what the app sends is drawn, nothing of it is markup that was not meant, and other blocks are shown as words', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS', { viewport: { width: 1360, height: 2000 } });
  await send(page, '/litemail blocks');
  const words = page.locator('.message').filter({ has: page.getByRole('heading', { name: /^Words/ }) });
  await words.waitFor();
  expect(await words.locator('.block-text strong').first().textContent()).toBe('bold');
  expect(await words.locator('.block-text code').first().textContent()).toBe('code *x*');
  expect(await words.locator('pre').first().textContent()).toBe('fenced\n*as it is*');
  expect(await words.getByText('@Bo Lind').count()).toBe(1);
  expect(await words.getByText('@deliverability').count()).toBe(1);
  expect(await words.getByText('<b>').count()).toBe(1);
  expect(await words.getByRole('img', { name: 'a picture from elsewhere' }).count()).toBe(1);
  expect(await words.locator('.diff-added').textContent()).toMatch(/^added: \+\s?www A 192.0.2.2/);
  expect(await words.locator('time').last().getAttribute('datetime')).toBe('2026-11-20T19:08:02.000Z');
  await page.getByRole('figure', { name: 'Balance' }).waitFor();
  expect(await page.getByRole('figure', { name: 'Balance' }).getByRole('row').count()).toBe(4);
  expect(await page.getByRole('table').filter({ hasText: 'www' }).getByRole('row').count()).toBe(2);
  const sent = page.getByRole('table', { name: 'Mailboxes' });
  await sent.getByRole('button', { name: 'Sent' }).click();
  expect(await sent.getByRole('row').nth(1).textContent()).toBe('m44');
  expect(await sent.getByRole('columnheader', { name: 'Sent' }).getAttribute('aria-sort')).toBe('ascending');
  await page.getByRole('button', { name: 'Next' }).click();
  expect(await sent.getByRole('row').nth(1).textContent()).toBe('m100100');

  const asWords = (type: string) => page.getByRole('figure', { name: type }).textContent();
  expect(await asWords('card')).toContain('A card\nWhat it says\nTake it');
  expect(await asWords('markdown')).toContain('**not** drawn');
  expect(await asWords('data_visualization')).toContain('Spend\nDomains');
  expect(await asWords('attachments')).toContain('in the old way');
  expect(await page.getByText('shows its text alone').count()).toBe(4);
  expect(await findings(page)).toEqual([]);
}, 60_000);

test('a file under a message opens where it is', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await send(page, '/litemail file');
  await page.getByRole('button', { name: /zone.txt/ }).click();
  await page.getByText('www A 192.0.2.1').waitFor();
}, 60_000);

test('buttons ask first where the app wants it; menus, selects and dates tell the app what was chosen', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS');
  await send(page, '/litemail press');
  const shown = message(page, 'Press something');
  await shown.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete it?' }).getByRole('button', { name: 'Keep' }).click();
  expect(heard('danger')()).toBeUndefined();
  await shown.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete it?' }).getByRole('button', { name: 'Delete' }).click();
  await expect.poll(heard('danger')).toMatchObject({ user: 'U0ANA' });

  await shown.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Remove/ }).click();
  await expect.poll(heard('overflow')).toMatchObject({ selected_option: { value: 'Remove' } });
  await shown.getByRole('combobox', { name: 'Choose a type' }).click();
  await page.getByRole('option', { name: 'MX' }).click();
  await expect.poll(heard('static')).toMatchObject({ selected_option: { value: 'MX' } });
  await shown.getByRole('combobox', { name: 'Choose a person' }).fill('bo');
  await page.keyboard.press('Enter');
  await expect.poll(heard('person')).toMatchObject({ selected_user: 'U0BO' });
  await shown.getByLabel('Date').fill('2026-12-24');
  await expect.poll(heard('date')).toMatchObject({ selected_date: '2026-12-24' });
}, 60_000);

test('a form with every input: what Slack checks, what the app checks, a view on top, and what arrives', async () => {
  const page = await playground.open('T0ACME/U0ANA/C0OPS', { viewport: { width: 1360, height: 1000 } });
  await send(page, '/litemail form');
  const dialog = page.getByRole('dialog', { name: 'Everything' });
  await dialog.waitFor();
  expect(await dialog.getByRole('figure').allTextContents()).toEqual([
    expect.stringMatching(/^alert .*Careful$/),
    expect.stringMatching(/^rich_text_input /),
  ]);
  expect(await findings(page)).toEqual([]);
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  const choose = async (name: string, ...options: string[]) => {
    await field(name).click();
    for (const option of options) await page.getByRole('option', { name: option }).click();
    await page.keyboard.press('Escape');
  };
  await field('text').fill('wrong');
  await field('number').fill('11');
  await field('email').fill('nobody');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByText('Enter at most 10.').waitFor();
  await dialog.getByText('Enter an email address.').waitFor();
  expect(heard('submit')()).toBeUndefined();

  await field('number').fill('7');
  await field('email').fill('ana@acme-mail.com');
  await field('one').click();
  await page.getByRole('option', { name: 'MX' }).click();
  await field('remote').fill('acme');
  await page.getByRole('option', { name: 'acme-outreach.net' }).click();
  await choose('many', 'red', 'blue');
  await choose('people', 'Bo Lind', 'Vera Sol');
  await field('channel').fill('appro');
  await page.getByRole('option', { name: '#approvals' }).click();
  await dialog.getByRole('checkbox', { name: /^first/ }).check();
  await dialog.getByRole('radio', { name: 'right' }).check();
  await field('date').fill('2026-12-24');
  await field('time').fill('18:30');
  await field('file').setInputFiles({
    name: 'zone.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('www A 192.0.2.1'),
  });
  await dialog.getByText('zone.txt').waitFor();

  // A view on top and back: what was entered below is still there.
  await dialog.getByRole('button', { name: 'One more view' }).click();
  const top = page.getByRole('dialog', { name: 'The second' });
  await top.getByText('On top of the first.').waitFor();
  await top.getByRole('button', { name: 'Back' }).click();
  expect(await field('number').inputValue()).toBe('7');

  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByText('Not that word.').waitFor();
  await field('text').fill('right');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.waitFor({ state: 'detached' });
  const values = heard('submit')() as Record<string, Record<string, Record<string, unknown>>>;
  const value = (id: string) => Object.values(values[id] ?? {})[0];
  expect(value('text')).toMatchObject({ value: 'right' });
  expect(value('several lines')).toMatchObject({ value: null });
  expect(value('number')).toMatchObject({ value: '7' });
  expect(value('one')).toMatchObject({ selected_option: { value: 'MX' } });
  expect(value('remote')).toMatchObject({ selected_option: { value: 'acme-outreach.net' } });
  expect(value('many')?.selected_options).toMatchObject([{ value: 'red' }, { value: 'blue' }]);
  expect(value('people')).toMatchObject({ selected_users: ['U0BO', 'U0VERA'] });
  expect(value('channel')).toMatchObject({ selected_conversation: 'C0APPROVE' });
  expect(value('checks')?.selected_options).toMatchObject([{ value: 'first' }]);
  expect(value('radio')).toMatchObject({ selected_option: { value: 'right' } });
  expect(value('date')).toMatchObject({ selected_date: '2026-12-24' });
  expect(value('time')).toMatchObject({ selected_time: '18:30' });
  expect(value('file')?.files).toMatchObject([{ name: 'zone.txt', size: 15 }]);
}, 90_000);
