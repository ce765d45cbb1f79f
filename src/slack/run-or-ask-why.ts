import type { Raw } from '../commands/args.ts';
import type { Command } from '../commands/define.ts';
import { reasonField } from '../commands/form.ts';
import { type RunOptions, runCommand } from '../commands/run-command.ts';
import { AppError } from '../core/errors.ts';
import type { View } from '../ports/notifier.ts';
import type { CommandContext } from '../services/context.ts';
import { showForm } from './show-form.ts';

/** Runs the command; where a rule wants a reason and none was given, its form asks for one, all else filled in. */
export async function runOrAskWhy(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  options: RunOptions = {},
): Promise<View | undefined> {
  try {
    return await runCommand(ctx, command, raw, options);
  } catch (error) {
    if (!(error instanceof AppError) || !error.fields[reasonField]) throw error;
    return showForm(ctx, command, raw, { asksWhy: error.message });
  }
}
