import { flag } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { accountArgs, given, Platform } from '../export-arguments.ts';

export const app = flag(Platform, {
  label: 'Sequencer',
  help: 'Where the account is',
  example: 'INSTANTLY',
  bare: true,
});

export const exportsAddAccount = command.write({
  name: 'exports add-account',
  summary: 'Add your sequencer account to LiteMail',
  role: 'operator',
  notes: ['The password can only be entered in the form. It is sent to LiteMail and not stored here.'],
  operations: { litemail: ['addThirdPartyAccount'] },
  args: { app, ...accountArgs },
  async run(ctx, { app: platform, email, password, ...rest }) {
    await auditSecretUse(ctx, 'exports.account_added', { app: platform });
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    await litemail.addThirdPartyAccount({ body: { app: platform, email, password, ...given(rest) } });
    return {
      text: `Your ${platform} account ${email} is now saved at LiteMail. ${typed(`mailboxes export ${platform}`)} exports mailboxes to it.`,
    };
  },
});
