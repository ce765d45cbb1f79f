import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { plural } from '../../../ui/list.ts';
import { given, platforms } from '../../exports/index.ts';
import {
  allMailboxes,
  allTags,
  callOnce,
  contains,
  dashboardUrl,
  findMailboxes,
  status,
  tagNamed,
} from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { auditSecretUse } from '../../setup/index.ts';
import { HandedMailboxes, handedItems, handOver, lostHandOver } from '../service/hand-over.ts';

const App = z
  .string()
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/[.\s-]+/g, '_'),
  )
  .pipe(z.enum([...platforms, 'MANUAL']));

const Export = z.object({
  kind: z.literal('export-mailboxes'),
  app: z.string(),
  account: z.string().optional(),
  /** What LiteMail is asked for; nothing here means all mailboxes. */
  filter: z.object({
    ids: z.array(z.string()).optional(),
    excludeIds: z.array(z.string()).optional(),
    tagIds: z.array(z.string()).optional(),
    contains: z.string().optional(),
    status: z.string().optional(),
  }),
  /** Names of the tags: LiteMail alone knows which of the mailboxes have them. */
  tags: z.array(z.string()),
  mailboxes: HandedMailboxes,
});
type Export = z.infer<typeof Export>;

/** The mailboxes that match, apart from tags. */
async function matching(litemail: LiteMail, { ids, excludeIds = [], contains: text, status: state }: Export['filter']) {
  const all = await allMailboxes(litemail, { contains: text, status: state });
  return all
    .filter(({ id }) => (!ids || ids.includes(id)) && !excludeIds.includes(id))
    .map(({ id, email = id }) => ({ id, email }));
}

const receiverOf = ({ app, account }: Pick<Export, 'app' | 'account'>): string =>
  app === 'MANUAL'
    ? 'whoever may open LiteMail’s dashboard'
    : `${app}, ${account ? `account ${account}` : 'with the account saved at LiteMail'}`;

export const mailboxesExport = command.planned({
  name: 'mailboxes export',
  summary: 'Export mailboxes to a sequencer, or to a file in LiteMail’s dashboard',
  role: 'operator',
  notes: [
    'Add your sequencer account to LiteMail once, with `exports add-account`.',
    'The file contains passwords, so its link is only in LiteMail’s dashboard.',
  ],
  operations: { litemail: ['exportMailboxes', 'listMailboxes', 'listTags'] },
  args: {
    to: positional(App, { label: 'To', help: 'The sequencer, or MANUAL for a file', example: 'INSTANTLY' }),
    mailboxes: flag(z.array(z.string().min(3)).optional(), {
      label: 'Mailboxes',
      help: 'Their addresses; default: all that match the other filters',
      example: 'ana@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
    except: flag(z.array(z.string().min(3)).optional(), {
      label: 'Except',
      help: 'Addresses to leave out',
      example: 'bo@acme-mail.com',
      widget: { options: 'mailboxes' },
    }),
    tags: flag(z.array(z.string().min(1)).optional(), {
      label: 'Tags',
      help: 'Only mailboxes with one of these tags',
      example: 'warm',
      widget: { options: 'tags' },
    }),
    contains,
    status,
    account: flag(z.string().optional(), {
      label: 'Account',
      help: 'Its id at LiteMail, if you have several',
      example: 'acc_1',
    }),
  },
  planSchema: Export,
  async plan(ctx, { to: app, mailboxes = [], except = [], tags = [], contains: text, status: state, account }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const idsOf = async (names: readonly string[]) => (await findMailboxes(litemail, names)).map(({ id }) => id);
    const known = tags.length > 0 ? await allTags(litemail) : [];
    const tagged = tags.map((name) => tagNamed(known, name));
    const filter = {
      ...(mailboxes.length > 0 && { ids: await idsOf(mailboxes) }),
      ...(except.length > 0 && { excludeIds: await idsOf(except) }),
      ...(tagged.length > 0 && { tagIds: tagged.map(({ id }) => id) }),
      ...(text && { contains: text }),
      ...(state && { status: state }),
    };
    const found = await matching(litemail, filter);
    if (found.length === 0) return noChange({ text: 'No mailbox matches, so there is nothing to export.' });
    const names = tagged.map(({ name }) => name);
    return {
      kind: 'export-mailboxes' as const,
      app,
      ...(account && { account }),
      filter,
      tags: names,
      mailboxes: found,
    };
  },
  describe: (plan) => {
    const { app, mailboxes, tags } = plan;
    const count = plural(mailboxes.length, 'mailbox', 'mailboxes');
    return {
      title: `Export ${tags.length > 0 ? `those of ${count} with the tag ${tags.join(' or ')}` : count} to ${app === 'MANUAL' ? 'a file' : app}`,
      ...handOver(mailboxes, receiverOf(plan)),
      meaning: [
        app === 'MANUAL'
          ? 'LiteMail makes a file with their passwords, for everybody who may open its dashboard.'
          : `LiteMail gives ${app} the passwords of these mailboxes, and does not say here whose account that is.`,
        ...(tags.length > 0
          ? ['LiteMail leaves out mailboxes without the tag; this app cannot see which have it.']
          : []),
      ],
    };
  },
  allItems: (plan) => handedItems(plan.mailboxes, receiverOf(plan)),
  async apply(ctx, plan, journal) {
    const { app, account, filter, mailboxes } = plan;
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const approved = new Set(mailboxes.map(({ id }) => id));
    const called = await callOnce(journal, {
      async before() {
        const added = (await matching(litemail, filter)).filter(({ id }) => !approved.has(id));
        if (added.length > 0)
          throw new AppError(
            'drift',
            `${plural(added.length, 'more mailbox', 'more mailboxes')} would be exported than the plan shows, such as ${added[0]?.email}.`,
            {
              hint: 'Run the command again to see which match now.',
            },
          );
        await auditSecretUse(ctx, 'mailboxes.exported', { app, mailboxes: mailboxes.length });
        return null;
      },
      call: () =>
        litemail.exportMailboxes({
          body: { apps: [app], ...given(filter), ...(account && { thirdPartyAccountId: account }) },
        }),
    });
    if (called.kind !== 'answered') return lostHandOver;
    const what = plural(mailboxes.length, 'mailbox', 'mailboxes');
    return {
      status: 'applied',
      text:
        app === 'MANUAL'
          ? `LiteMail is exporting ${what} to a file. It contains passwords, so it is only in LiteMail’s dashboard (${dashboardUrl}); ${typed('exports history')} shows when it is ready.`
          : `LiteMail is exporting ${what} to ${app}. ${typed('exports history')} shows when it is done.`,
    };
  },
});
