import { z } from 'zod';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { typed } from '../../../lib/text.ts';
import { plural } from '../../../ui/list.ts';
import { platforms } from '../../exports/index.ts';
import { allTags, contains, dashboardUrl, findMailboxes, status, tagNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const App = z
  .string()
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/[.\s-]+/g, '_'),
  )
  .pipe(z.enum([...platforms, 'MANUAL']));

export const mailboxesExport = command.write({
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
  async run(ctx, { to, mailboxes = [], except = [], tags = [], contains: text, status: state, account }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const [ids, excludeIds] = [
      mailboxes.length > 0 ? (await findMailboxes(litemail, mailboxes)).map(({ id }) => id) : [],
      except.length > 0 ? (await findMailboxes(litemail, except)).map(({ id }) => id) : [],
    ];
    const known = tags.length > 0 ? await allTags(litemail) : [];
    const tagIds = tags.map((name) => tagNamed(known, name).id);
    await litemail.exportMailboxes({
      body: {
        apps: [to],
        ...(ids.length > 0 && { ids }),
        ...(excludeIds.length > 0 && { excludeIds }),
        ...(tagIds.length > 0 && { tagIds }),
        ...(text && { contains: text }),
        ...(state && { status: state }),
        ...(account && { thirdPartyAccountId: account }),
      },
    });
    const what = ids.length > 0 ? plural(ids.length, 'mailbox', 'mailboxes') : 'the mailboxes';
    return {
      text:
        to === 'MANUAL'
          ? `LiteMail is exporting ${what} to a file. It contains passwords, so download it from <${dashboardUrl}|LiteMail’s dashboard>; ${typed('exports history')} shows when it is ready.`
          : `LiteMail is exporting ${what} to ${to}. ${typed('exports history')} shows when it is done.`,
    };
  },
});
