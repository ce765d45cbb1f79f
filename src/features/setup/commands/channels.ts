import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { command } from '../../product-context.ts';
import { anotherAdmin, applySettings, SettingsPlan, settingsPlan, settingsProposal } from '../service/settings-plan.ts';

const channel = z.string().regex(/^[CG][A-Z0-9]+$/, 'Pick the channel from the list.');

export const setupChannels = command.planned({
  name: 'setup channels',
  summary: 'Choose the approvals channel and the audit channel',
  role: 'admin',
  autoApply: true,
  args: {
    approvals: flag(channel, {
      label: 'Approvals channel',
      help: 'Requests are posted here; approvers should be members',
      example: '#approvals',
      widget: 'channel',
    }),
    audit: flag(channel.optional(), {
      label: 'Audit channel',
      help: 'Each decision, apply, refused try and spending is told here in one line',
      example: '#audit',
      widget: 'channel',
    }),
  },
  async prefill(ctx, given) {
    const { merged } = await ctx.access.policy(ctx.actor.teamId);
    const { approvals, audit } = merged.channels;
    return { ...(approvals && { approvals }), ...(audit && { audit }), ...given };
  },
  planSchema: SettingsPlan,
  async plan(ctx, { approvals, audit }) {
    const { deploymentPolicy } = await ctx.access.policy(ctx.actor.teamId);
    for (const [name, id] of Object.entries({ approvals, audit })) {
      if (id)
        await ctx.notifier.mayPost(ctx.actor.teamId, id).then((problem) => {
          if (problem)
            throw new AppError('bad_input', `<#${id}> cannot be used for ${name}: ${problem}`, {
              hint: 'Fix that, then send the form again.',
              fields: { [name]: problem },
            });
        });
      const fixed = deploymentPolicy.channels[name as 'approvals' | 'audit'];
      if (id && fixed && fixed !== id)
        throw new AppError(
          'forbidden',
          `Whoever runs the app has set the ${name} channel to <#${fixed}>; it cannot be changed here.`,
        );
    }
    const plan = await settingsPlan(ctx, (policy) => ({ ...policy, channels: { approvals, ...(audit && { audit }) } }));
    return plan ?? noChange({ text: 'The channels are already set this way.' });
  },
  floor: anotherAdmin,
  describe: settingsProposal,
  apply: applySettings,
});
