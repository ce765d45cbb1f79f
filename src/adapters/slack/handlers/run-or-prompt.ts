import type { Raw } from '../../../engine/commands/arguments.ts';
import type { Command } from '../../../engine/commands/define.ts';
import { saveDraft } from '../../../engine/commands/drafts.ts';
import { form, oversizedArgs, reasonField } from '../../../engine/commands/form.ts';
import { commandRef } from '../../../engine/commands/names.ts';
import { type RunOptions, runCommand } from '../../../engine/commands/run-command.ts';
import type { CommandContext } from '../../../engine/context.ts';
import { AppError } from '../../../lib/errors.ts';
import type { View } from '../../../ports/notifier.ts';
import { bugView, correctFormView, lateFormView, transientErrorView, withEditButton } from '../../../ui/problem.ts';

/** Nothing was done, and a retry may succeed. */
const transient = new Set<AppError['code']>(['rate_limited', 'upstream_unavailable']);
/** Different input may succeed. */
const correctable = new Set<AppError['code']>([
  'bad_input',
  'conflict',
  'not_found',
  'upstream_rejected',
  // Somebody else may put it right meanwhile, and what was entered is not to be entered again.
  'not_configured',
  'forbidden',
  'drift',
]);
const takesSecrets = ({ args }: Command): boolean => Object.values(args).some(({ secret }) => secret);

interface Options extends RunOptions {
  /** It was entered in a form, which has closed by now. */
  readonly inForm?: true;
}

/**
 * Runs the command. If a rule requires a reason and none was given, opens the prefilled form to ask for one. A transient
 * API error gets a button that retries; invalid form input gets a button that reopens the form.
 */
export async function runOrPromptForReason(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  options: Options = {},
): Promise<View | undefined> {
  try {
    return await runCommand(ctx, command, raw, options);
  } catch (error) {
    if (!(error instanceof AppError)) {
      if (!options.inForm) throw error;
      return keepInput(ctx, command, { raw, reason: options.reason }, error);
    }
    if (error.fields[reasonField]) return showForm(ctx, command, raw, { reasonPrompt: error.message });
    const canRetry = transient.has(error.code) && !takesSecrets(command);
    if (!canRetry && !(options.inForm && correctable.has(error.code))) throw error;
    const draftId = await saveDraft(ctx, command, { raw, reason: options.reason });
    return (canRetry ? transientErrorView : correctFormView)(error, ctx.clock.now(), {
      ...commandRef(command),
      kept: draftId,
    });
  }
}

/** After an error in a form, which has closed by now: a button that opens it again, with what was entered but its secrets. */
export async function keepInput(
  ctx: CommandContext,
  command: Command,
  draft: { readonly raw: Raw; readonly reason?: string | undefined },
  error: unknown,
): Promise<View> {
  const state = { ...commandRef(command), kept: await saveDraft(ctx, command, draft) };
  return error instanceof AppError
    ? correctFormView(error, ctx.clock.now(), state)
    : withEditButton(bugView(ctx.reference(error)), state);
}

interface Prefill {
  readonly reason?: string | undefined;
  /** Why a reason must be given, as a sentence. */
  readonly reasonPrompt?: string | undefined;
}

/** Opens a command's form, prefilled. If the trigger has expired, returns a view with a button that opens it. */
export async function showForm(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  { reason, reasonPrompt }: Prefill = {},
): Promise<View | undefined> {
  const oversized = oversizedArgs(command, raw);
  const keys = Object.keys(oversized);
  const formShown = form(command, raw, {
    reason,
    reasonPrompt,
    channel: ctx.channel,
    ...(keys.length > 0 && { kept: { id: await saveDraft(ctx, command, { raw: oversized }), keys } }),
  });
  if (await ctx.openForm?.(formShown)) return undefined;
  return lateFormView({
    ...commandRef(command),
    kept: await saveDraft(ctx, command, { raw, reason }),
    reasonPrompt,
  });
}
