import type { Journal, Services } from '../../context.ts';
import { findRequest } from '../request/amend-request.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** Which attempt of an apply it is. */
export type Attempt = Pick<Journal, 'lastTry' | 'outOfTime' | 'mode'>;

/** The journal of a request that is being applied or rechecked. */
export async function openJournal(
  services: Services,
  { teamId, id }: ApprovalRequest,
  attempt: Attempt,
): Promise<Journal> {
  const { journals } = services.stores;
  let current = await journals.get(teamId, id);
  return {
    ...attempt,
    read: () => current,
    async save(progress, options) {
      await journals.put(teamId, id, progress, options);
      current = progress;
    },
    stopped: async () => (await findRequest(services, teamId, id)).stop !== undefined,
  };
}
