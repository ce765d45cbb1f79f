import type { Raw } from '../commands/args.ts';
import type { Command } from '../commands/define.ts';
import { form, tooLong } from '../commands/form.ts';
import { keepWords } from '../commands/kept-words.ts';
import type { View } from '../ports/notifier.ts';
import type { CommandContext } from '../services/context.ts';
import { lateFormView } from '../views/late-form.ts';

interface Known {
  readonly reason?: string | undefined;
  /** Why a reason must be given, as a sentence. */
  readonly asksWhy?: string | undefined;
}

/** Opens the form of a command with all that is known in it; a view with a button for it when Slack is not quick enough. */
export async function showForm(
  ctx: CommandContext,
  command: Command,
  raw: Raw,
  { reason, asksWhy }: Known = {},
): Promise<View | undefined> {
  const long = tooLong(command, raw);
  const keys = Object.keys(long);
  const shown = form(command, raw, {
    reason,
    asksWhy,
    channel: ctx.channel,
    ...(keys.length > 0 && { kept: { id: await keepWords(ctx, command, { raw: long }), keys } }),
  });
  if (await ctx.openForm?.(shown)) return undefined;
  return lateFormView({ command: command.name, kept: await keepWords(ctx, command, { raw, reason }), asksWhy });
}
