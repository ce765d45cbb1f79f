import type { App } from '@slack/bolt';
import { helpFor, menuFor, nounFor, unknownFor } from '../commands/derive.ts';
import { type Line, parse } from '../commands/grammar.ts';
import { requireRole } from '../commands/run-command.ts';
import type { Actor } from '../core/actor.ts';
import type { Asker } from '../ports/answers.ts';
import type { View } from '../ports/notifier.ts';
import { problemView } from '../views/problem.ts';
import { askerOf } from './asker.ts';
import { withChannelIds } from './channel-names.ts';
import { contextOf, type Desk, reply } from './desk.ts';
import { runOrAskWhy } from './run-or-ask-why.ts';
import { createSeen } from './seen.ts';
import { showForm } from './show-form.ts';

/** What can be said from memory alone: menus, help, and words that we do not know. */
function spoken({ registry }: Desk, line: Line, { roles }: Actor): View | undefined {
  if (line.kind === 'menu') return menuFor(registry, roles);
  if (line.kind === 'noun') return nounFor(line.commands, roles, line.noun);
  if (line.kind === 'unknown') return unknownFor(registry, roles, line.typed);
  if (line.command.name === 'help') return helpFor(registry, roles, [line.raw.words ?? []].flat().map(String));
  return undefined;
}

/** Milliseconds in which the same command with the same trigger is the same command delivered again. */
const redelivery = 10_000;

const rotate =
  ':rotating_light: That looked like a key, typed where others can find it. I did not keep it, but Slack has it in its history: make a new one where it came from, delete the old one, and put the new one into the form.';

async function answerLine(
  desk: Desk,
  asker: Asker,
  line: Line,
  { triggerId, channelName }: { triggerId: string; channelName: string },
): Promise<View | undefined> {
  const ctx = await contextOf(desk, asker, triggerId);
  const said = spoken(desk, line, ctx.actor);
  if (said) return said;
  if (line.kind !== 'command') return undefined;
  const { command, missing, secretTyped, reason } = line;
  const raw = await withChannelIds(desk.clients, { ...asker, channelName }, command, line.raw);
  // What can be prefilled is a form by nature: nothing typed asks for it.
  const bare = command.prefill !== undefined && Object.keys(raw).length === 0;
  if (missing.length > 0 || bare || secretTyped) {
    requireRole(command, ctx);
    const known = { ...(await command.prefill?.(ctx)), ...raw };
    const late = await showForm(ctx, command, known, { reason });
    return secretTyped ? problemView(rotate) : late;
  }
  return runOrAskWhy(ctx, command, raw, { ...(reason && { reason }) });
}

/** `/litemail …`, and any other slash command that should come our way. Acknowledged first; what needs only memory is answered in the ack. */
export function onCommand(app: App, desk: Desk): void {
  const isNew = createSeen(() => desk.services.clock.now(), redelivery);
  app.command(/.*/, async ({ ack, command }) => {
    const asker = askerOf(command);
    const { text, trigger_id: triggerId, response_url: responseUrl, channel_name: channelName } = command;
    let line: Line | undefined;
    let wrong: unknown;
    try {
      line = parse(desk.registry, text ?? '');
    } catch (error) {
      wrong = error;
    }
    const actor = desk.services.access.remembered(asker.teamId, asker.userId);
    const said = line && actor && spoken(desk, line, actor);
    if (said) return ack({ response_type: 'ephemeral', ...said, blocks: [...(said.blocks ?? [])] as never });
    await ack();
    if (!isNew([asker.teamId, asker.userId, triggerId, responseUrl, text].join(' '))) return;
    const work = async () => {
      if (!line) throw wrong;
      return answerLine(desk, asker, line, { triggerId, channelName });
    };
    const share = line?.kind === 'command' && line.share && !line.command.onlyForCaller;
    await reply(desk, asker, work, { share });
  });
}
