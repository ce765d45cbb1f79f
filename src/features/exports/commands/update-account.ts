import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { accountArgs, given } from '../export-arguments.ts';
import { app } from './add-account.ts';

export const exportsUpdateAccount = command.write({
  name: 'exports update-account',
  summary: 'Give LiteMail a new login of your account at a sequencer',
  role: 'operator',
  notes: ['The password is taken from the form alone, goes to LiteMail and is kept nowhere here.'],
  operations: { litemail: ['updateThirdPartyAccount'] },
  args: {
    app,
    ...accountArgs,
    account: flag(z.string().optional(), {
      label: 'Account',
      help: 'Its id at LiteMail, where there are several at one sequencer',
      example: 'acc_1',
    }),
  },
  async run(ctx, { app: platform, email, password, account, ...rest }) {
    await auditSecretUse(ctx, 'exports.account_updated', { app: platform });
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    await litemail.updateThirdPartyAccount({
      body: { app: platform, email, password, ...given(rest), ...(account && { accountId: account }) },
    });
    return { text: `LiteMail uses the new login of your ${platform} account ${email} from now on.` };
  },
});
