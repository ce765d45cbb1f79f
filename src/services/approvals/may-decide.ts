import { decide } from '../../core/approval/decide.ts';
import type { Services } from '../context.ts';
import { findRequest } from './amend-request.ts';

/** Throws what `decideRequest` would throw for this person, before a form is opened in vain. Stores nothing. */
export async function mayDecide(
  services: Services,
  { teamId, userId, id, fingerprint }: { teamId: string; userId: string; id: string; fingerprint: string },
): Promise<void> {
  const request = await findRequest(services, teamId, id);
  decide(request, {
    by: userId,
    verdict: 'deny',
    fingerprint: request.fingerprint.startsWith(fingerprint) ? request.fingerprint : fingerprint,
    meets: await services.access.meets(teamId, userId, request.require),
    at: services.clock.now(),
  });
}
