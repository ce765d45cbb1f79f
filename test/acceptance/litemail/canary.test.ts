import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { example } from '../../../src/engine/commands/usage.ts';
import { registry } from '../../../src/features/all-features.ts';
import { fixture } from '../../helpers/fixture.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

interface Seed {
  readonly data: {
    readonly credentials: { readonly email: string; readonly apiKey: string; readonly accountId: string };
  };
}

const planted = {
  password: 'canary-password-1f9a',
  appPassword: 'cana ryap ppas swrd',
  secret: 'CANARYTOTPSEED234567',
};
const formSecrets = { password: 'canary-third-party-77c1', apiKey: 'canary-platform-key-5b2e' };

/** Everything that anybody, or any file, could still hold after the app has answered. */
function everythingKept(): string {
  const { slack } = product.sandbox;
  const teams = slack.slack.state.teams();
  const messages = teams.flatMap((team) =>
    team.channels.map((channel) => JSON.stringify(slack.slack.state.messages(team.id, channel.id))),
  );
  const screens = teams.flatMap((team) =>
    team.people.map((person) => JSON.stringify(slack.slack.state.screen(team.id, person.id))),
  );
  const files = globSync('**/*', { cwd: product.dataDir })
    .map((path) => join(product.dataDir, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));
  const snapshots = globSync('test/**/__snapshots__/*').map((path) => readFileSync(path, 'utf8'));
  expect(files.join('').length).toBeGreaterThan(1000);
  expect(messages.join('').length).toBeGreaterThan(1000);
  expect(product.logged.length).toBeGreaterThan(10);
  return [...messages, ...screens, ...files, ...snapshots, ...product.logged, JSON.stringify(product.wire())].join(
    '\n',
  );
}

/** Types it and waits until the app has said or shown something. */
async function type(user: string, line: string): Promise<void> {
  const before = product.wire('slack').length;
  const { length } = product.messages('C0OPS', { user });
  await product.command(user, 'C0OPS', line);
  await product.until(
    () =>
      product.wire('slack').length > before ||
      product.messages('C0OPS', { user }).length > length ||
      product.views(user).length > 0,
    `anything after ${line}`,
  );
  while (product.views(user).length > 0) await product.close(user);
}

/** Whether the select has its list by now; while LiteMail is busy it is empty at first. */
async function offers(label: string): Promise<boolean> {
  const view = product.views('U0ANA').at(-1)?.id;
  const { options } = (await product.act({ do: 'options', user: 'U0ANA', view, label })) as unknown as {
    options: unknown[];
  };
  return options.length > 0;
}

it('no key, password or seed that LiteMail sends or a person types is kept or shown, whatever is asked', async () => {
  const { credentials } = (fixture('litemail/cloudflare-credentials') as Seed).data;
  const team = product.sandbox.litemail.team('T0ACME');
  team.credentials = { ...credentials };
  for (const mailbox of team.mailboxes) Object.assign(mailbox, planted);

  await product.command('U0ANA', 'C0OPS', 'exports add-account');
  await product.until(() => product.views('U0ANA')[0], 'the form');
  await product.submit('U0ANA', {
    Sequencer: 'INSTANTLY',
    'Login email': 'ops@acme.com',
    Password: formSecrets.password,
  });
  await product.until(() => allReceived(product, 'addThirdPartyAccount').length > 0, 'the account at LiteMail');
  await product.command(
    'U0ANA',
    'C0OPS',
    'mailboxes connect-inboxes instantly --mailboxes ana@acme-mail.com --api-key x',
  );
  await product.until(() => product.views('U0ANA')[0], 'the form');
  await product.until(() => offers('Mailboxes'), 'the mailboxes to choose from');
  await product.submit('U0ANA', {
    Mailboxes: ['ana@acme-mail.com'],
    'API key': formSecrets.apiKey,
  });
  const card = await product.until(
    () =>
      product
        .messages('C0APPROVE')
        .findLast((message) => textOf(message).includes('the account of the API key that was entered')),
    'the card of the connection',
  );
  await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
  await product.until(() => allReceived(product, 'connectInboxes').length > 0, 'the inboxes at LiteMail');

  const lines = registry
    .filter(({ noun, operations }) => noun !== 'setup' && (operations?.litemail ?? []).length > 0)
    .map((command) => example(command).replace('/litemail ', ''));
  expect(lines.length).toBeGreaterThan(50);
  for (const line of lines) {
    await type('U0ANA', line);
    if (/^(webhooks|status|wallet|domains credentials)/.test(line)) await type('U0ADA', line);
    // LiteMail takes 200 calls a minute; nobody types all commands within one.
    product.sandbox.clock.advance(10_000);
  }

  expect(allReceived(product, 'getCloudflareCredentials').length).toBeGreaterThan(0);
  // Asked for in its turn: LiteMail takes few calls a second.
  await product.until(() => allReceived(product, 'getMailbox').length > 0, 'a mailbox asked for');
  const kept = everythingKept();
  const secrets = [credentials.apiKey, credentials.email, ...Object.values(planted), ...Object.values(formSecrets)];
  for (const secret of secrets) expect(kept.includes(secret), `${secret} was found`).toBe(false);
}, 120_000);
