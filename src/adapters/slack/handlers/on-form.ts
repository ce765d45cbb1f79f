import type { App } from '@slack/bolt';
import { decideRequest } from '../../../engine/approvals/request/transition-request.ts';
import { commandFor } from '../../../engine/approvals/undo-request.ts';
import type { Raw } from '../../../engine/commands/arguments.ts';
import { loadDraft } from '../../../engine/commands/drafts.ts';
import { type FormReading, formErrors, readForm } from '../../../engine/commands/form.ts';
import type { CommandContext } from '../../../engine/context.ts';
import { type Audience, assertMayUse } from '../../../engine/features/surfaces.ts';
import { rememberedDelivery } from '../../../engine/jobs/deliveries.ts';
import { isObject } from '../../../lib/json.ts';
import type { View } from '../../../ports/notifier.ts';
import type { ReplyTarget } from '../../../ports/responder.ts';
import { readAnswers } from '../../../ui/form-view.ts';
import { problemView } from '../../../ui/problem.ts';
import { decode, type FormRoute, isForm } from '../../../ui/routes.ts';
import { readFormFile } from '../web-api/read-files.ts';
import { keepInput, runOrPromptForReason } from './run-or-prompt.ts';
import {
  commandContext,
  REDELIVERY_MS,
  reply,
  replyTargetOf,
  type SlackDeps,
  type Turns,
  tooManyOpen,
} from './slack-deps.ts';

/** The fields we use of a form submission. */
interface Submission {
  readonly trigger_id?: string;
  readonly view: {
    readonly id: string;
    readonly hash?: string;
    readonly callback_id: string;
    readonly private_metadata: string;
    readonly state: { readonly values: unknown };
    readonly blocks?: readonly unknown[];
  };
}

interface Work {
  /** Asked before the work begins. */
  readonly for: Audience;
  /** Where the form was opened from: the answer goes there. */
  readonly channel?: string | undefined;
  run(ctx: CommandContext, replyTo: ReplyTarget): Promise<View | undefined>;
}
/** Returns errors for the ack, which keeps the form open, or the work to do once it has closed. */
export type FormHandler = (deps: SlackDeps, body: Submission) => { errors: Readonly<Record<string, string>> } | Work;

const outdated = (text: string, hint: string): Work => ({
  for: 'anybody',
  run: async () => problemView(text, hint),
});
const outdatedForm = outdated(
  'That form is from an older version of the app, so nothing was done.',
  'Run the command again to get the current form.',
);

const commandForm: FormHandler = (deps, body) => {
  const reading = readForm(body.view);
  const command = reading && commandFor(deps.registry, reading);
  if (!reading || !command) return outdatedForm;
  const errors = formErrors(command, reading);
  if (Object.keys(errors).length > 0) return { errors: { ...errors } };
  const { channel, reason } = reading;
  return {
    for: command,
    channel,
    async run(ctx, replyTo) {
      const draft = await loadDraft(ctx, command, reading.kept?.id);
      let raw: Raw;
      try {
        raw = { ...draft.raw, ...(await appendFileContents(deps, replyTo, reading)) };
      } catch (error) {
        return keepInput(ctx, command, { raw: { ...draft.raw, ...reading.raw }, reason }, error);
      }
      return runOrPromptForReason(ctx, command, raw, {
        inForm: true,
        ...(reason && { reason }),
      });
    },
  };
};

/** The typed values plus the contents of the attached files. */
async function appendFileContents(deps: SlackDeps, { teamId }: ReplyTarget, { raw, files }: FormReading): Promise<Raw> {
  const attached = Object.entries(files);
  if (attached.length === 0) return raw;
  const client = await deps.clients.reads(teamId);
  const texts = attached.map(async ([key, list]) => {
    const read = await Promise.all(list.map((file) => readFormFile(client, file)));
    return [key, [raw[key] ?? [], read].flat(2).join('\n')] as const;
  });
  return { ...raw, ...Object.fromEntries(await Promise.all(texts)) };
}

/** A denial with its reason. */
const denyForm: FormHandler = (deps, body) => {
  const state = decode('approval.deny.form', body.view.private_metadata);
  const reason = String(readAnswers(body.view.state.values).values.reason ?? '').trim();
  if (!reason) return { errors: { reason: 'Say briefly why, so that the requester knows what to change.' } };
  if (!state) return outdated('That form is from an older version of the app.', 'Press Deny on the card again.');
  const { id, fingerprint, channel } = state;
  return {
    for: 'everybody',
    channel,
    async run(_ctx, { teamId, userId }) {
      await decideRequest(deps.services, { teamId, userId, id, fingerprint, type: 'deny', reason });
      return undefined;
    },
  };
};

const formOfFeature: FormHandler = (deps, body) => {
  const form = deps.surfaces.forms.get(body.view.callback_id);
  const state = form && decode(form, body.view.private_metadata);
  if (!form || state === undefined) return outdatedForm;
  const reading = form.read(readAnswers(body.view.state.values).values);
  if ('errors' in reading) return { errors: reading.errors };
  const run = async (ctx: CommandContext) => {
    await deps.services.stores.jobs.add(await rememberedDelivery(ctx));
    return form.submit(ctx, reading.answers, state);
  };
  return { for: form.for, channel: channelIn(state), run };
};

const channelIn = (state: unknown): string | undefined =>
  isObject(state) && typeof state.channel === 'string' ? state.channel : undefined;

const handlers: Readonly<Record<FormRoute, FormHandler>> = {
  'command.form': commandForm,
  'approval.deny.form': denyForm,
};

const firstInput = ({ view }: Submission): string | undefined =>
  view.blocks?.flatMap((block) =>
    isObject(block) && block.type === 'input' && typeof block.block_id === 'string' ? [block.block_id] : [],
  )[0];

export function onForm(app: App, deps: SlackDeps, turns: Turns): void {
  app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body, context }) => {
    const target = replyTargetOf(body);
    const submission: Submission = body;
    const name = body.view.callback_id;
    const handler = isForm(name) ? handlers[name] : formOfFeature;
    let next: ReturnType<FormHandler>;
    try {
      next = handler(deps, submission);
    } catch (error) {
      await ack();
      return reply(deps, target, async () => {
        throw error;
      });
    }
    if ('errors' in next) return ack({ response_action: 'errors', errors: { ...next.errors } });
    const takeTurn = turns(target);
    if (!takeTurn) {
      // An error keeps the form open with what was entered.
      const input = firstInput(submission);
      if (input) return ack({ response_action: 'errors', errors: { [input]: tooManyOpen.text } });
      await ack();
      return deps.responder.respond(target, tooManyOpen);
    }
    await takeTurn(async (inTurn) => {
      await ack();
      // A submission delivered twice has the same view id and hash.
      const sent = `form:${body.view.id}:${body.view.hash ?? ''}`;
      if (!(await deps.dedupe.isFirst(sent, REDELIVERY_MS))) return;
      const work = next;
      const replyTo = { ...target, ...(work.channel && { channel: work.channel }) };
      const run = async () => {
        const ctx = await commandContext(deps, replyTo, {
          triggerId: submission.trigger_id,
          delivery: context.delivery,
        });
        await assertMayUse(ctx, work.for, name);
        return work.run(ctx, replyTo);
      };
      await reply(deps, replyTo, () => inTurn(run));
    });
  });
  app.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack }) => ack());
}
