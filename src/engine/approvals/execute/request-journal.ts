import type { Journal, Services } from '../../context.ts';
import { amendRequest, findRequest } from '../request/amend-request.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** Which attempt of an apply it is. */
export type Attempt = Pick<Journal, 'lastTry' | 'outOfTime' | 'mode'>;

/** The journal of a request that is being applied or rechecked; it is stored in the request itself. */
export function journalOf(services: Services, request: ApprovalRequest, attempt: Attempt): Journal {
  let current = request.journal;
  return {
    ...attempt,
    read: () => current,
    async save(progress) {
      await amendRequest(services, request, (latest) => ({
        next: { ...latest, journal: progress, version: latest.version + 1 },
      }));
      current = progress;
    },
    stopped: async () => (await findRequest(services, request.teamId, request.id)).stop !== undefined,
  };
}
