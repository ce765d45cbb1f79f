import type { Raw } from '../../../engine/commands/arguments.ts';
import type { Command } from '../../../engine/commands/define.ts';
import { saveDraft } from '../../../engine/commands/drafts.ts';
import { form, oversizedArgs } from '../../../engine/commands/form.ts';
import { lateFormView } from '../../../engine/commands/late-form.ts';
import type { CommandContext } from '../../../engine/context.ts';
import type { View } from '../../../ports/notifier.ts';

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
    command: command.name,
    kept: await saveDraft(ctx, command, { raw, reason }),
    asksWhy: reasonPrompt,
  });
}
