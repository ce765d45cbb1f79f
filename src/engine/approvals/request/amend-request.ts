import { AppError } from '../../../lib/errors.ts';
import type { WithRequest, WriteOptions } from '../../../ports/stores.ts';
import type { Services } from '../../context.ts';
import type { ApprovalRequest } from './request.ts';

const retries = 50;

/** The next version of a request and what is stored with it. */
export interface Amendment extends WithRequest, WriteOptions {
  readonly next: ApprovalRequest;
}

export async function findRequest(
  { stores }: Pick<Services, 'stores'>,
  teamId: string,
  id: string,
): Promise<ApprovalRequest> {
  const request = await stores.requests.get(teamId, id);
  if (request) return request;
  throw new AppError('not_found', `There is no request \`${id.slice(0, 40)}\` in this team.`, {
    hint: '`/litemail approvals list` shows the waiting ones.',
  });
}

/**
 * Compare and set: `step` gets the latest version and returns the next one, or nothing to leave it unchanged. Retries when
 * another writer was faster. `known` saves a reading where `step` never leaves it unchanged.
 */
export async function amendRequest(
  services: Pick<Services, 'stores'>,
  { teamId, id }: Pick<ApprovalRequest, 'teamId' | 'id'>,
  step: (request: ApprovalRequest) => Promise<Amendment | undefined> | Amendment | undefined,
  known?: ApprovalRequest,
): Promise<ApprovalRequest> {
  for (let attempt = 0; attempt < retries; attempt++) {
    const request = attempt === 0 && known ? known : await findRequest(services, teamId, id);
    const amendment = await step(request);
    if (!amendment) return request;
    const { next, ...more } = amendment;
    if (await services.stores.requests.replace(next, more)) return next;
  }
  throw new AppError('conflict', 'Too many people changed this request at the same time.', {
    hint: 'Try again.',
  });
}
