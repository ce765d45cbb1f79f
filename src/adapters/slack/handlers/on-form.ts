import type { App } from '@slack/bolt';
import type { Raw } from '../../../engine/commands/arguments.ts';
import { loadDraft } from '../../../engine/commands/drafts.ts';
import { type FormReading, formErrors, readForm } from '../../../engine/commands/form.ts';
import { findCommand } from '../../../engine/commands/names.ts';
import type { ReplyTarget } from '../../../ports/responder.ts';
import { problemView } from '../../../ui/problem.ts';
import { createDeduplicator } from '../transport/dedupe.ts';
import { readFormFile } from '../web-api/read-files.ts';
import { credentialFormHandlers } from './credential-form-handler.ts';
import { denyFormHandlers } from './deny-form-handler.ts';
import type { FormHandler } from './form-handler.ts';
import { runOrPromptForReason } from './reason-prompt.ts';
import { replyTargetOf } from './reply-target.ts';
import { commandContext, reply, type SlackDeps } from './slack-deps.ts';

const outdatedForm = problemView(
  'That form is from an older version of the app, so nothing was done.',
  'Run the command again to get the current form.',
);

const commandForm: FormHandler = (deps, body, target) => {
  const reading = readForm(body.view);
  const command = reading && findCommand(deps.registry, reading.command);
  if (!reading || !command) return () => reply(deps, target, async () => outdatedForm);
  const errors = formErrors(command, reading);
  if (Object.keys(errors).length > 0) return { errors: { ...errors } };
  const replyTo = { ...target, ...(reading.channel && { channel: reading.channel }) };
  return () =>
    reply(deps, replyTo, async () => {
      const ctx = await commandContext(deps, replyTo, body.trigger_id);
      const draft = await loadDraft(ctx, command, reading.kept?.id);
      const raw = { ...draft.raw, ...(await appendFileContents(deps, replyTo, reading)) };
      return runOrPromptForReason(ctx, command, raw, {
        inForm: true,
        ...(reading.reason && { reason: reading.reason }),
      });
    });
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

const handlers: Readonly<Record<string, FormHandler>> = {
  'command.form': commandForm,
  ...denyFormHandlers,
  ...credentialFormHandlers,
};

export function onForm(app: App, deps: SlackDeps): void {
  const isFirstDelivery = createDeduplicator(() => deps.services.clock.now());
  app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body }) => {
    const target = replyTargetOf(body);
    const handler = handlers[body.view.callback_id];
    let next: ReturnType<FormHandler>;
    try {
      next = handler ? handler(deps, body, target) : () => reply(deps, target, async () => outdatedForm);
    } catch (error) {
      await ack();
      return reply(deps, target, async () => {
        throw error;
      });
    }
    if (typeof next === 'object') return ack({ response_action: 'errors', errors: next.errors });
    await ack();
    // A submission delivered twice has the same view id and hash.
    if (isFirstDelivery(`${body.view.id}:${body.view.hash ?? ''}`)) await next();
  });
  app.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack }) => ack());
}
