import type { App } from '@slack/bolt';
import type { Raw } from '../commands/args.ts';
import { type FormReading, formErrors, readForm } from '../commands/form.ts';
import { keptWords } from '../commands/kept-words.ts';
import { named } from '../commands/names.ts';
import type { Asker } from '../ports/answers.ts';
import { problemView } from '../views/problem.ts';
import { askerOf } from './asker.ts';
import { credentialForm } from './credential-form.ts';
import { decisionForms } from './decision-forms.ts';
import { contextOf, type Desk, reply } from './desk.ts';
import type { FormHandler } from './form-handler.ts';
import { readFormFile } from './read-files.ts';
import { runOrAskWhy } from './run-or-ask-why.ts';
import { createSeen } from './seen.ts';

const stale = problemView(
  'That form is of an older version of the app, so nothing was done.',
  'Send the command again for the current form.',
);

const commandForm: FormHandler = (desk, body, asker) => {
  const reading = readForm(body.view);
  const command = reading && named(desk.registry, reading.command);
  if (!reading || !command) return () => reply(desk, asker, async () => stale);
  const errors = formErrors(command, reading);
  if (Object.keys(errors).length > 0) return { errors: { ...errors } };
  const where = { ...asker, ...(reading.channel && { channel: reading.channel }) };
  return () =>
    reply(desk, where, async () => {
      const ctx = await contextOf(desk, where, body.trigger_id);
      const kept = await keptWords(ctx, command, reading.kept?.id);
      const raw = { ...kept.raw, ...(await withFiles(desk, where, reading)) };
      return runOrAskWhy(ctx, command, raw, { inForm: true, ...(reading.reason && { reason: reading.reason }) });
    });
};

/** What was typed, with what is in the files beside it. */
async function withFiles(desk: Desk, { teamId }: Asker, { raw, files }: FormReading): Promise<Raw> {
  const given = Object.entries(files);
  if (given.length === 0) return raw;
  const client = await desk.clients.reads(teamId);
  const texts = given.map(async ([key, list]) => {
    const read = await Promise.all(list.map((file) => readFormFile(client, file)));
    return [key, [raw[key] ?? [], read].flat(2).join('\n')] as const;
  });
  return { ...raw, ...Object.fromEntries(await Promise.all(texts)) };
}

const handlers: Readonly<Record<string, FormHandler>> = {
  'command.form': commandForm,
  ...decisionForms,
  ...credentialForm,
};

export function onForm(app: App, desk: Desk): void {
  const isNew = createSeen(() => desk.services.clock.now());
  app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body }) => {
    const asker = askerOf(body);
    const handler = handlers[body.view.callback_id];
    let next: ReturnType<FormHandler>;
    try {
      next = handler ? handler(desk, body, asker) : () => reply(desk, asker, async () => stale);
    } catch (error) {
      await ack();
      return reply(desk, asker, async () => {
        throw error;
      });
    }
    if (typeof next === 'object') return ack({ response_action: 'errors', errors: next.errors });
    await ack();
    // The same submission delivered twice has the same view and hash.
    if (isNew(`${body.view.id}:${body.view.hash ?? ''}`)) await next();
  });
  app.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack }) => ack());
}
