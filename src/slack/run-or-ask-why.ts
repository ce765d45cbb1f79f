import type { Raw } from '../commands/args.ts';
import type { Command } from '../commands/define.ts';
import { reasonField } from '../commands/form.ts';
import { keepWords } from '../commands/kept-words.ts';
import { type RunOptions, runCommand } from '../commands/run-command.ts';
import { AppError } from '../core/errors.ts';
import type { View } from '../ports/notifier.ts';
import type { CommandContext } from '../services/context.ts';
import { correctView, passingView } from '../views/problem.ts';
import { showForm } from './show-form.ts';

/** The API said so, or said nothing: nothing was done. */
const passing = new Set<AppError['code']>(['rate_limited', 'upstream_unavailable']);
/** Entered otherwise, it may go through. */
const correctable = new Set<AppError['code']>(['bad_input', 'conflict', 'not_found', 'upstream_rejected']);
const takesSecrets = ({ args }: Command): boolean => Object.values(args).some(({ secret }) => secret);

interface Options extends RunOptions {
  /** It was entered in a form, which has closed by now. */
  readonly inForm?: true;
}

/**
 * Runs the command; where a rule wants a reason and none was given, its form asks for one, all else filled in. What an
 * API does not take for now is sent again by a button, and another opens the form again that something is wrong in.
 */
export async function runOrAskWhy(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  options: Options = {},
): Promise<View | undefined> {
  try {
    return await runCommand(ctx, command, raw, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.fields[reasonField]) return showForm(ctx, command, raw, { asksWhy: error.message });
    const again = passing.has(error.code) && !takesSecrets(command);
    if (!again && !(options.inForm && correctable.has(error.code))) throw error;
    const kept = await keepWords(ctx, command, { raw, reason: options.reason });
    return (again ? passingView : correctView)(error, ctx.clock.now(), { command: command.name, kept });
  }
}
