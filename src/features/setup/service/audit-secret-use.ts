import type { Json } from '../../../lib/json.ts';
import type { CommandContext } from '../../product-context.ts';

/** A secret was passed on to LiteMail: that it was, by whom and for what goes into the audit; the secret does not. */
export async function auditSecretUse(
  { stores, clock, actor }: CommandContext,
  action: string,
  details: { readonly [name: string]: Json },
): Promise<void> {
  await stores.audit.append({
    at: new Date(clock.now()).toISOString(),
    teamId: actor.teamId,
    actor: actor.userId,
    action,
    details: { at: 'LiteMail', ...details },
  });
}
