import { afterEach, describe, expect, it } from 'vitest';
import { saying } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { postCommand, postInteraction } from '../../helpers/signed-request.ts';

let product: Product;
afterEach(() => product.stop());

/** Slack knows the team; the app has never heard of it. */
async function forget(teamId: string): Promise<void> {
  const settings = await product.app.stores.teams.get(teamId);
  if (!settings) throw new Error(`no ${teamId}`);
  await product.app.stores.teams.replace({ ...settings, secrets: {}, version: settings.version + 1 });
}

describe('a team that the app does not know', () => {
  it('gets a sentence for its command, where Bolt alone would say nothing', async () => {
    product = await startProduct();
    await forget('T0NOVA');
    const { delivered } = (await product.command('U0NED', 'C1OPS', 'dns list nova-reach.io', { team: 'T0NOVA' })) as {
      delivered?: { status: number };
    };
    expect(delivered?.status).toBe(200);
    const answer = await saying(product, 'C1OPS', 'has not installed the app', 'U0NED');
    expect(textOf(answer)).toContain('install it in your workspace');
  });

  it('gets a sentence for a press', async () => {
    product = await startProduct();
    await product.command('U0NED', 'C1OPS', '', { team: 'T0NOVA' });
    const menu = await saying(product, 'C1OPS', 'What would you like to do', 'U0NED');
    await forget('T0NOVA');
    product.sandbox.clock.advance(61_000);
    await product.press('U0NED', { channel: 'C1OPS', ts: menu.ts, label: 'Balance' });
    await saying(product, 'C1OPS', 'has not installed the app', 'U0NED');
  });

  it('is acknowledged even when nothing can be said to it, and its App Home stays as it is', async () => {
    product = await startProduct();
    const stranger = { team_id: 'T0NOBODY', user_id: 'U9', channel_id: 'C9' };
    expect((await postCommand(product.url, { ...stranger, text: 'wallet balance' })).status).toBe(200);
    const press = {
      type: 'block_actions',
      team: { id: 'T0NOBODY' },
      user: { id: 'U9' },
      actions: [{ type: 'button', action_id: 'command.run', value: '{"command":"wallet balance"}', action_ts: '1.1' }],
    };
    expect((await postInteraction(product.url, press)).status).toBe(200);
    expect(product.wire('litemail')).toEqual([]);
  });

  it('is turned away by an app that is set up for one team, though the signature is right', async () => {
    product = await startProduct({
      env: {
        SLACK_CLIENT_ID: '',
        SLACK_CLIENT_SECRET: '',
        SLACK_STATE_SECRET: '',
        SLACK_BOT_TOKEN: 'xoxb-sandbox-acme',
      },
    });
    await product.command('U0NED', 'C1OPS', 'whoami', { team: 'T0NOVA' });
    await saying(product, 'C1OPS', 'another Slack workspace', 'U0NED');
    await product.command('U0ANA', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'operator', 'U0ANA');
  });
});

describe('two teams at work at the same moment', () => {
  it('are each answered in their own, with what is theirs', async () => {
    product = await startProduct();
    const turns = Array.from({ length: 5 }, () => [
      product.command('U0ANA', 'C0OPS', 'wallet balance'),
      product.command('U0NED', 'C1OPS', 'wallet balance', { team: 'T0NOVA' }),
    ]);
    await Promise.all(turns.flat());
    const count = (channel: string, user: string) =>
      product.messages(channel, { user }).filter((message) => textOf(message).includes('$')).length;
    await product.until(() => count('C0OPS', 'U0ANA') === 5 && count('C1OPS', 'U0NED') === 5, 'ten answers');
    const refused = product
      .wire('slack')
      .filter(({ responseBody }) => JSON.stringify(responseBody).includes('not_found'));
    expect(refused).toEqual([]);
  });
});
