import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { accountArgs, given, Platform } from '../export-arguments.ts';

export const app = flag(Platform, {
  label: 'Sequencer',
  help: 'Where the account is',
  example: 'INSTANTLY',
});

export const exportsAddAccount = command.write({
  name: 'exports add-account',
  summary: 'Give LiteMail the login of your account at a sequencer',
  role: 'operator',
  notes: ['The password is taken from the form alone, goes to LiteMail and is kept nowhere here.'],
  operations: { litemail: ['addThirdPartyAccount'] },
  args: { app, ...accountArgs },
  async run(ctx, { app: platform, email, password, ...rest }) {
    await auditSecretUse(ctx, 'exports.account_added', { app: platform });
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    await litemail.addThirdPartyAccount({ body: { app: platform, email, password, ...given(rest) } });
    return {
      text: `LiteMail has your ${platform} account ${email} now. \`/litemail mailboxes export ${platform}\` sends mailboxes there.`,
    };
  },
});
