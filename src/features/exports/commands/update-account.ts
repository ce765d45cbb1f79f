import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { accountArgs, given } from '../export-arguments.ts';
import { app } from './add-account.ts';

const AccountChange = z.object({
  kind: z.literal('update-account'),
  app: z.string(),
  /** The password, encrypted. */
  sealed: z.string(),
  details: z.object({
    email: z.string(),
    url: z.string().exactOptional(),
    clientId: z.string().exactOptional(),
    clientIdAppName: z.string().exactOptional(),
    accountId: z.string().exactOptional(),
  }),
});
const sealedField = 'exports.update-account';

export const exportsUpdateAccount = command.planned({
  name: 'exports update-account',
  summary: 'Update the login of your sequencer account at LiteMail',
  role: 'operator',
  notes: [
    'The password can only be entered in the form. It is kept encrypted with the request, shown to nobody, and sent to LiteMail once it is approved.',
  ],
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
  planSchema: AccountChange,
  async plan(ctx, { app: platform, password, account, email, ...rest }) {
    await ctx.apis.litemail(ctx.actor.teamId);
    return {
      kind: 'update-account' as const,
      app: platform,
      sealed: ctx.vault.seal(ctx.actor.teamId, sealedField, password),
      details: given({ email, ...rest, accountId: account }),
    };
  },
  describe: ({ app: platform, details }) => ({
    title: `Use another login for the ${platform} account at LiteMail`,
    effect: 'destructive',
    risk: {
      level: 'high',
      reasons: [
        `later exports give the passwords of mailboxes to whoever has the ${platform} account ${details.email}`,
      ],
    },
    items: [
      {
        sign: '-',
        text: `the login that LiteMail has now, which it does not show${details.accountId ? ` (account ${details.accountId})` : ''}`,
      },
      { sign: '+', text: `${details.email}, with a new password${details.url ? `, at ${details.url}` : ''}` },
    ],
    meaning: [`Exports to ${platform} go there from now on.`],
    undo: 'Enter the old login the same way; LiteMail does not show it.',
    calls: 1,
    confirm: true,
    subjects: [`${platform} account`],
  }),
  async apply(ctx, { app: platform, sealed, details }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const password = ctx.vault.open(ctx.actor.teamId, sealedField, sealed);
    await auditSecretUse(ctx, 'exports.account_updated', { app: platform });
    // The same login twice is the same as once, so a lost answer is simply asked again.
    await litemail.updateThirdPartyAccount({ body: { app: platform, password, ...details } });
    return { status: 'applied', text: `LiteMail now uses the new login of your ${platform} account ${details.email}.` };
  },
});
