import { z } from 'zod';
import { personAt } from '../slack/acting/actor-context.ts';
import { changeChannel, revoke, uninstall } from '../slack/acting/channel-changes.ts';
import { runCommand } from '../slack/acting/command.ts';
import { pressElement } from '../slack/acting/press.ts';
import { openHome, say } from '../slack/acting/send-events.ts';
import { closeView, submitView } from '../slack/acting/submit.ts';
import { loadOptions } from '../slack/acting/suggest.ts';
import { channel, team, user, type Verb, verb } from './verb.ts';

const pointing = {
  action_id: z.string().optional(),
  block_id: z.string().optional(),
  label: z.string().optional().describe('text of the button or menu entry, or label of the input'),
};
const view = z.string().optional().describe('id or callback_id of a modal, `top` (the front one), or `home`');
const ts = z.string().optional().describe('of the message; default: the newest one with such an element');

/** What people do in Slack. */
export const slackVerbs: readonly Verb[] = [
  verb('sign-in', 'Sets the person who acts when a verb names nobody.', { user, team }, (sandbox, fields) => {
    const { team: at, person } = personAt(sandbox.slack.acting, fields.user, fields.team);
    return { user: person.id, name: person.realName, team: at.id };
  }),
  verb(
    'command',
    'Types a slash command; its text is encoded as Slack does it (links, mentions, entities).',
    {
      user,
      channel,
      text: z.string().describe('with or without /litemail'),
      team,
      raw: z.boolean().optional().describe('send the text exactly as given'),
    },
    (sandbox, fields) => runCommand(sandbox.slack.acting, fields),
  ),
  verb(
    'press',
    'Presses a button or chooses in a menu, in a message or a view; a confirmation dialog is confirmed.',
    {
      user,
      channel: channel.optional(),
      ts,
      view,
      ...pointing,
      value: z.string().optional().describe("the button's value, if several look alike"),
      selected: z.unknown().optional().describe('option value or label, user, channel, date, text, or a list of them'),
      stale: z
        .boolean()
        .optional()
        .describe('press something no longer shown; needs action_id, and value if it had one'),
      team,
    },
    (sandbox, fields) => pressElement(sandbox.slack.acting, fields),
  ),
  verb(
    'submit',
    'Fills in a modal and submits it. Errors from Slack or the app come back as `errors` by block_id.',
    {
      user,
      view,
      values: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('by block_id, action_id or label; a file is its text or {name, content | base64}'),
      team,
    },
    (sandbox, fields) => submitView(sandbox.slack.acting, fields),
  ),
  verb('close', 'Closes a modal with its close button.', { user, view, team }, (sandbox, fields) =>
    closeView(sandbox.slack.acting, fields),
  ),
  verb(
    'options',
    'Types into a select whose options come from the app; returns `options`.',
    { user, view, channel: channel.optional(), ts, ...pointing, query: z.string().default(''), team },
    async (sandbox, fields) => ({ options: await loadOptions(sandbox.slack.acting, fields) }),
  ),
  verb('home', 'Opens App Home.', { user, team }, (sandbox, fields) => openHome(sandbox.slack.acting, fields)),
  verb(
    'say',
    'Writes a message as a person. A mention reaches the app if it has app_mentions:read.',
    { user, channel, text: z.string(), thread_ts: z.string().optional(), team },
    (sandbox, fields) => say(sandbox.slack.acting, fields),
  ),
  verb(
    'change-channel',
    'Joins or leaves a channel (the app, if no member is named), or archives, unarchives, renames or deletes it or gives it another id; the app gets Slack’s event.',
    {
      channel,
      action: z.enum(['join', 'leave', 'archive', 'unarchive', 'rename', 'delete', 'change-id']),
      member: z.string().optional().describe('user id of the person who joins or leaves'),
      name: z.string().optional().describe('the new name, or for `change-id` the new id'),
      team,
    },
    (sandbox, { member, ...fields }) => changeChannel(sandbox.slack.acting, { ...fields, user: member }),
  ),
  verb(
    'scopes',
    'Grants scopes to the app in a team or removes them; returns the resulting scopes.',
    { team: z.string(), add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) },
    async ({ slack }, { team: id, add, remove }) => {
      const team = slack.slack.state.team(id);
      if (!team) throw new Error(`There is no team "${id}".`);
      team.scopes = [...new Set([...team.scopes, ...add])].filter((scope) => !remove.includes(scope));
      await slack.slack.state.saveTeam(team);
      return { scopes: team.scopes };
    },
  ),
  verb(
    'revoke',
    'Takes back a token of a team: a person’s, or the app’s own.',
    { team: z.string(), user: z.string().optional().describe('whose; the app’s own if left out') },
    (sandbox, { team: id, user: whose }) => revoke(sandbox.slack.acting, id, whose),
  ),
  verb('uninstall', 'Uninstalls the app from a team.', { team: z.string() }, (sandbox, fields) =>
    uninstall(sandbox.slack.acting, fields.team),
  ),
];
