import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { accountArgs, given } from '../export-arguments.ts';
import { app } from './add-account.ts';

export const exportsUpdateAccount = command.write({
  name: 'exports update-account',
  summary: 'Update the login of your sequencer account at LiteMail',
  role: 'operator',
  notes: ['The password can only be entered in the form. It is sent to LiteMail and not stored here.'],
  operations: { litemail: ['updateThirdPartyAccount'] },
  args: {
    app,
    ...accountArgs,
    account: flag(z.string().optional(), {
      label: 'Account',
      help: 'Its id at LiteMail, if you have several at one sequencer',
      example: 'acc_1',
    }),
  },
  async run(ctx, { app: platform, email, password, account, ...rest }) {
    await auditSecretUse(ctx, 'exports.account_updated', { app: platform });
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    await litemail.updateThirdPartyAccount({
      body: { app: platform, email, password, ...given(rest), ...(account && { accountId: account }) },
    });
    return { text: `LiteMail now uses the new login of your ${platform} account ${email}.` };
  },
});
