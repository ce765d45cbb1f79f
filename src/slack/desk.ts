import type { ModalView } from '@slack/types';
import type { Command } from '../commands/define.ts';
import type { Answers, Asker } from '../ports/answers.ts';
import type { MessageRef, View } from '../ports/notifier.ts';
import type { CommandContext, Services } from '../services/context.ts';
import type { PromisedAnswers } from '../services/promised-answers.ts';
import { errorView } from '../views/problem.ts';
import { askerOf } from './asker.ts';
import { slackCode } from './slack-errors.ts';
import type { Suggestions } from './suggestions.ts';
import type { WebClients } from './web-clients.ts';
import { withFile } from './with-file.ts';

/** What the ways in from Slack share. */
export interface Desk {
  readonly services: Services;
  readonly promises: PromisedAnswers;
  readonly registry: readonly Command[];
  readonly answers: Answers;
  readonly clients: WebClients;
  readonly suggestions: Suggestions;
  /** Logs what is our own fault and gives the reference that the person is told. */
  reference(error: unknown): string;
  /** Logs what is nobody's fault. */
  note(text: string): void;
}

/** What Slack calls a trigger whose three seconds are over, or that a form was opened with already. */
const overdue = new Set(['expired_trigger_id', 'exchanged_trigger_id']);

/** Opens a form while the trigger is fresh; false when Slack would not (3 seconds are soon gone). */
export async function openForm(
  desk: Desk,
  { teamId }: Asker,
  triggerId: string | undefined,
  view: ModalView,
): Promise<boolean> {
  if (!triggerId) return false;
  desk.suggestions.warm(teamId, view);
  try {
    const client = await desk.clients.posts(teamId);
    await client.views.open({ trigger_id: triggerId, view });
    return true;
  } catch (error) {
    const code = slackCode(error);
    if (code && overdue.has(code)) desk.note(`Slack opened no form: the time for it was over (${code}).`);
    else desk.reference(error);
    return false;
  }
}

/** A command's surroundings, with the roles that the person has at this moment. */
export async function contextOf(desk: Desk, asker: Asker, triggerId?: string): Promise<CommandContext> {
  return {
    ...desk.services,
    askedAt: desk.services.clock.now(),
    actor: await desk.services.access.actor(asker.teamId, asker.userId),
    ...(asker.channel && { channel: asker.channel }),
    openForm: (view) => openForm(desk, asker, triggerId, view),
  };
}

/** Milliseconds after which whoever waits is told so. */
const patience = 5_000;
const waiting: View = { text: ':hourglass_flowing_sand: Still working on it. The answer comes here.' };
const finished: View = { text: ':white_check_mark: Done.' };

/** Begins to wait; the function that it gives ends that, and gives the direct message in which the person was told. */
function tellWhoWaits(desk: Desk, { teamId, userId }: Asker): () => Promise<MessageRef | undefined> {
  const { services, promises } = desk;
  let told: Promise<MessageRef | undefined> | undefined;
  const tell = async () => {
    const delivery = await services.notifier.post(teamId, userId, waiting);
    if (delivery.kind !== 'sent') return undefined;
    await promises.promise(teamId, delivery.ref).catch(desk.reference);
    return delivery.ref;
  };
  const cancel = services.clock.after(patience, () => {
    told = tell();
  });
  return async () => {
    cancel();
    return told;
  };
}

/**
 * Does the work and says what came of it; a failure becomes a sentence. What takes more than five seconds is answered in
 * the person's direct message. Never throws.
 */
export async function reply(
  desk: Desk,
  asker: Asker,
  work: () => Promise<View | undefined>,
  { share = false }: { share?: boolean } = {},
): Promise<void> {
  const settle = tellWhoWaits(desk, asker);
  let view: View | undefined;
  let failed = false;
  try {
    view = await work();
    if (view?.file) view = await withFile(desk.services.notifier, asker, view, share);
  } catch (error) {
    failed = true;
    view = errorView(error, desk.reference, desk.services.clock.now());
  }
  const ref = await settle();
  const updated = ref && (await desk.services.notifier.update(asker.teamId, ref, view ?? finished)).kind === 'sent';
  const shared = share && !failed && !view?.forCaller;
  if (view && (!updated || shared)) await desk.answers.answer(asker, view, { share: shared });
  if (ref) await desk.promises.kept(asker.teamId, ref).catch(desk.reference);
  if (view?.later) await reply(desk, asker, view.later, { share: shared });
}

/** A listener threw where nothing else catches it: our fault, and the person is told so. */
export async function excuse(desk: Desk, error: unknown, body: unknown): Promise<void> {
  const asker = askerOf(body ?? {});
  const view = errorView(error, desk.reference, desk.services.clock.now());
  if (asker.userId) await desk.answers.answer(asker, view);
}
