import type { CommandContext } from '../../product-context.ts';
import { amendSettings } from './amend-settings.ts';

/** Seals a secret into the team's settings. That it changed goes into the audit; the secret does not. */
export async function saveSecret(ctx: CommandContext, field: string, secret: string): Promise<void> {
  const { actor, stores, vault, clock } = ctx;
  const sealed = vault.seal(actor.teamId, field, secret);
  await amendSettings(stores, actor.teamId, (settings) => ({
    ...settings,
    secrets: { ...settings.secrets, [field]: sealed },
  }));
  await stores.audit.append({
    at: new Date(clock.now()).toISOString(),
    teamId: actor.teamId,
    actor: actor.userId,
    action: 'settings.secret_changed',
    details: { field },
  });
}
