import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const open = async (user: string, channel: string, text: string, team?: string) => {
  await product.command(user, channel, text, team ? { team } : {});
  await product.until(() => product.views(user)[0], `the form of ${text}`);
};

describe('setting a team up', () => {
  it('is for admins', async () => {
    await product.command('U0ANA', 'C0OPS', 'setup');
    await saying(product, 'C0OPS', 'for admins', 'U0ANA');
  });

  it('shows each step with what was found, and a tick where it works', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup');
    const text = textOf(await saying(product, 'C0OPS', 'Setting up', 'U0ADA'));
    expect(text).toMatch(/:white_check_mark: \*1\. Connect LiteMail\*\nconnected as/);
    expect(text).toMatch(/:white_check_mark: \*2\. Connect Cloudflare\*\nconnected, \d+ zones visible/);
    expect(text).toContain('<#C0APPROVE>');
    expect(text).toContain('<@U0BO>');
  });

  it('takes LiteMail for connected where only its account cannot be asked for', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'status', status: 404, times: 2, operation: '/v1/users' });
    await open('U0ADA', 'C0OPS', 'setup litemail');
    await product.submit('U0ADA', { 'LiteMail API key': sandboxCredentials.acme.liteMailKey });
    expect(textOf(await saying(product, 'C0OPS', 'Setting up', 'U0ADA'))).toMatch(
      /:white_check_mark: \*1\. Connect LiteMail\*\nconnected, account not available/,
    );
  });

  it('opens the form of the roles, as they are, for the bare command', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup roles');
    const view = await product.until(() => product.views('U0ADA')[0], 'the form');
    expect(JSON.stringify(view)).toMatch(/initial_users":\["U0/);
  });

  it('keeps a key only when LiteMail takes it', async () => {
    const before = (await product.app.stores.teams.get('T0NOVA'))?.secrets['litemail.apiKey'];
    await open('U0NIA', 'C1OPS', 'setup litemail', 'T0NOVA');
    await product.submit('U0NIA', { 'LiteMail API key': 'lm-not-a-real-key' });
    await saying(product, 'C1OPS', /LiteMail/, 'U0NIA');
    expect((await product.app.stores.teams.get('T0NOVA'))?.secrets['litemail.apiKey']).toBe(before);
    await open('U0NIA', 'C1OPS', 'setup litemail', 'T0NOVA');
    await product.submit('U0NIA', { 'LiteMail API key': sandboxCredentials.nova.liteMailKey });
    await saying(product, 'C1OPS', 'Setting up', 'U0NIA');
    expect((await product.app.stores.teams.get('T0NOVA'))?.secrets['litemail.apiKey']).not.toBe(before);
    expect(product.logged.join('\n')).not.toContain('lm-not-a-real-key');
  });

  it('does not take a key that was typed into a command, and says to rotate it', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup litemail --api-key lm-typed-where-all-can-see');
    const answer = textOf(await saying(product, 'C0OPS', 'create a new one', 'U0ADA'));
    expect(answer).not.toContain('lm-typed');
    expect(product.views('U0ADA')).toHaveLength(1);
  });

  it('changes roles at once while there is one admin, and asks another one when there are two', async () => {
    const alone = 'setup roles --operator <@U0NED|ned> --approver <@U0NIA|nia> --admin <@U0NIA|nia>';
    await product.command('U0NIA', 'C1OPS', alone, { team: 'T0NOVA' });
    await saying(product, 'U0NIA', 'new settings are in effect');
    await product.command(
      'U0ADA',
      'C0OPS',
      'setup roles --operator <@U0ANA|ana> --operator <@U0VERA|vera> --approver <@U0BO|bo> --approver <@U0ADA|ada> --admin <@U0ADA|ada> --admin <@U0BO|bo>',
    );
    await saying(product, 'U0ADA', 'new settings are in effect');
    await product.command('U0VERA', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'operator', 'U0VERA');

    await product.command(
      'U0ADA',
      'C0OPS',
      'setup roles --operator <@U0ANA|ana> --approver <@U0BO|bo> --approver <@U0ADA|ada> --admin <@U0ADA|ada> --admin <@U0BO|bo>',
    );
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('- operator <@U0VERA>');
    expect(textOf(card)).toContain('takes rights away');
    expect(textOf(card)).not.toContain('right to act');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'new settings are in effect');
    expect((await product.app.stores.teams.get('T0ACME'))?.policy.roles.operator).toEqual(['U0ANA']);
  });

  it('leaves the roles and channels that are not named in the line as they are', async () => {
    const policy = async () => {
      const stored = (await product.app.stores.teams.get('T0ACME'))?.policy;
      // Every full member is a viewer with `*` and where nobody is named.
      return stored && { ...stored, roles: { ...stored.roles, viewer: ['*'] } };
    };
    const before = await policy();
    await product.command('U0ADA', 'C0OPS', 'setup roles --operator <@U0ANA|ana> --operator <@U0VERA|vera>');
    await saying(product, 'U0ADA', 'new settings are in effect');
    expect((await policy())?.roles).toEqual({ ...before?.roles, operator: ['U0ANA', 'U0VERA'] });
    await product.command('U0ADA', 'C0OPS', 'setup roles --groups approver:S0DELIV');
    await product.until(async () => (await policy())?.roles.approver?.includes('S0DELIV'), 'the group as approvers');
    expect((await policy())?.roles).toEqual({
      ...before?.roles,
      operator: ['U0ANA', 'U0VERA'],
      approver: ['S0DELIV'],
    });
    await product.command('U0ADA', 'C0OPS', 'setup channels --approvals <#C0OPS|ops>');
    await product.until(async () => (await policy())?.channels.approvals === 'C0OPS', 'the other channel');
    expect((await policy())?.channels).toEqual({ ...before?.channels, approvals: 'C0OPS' });
  });

  it('lets nobody give himself roles while the owner of the workspace could, though nobody is named yet', async () => {
    await product.command('U0NIA', 'C1OPS', 'whoami', { team: 'T0NOVA' });
    const team = product.sandbox.slack.slack.state.team('T0NOVA');
    const ned = team?.people.find(({ id }) => id === 'U0NED');
    Object.assign(ned ?? {}, { isAdmin: true });
    const settings = await product.app.stores.teams.get('T0NOVA');
    if (!settings) throw new Error('no settings');
    const nobodyNamed = { channels: {}, roles: {}, rules: [] };
    await product.app.stores.teams.replace({ ...settings, policy: nobodyNamed, version: settings.version + 1 });
    await product.command('U0NED', 'C1OPS', 'setup roles --admin <@U0NED|ned> --operator <@U0NED|ned>', {
      team: 'T0NOVA',
    });
    await saying(product, 'C1OPS', 'in a direct message to <@U0NIA>', 'U0NED');
    const card = await withButton(product, 'U0NIA', 'Approve');
    expect((await product.app.stores.teams.get('T0NOVA'))?.policy).toEqual(nobodyNamed);
    await product.press('U0NED', { channel: 'U0NIA', ts: card.ts, label: 'Approve' }).catch(() => undefined);
    await product.press('U0NIA', { channel: 'U0NIA', ts: card.ts, label: 'Approve' });
    await saying(product, 'U0NED', 'new settings are in effect');
    expect((await product.app.stores.teams.get('T0NOVA'))?.policy.roles.admin).toEqual(['U0NED']);
  });

  it.each([
    ['a bot', '--admin <@U0BOT|litemail>', /as admin then: <@U0BOT> is a bot/],
    ['a guest', '--admin <@U0ADA|ada> --approver <@U0GUS|gus>', /as approver then: <@U0GUS> is a guest/],
    ['somebody who left', '--admin <@U0VERA|vera>', /as admin then: <@U0VERA> is deactivated/],
    ['nobody known', '--admin U0NOBODY', /as admin then: <@U0NOBODY> is not known/],
    [
      'a disabled usergroup',
      '--admin <@U0ADA|ada> --groups approver:S0OFF',
      /as approver then: <!subteam\^S0OFF> has no member/,
    ],
    ['an empty one', '--groups admin:S0EMPTY', /as admin then: <!subteam\^S0EMPTY> has no member/],
  ])('is refused, with the names, where it leaves nobody who can act: %s', async (_, words, why) => {
    const team = product.sandbox.slack.slack.state.team('T0ACME');
    Object.assign(team?.people.find(({ id }) => id === 'U0VERA') ?? {}, { deleted: true });
    team?.usergroups.push({ id: 'S0OFF', handle: 'off', name: 'Off', users: ['U0BO'], disabled: true });
    team?.usergroups.push({ id: 'S0EMPTY', handle: 'empty', name: 'Empty', users: [] });
    await product.command('U0ADA', 'C0OPS', `setup roles ${words}`);
    await saying(product, 'C0OPS', why, 'U0ADA');
    expect((await product.app.stores.teams.get('T0ACME'))?.policy.roles.admin).toEqual(['U0ADA']);
  });

  it('lets the owner stand in once the only named admin has left, and tells the audit channel what he does alone', async () => {
    const settings = await product.app.stores.teams.get('T0ACME');
    if (!settings) throw new Error('no settings');
    const roles = { ...settings.policy.roles, admin: ['U0VERA'] };
    await product.app.stores.teams.replace({
      ...settings,
      policy: { ...settings.policy, roles },
      version: settings.version + 1,
    });
    await product.command('U0ADA', 'C0OPS', 'setup roles --admin <@U0ADA|ada>');
    await saying(product, 'C0OPS', 'for admins', 'U0ADA');
    const team = product.sandbox.slack.slack.state.team('T0ACME');
    Object.assign(team?.people.find(({ id }) => id === 'U0VERA') ?? {}, { deleted: true });
    await product.act({ do: 'clock', advance: '61s' });
    await product.command(
      'U0ADA',
      'C0OPS',
      'setup roles --admin <@U0ADA|ada> --approver <@U0BO|bo> --operator <@U0ANA|ana>',
    );
    await saying(product, 'U0ADA', 'new settings are in effect');
    await saying(
      product,
      'C0AUDIT',
      /<@U0ADA> changed this app’s settings alone, as its only admin: .*\+ admin <@U0ADA>/,
    );
  });

  it('names channels on the card, and says nothing of rights where only they change', async () => {
    await product.command(
      'U0ADA',
      'C0OPS',
      'setup roles --operator <@U0ANA|ana> --approver <@U0BO|bo> --approver <@U0ADA|ada> --admin <@U0ADA|ada> --admin <@U0BO|bo>',
    );
    const first = product.messages('C0APPROVE').length;
    await product.command('U0ADA', 'C0OPS', 'setup channels --approvals <#C0APPROVE|approvals> --audit <#C0OPS|ops>');
    const card = await product.until(
      () =>
        [...product.messages('C0APPROVE').slice(first), ...product.messages('U0ADA')].find((message) =>
          textOf(message).includes('audit channel'),
        ),
      'the card of the channels',
    );
    expect(textOf(card)).toContain('+ audit channel <#C0OPS>');
    expect(textOf(card)).not.toMatch(/right to act|rights away/);
  });

  it('refuses a channel that the app cannot post in', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup channels --approvals C0NOWHERE');
    await saying(product, 'C0OPS', 'cannot be used for approvals', 'U0ADA');
  });
});
