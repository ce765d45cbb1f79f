import type { TeamSettings } from '../../../ports/stores.ts';
import type { CommandContext } from '../../product-context.ts';
import { amendSettings } from './amend-settings.ts';

/** Switches something on or off for the whole team; who did it is in the audit. */
export async function switchOption(
  { actor, stores, clock }: CommandContext,
  option: keyof NonNullable<TeamSettings['options']>,
  on: boolean,
): Promise<void> {
  await amendSettings(stores, actor.teamId, (settings) => ({
    ...settings,
    options: { ...settings.options, [option]: on },
  }));
  await stores.audit.append({
    at: new Date(clock.now()).toISOString(),
    teamId: actor.teamId,
    actor: actor.userId,
    action: 'settings.option_changed',
    details: { option, on },
  });
}
