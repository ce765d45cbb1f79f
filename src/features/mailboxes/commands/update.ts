import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { findMailbox, listMailboxes, mailbox } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const Fields = z.object({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  username: z.string().optional(),
  profilePicture: z.string().optional(),
  removeProfilePicture: z.boolean().optional(),
});
const MailboxChange = z.object({
  kind: z.literal('update-mailbox'),
  id: z.string(),
  email: z.string(),
  domain: z.string(),
  from: Fields,
  to: Fields,
});

const labels = {
  firstName: 'first name',
  lastName: 'last name',
  username: 'username',
  profilePicture: 'picture',
} as const;
const keys = ['firstName', 'lastName', 'username', 'profilePicture'] as const;
const name = z.string().min(1).max(100).optional();

export const mailboxesUpdate = command.planned({
  name: 'mailboxes update',
  summary: 'Change the name, username or picture of a mailbox',
  role: 'operator',
  operations: { litemail: ['updateMailbox', 'getMailbox', 'listMailboxes'] },
  args: {
    mailbox,
    firstName: flag(name, { label: 'First name', help: 'As recipients see it', example: 'Ana' }),
    lastName: flag(name, { label: 'Last name', help: 'As recipients see it', example: 'Ruiz' }),
    username: flag(
      z
        .string()
        .regex(/^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/i, 'Use letters, digits, dots, hyphens and underscores.')
        .optional(),
      { label: 'Username', help: 'The part before the @; changing it changes the address', example: 'ana.ruiz' },
    ),
    picture: flag(z.url({ protocol: /^https$/, error: 'Enter a full https:// URL.' }).optional(), {
      label: 'Picture',
      help: 'URL of an image',
      example: 'https://acme.com/ana.png',
    }),
    noPicture: flag(z.boolean().default(false), {
      label: 'No picture',
      help: 'Remove the picture',
      example: 'true',
    }),
  },
  planSchema: MailboxChange,
  async plan(ctx, { mailbox: typed, firstName, lastName, username, picture, noPicture }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const listed = await findMailbox(litemail, typed);
    const current = await litemail.getMailbox({ params: { id: listed.id } });
    const requested = { firstName, lastName, username: username?.toLowerCase(), profilePicture: picture };
    const changed = keys.filter((key) => requested[key] !== undefined && requested[key] !== current[key]);
    const removes = noPicture && current.profilePicture !== undefined && !picture;
    if (changed.length === 0 && !removes)
      return noChange({
        text: `Nothing to change for \`${current.email ?? typed}\`. Say what to change, such as \`--last-name Ruiz\`.`,
      });
    if (changed.includes('username')) {
      const address = `${requested.username}@${current.domain ?? listed.domain}`;
      const { items } = await listMailboxes(litemail, { contains: address });
      if (items.some(({ email }) => email?.toLowerCase() === address))
        throw new AppError('conflict', `\`${address}\` already exists.`, {
          hint: 'Choose another username.',
          fields: { username: 'It is taken.' },
        });
    }
    const only = (values: Partial<Record<(typeof keys)[number], string | undefined>>) =>
      Object.fromEntries(changed.map((key) => [key, values[key]]));
    return {
      kind: 'update-mailbox' as const,
      id: listed.id,
      email: current.email ?? listed.email ?? typed,
      domain: current.domain ?? listed.domain ?? '',
      from: { ...only(current), ...(removes && { profilePicture: current.profilePicture }) },
      to: { ...only(requested), ...(removes && { removeProfilePicture: true }) },
    };
  },
  describe: ({ email, domain, from, to }) => ({
    title: to.username ? `Change the address ${email} to ${to.username}@${domain}` : `Change the mailbox ${email}`,
    subjects: [email],
    effect: 'destructive',
    risk: to.username
      ? { level: 'high', reasons: [`mail to the old address ${email} is no longer delivered`] }
      : { level: 'low', reasons: [] },
    items: [
      ...keys.flatMap((key) => (from[key] ? [{ sign: '-' as const, text: `${labels[key]} ${from[key]}` }] : [])),
      ...keys.flatMap((key) => (to[key] ? [{ sign: '+' as const, text: `${labels[key]} ${to[key]}` }] : [])),
    ],
    meaning: to.username
      ? ['Replies to mail already sent go to the old address and are lost. Sequencers have to be reconnected.']
      : ['Mail sent from now on shows the change.'],
    undo: 'Change it back the same way.',
    calls: 2,
  }),
  async apply(ctx, { id, email, domain, from, to }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    const now = await litemail.getMailbox({ params: { id } });
    const changedKey = keys.find((key) => key in { ...from, ...to } && now[key] !== from[key] && now[key] !== to[key]);
    if (changedKey)
      throw new AppError('drift', `The ${labels[changedKey]} of ${email} changed since the plan was made.`, {
        hint: 'Run the command again to see the current values.',
      });
    const isDone = keys.every((key) => !(key in { ...from, ...to }) || now[key] === to[key]);
    if (!isDone) await litemail.updateMailbox({ params: { id }, body: to });
    return {
      status: 'applied',
      text: to.username
        ? `${email} is being changed to ${to.username}@${domain}. This takes LiteMail a few minutes.`
        : `${email} is changed.`,
    };
  },
});
