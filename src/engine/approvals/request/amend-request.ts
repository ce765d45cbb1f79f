import { AppError } from '../../../lib/errors.ts';
import type { NewJob } from '../../../ports/stores.ts';
import type { Services } from '../../context.ts';
import type { ApprovalRequest } from './request.ts';

const retries = 50;

/** The next version of a request and the jobs that follow. */
export interface Amendment {
  readonly next: ApprovalRequest;
  readonly jobs?: readonly NewJob[];
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
 * another writer was faster.
 */
export async function amendRequest(
  services: Pick<Services, 'stores'>,
  { teamId, id }: Pick<ApprovalRequest, 'teamId' | 'id'>,
  step: (request: ApprovalRequest) => Promise<Amendment | undefined> | Amendment | undefined,
): Promise<ApprovalRequest> {
  for (let attempt = 0; attempt < retries; attempt++) {
    const request = await findRequest(services, teamId, id);
    const amendment = await step(request);
    if (!amendment) return request;
    if (await services.stores.requests.replace(amendment.next, amendment.jobs)) return amendment.next;
  }
  throw new AppError('conflict', 'Too many people changed this request at the same time.', {
    hint: 'Try again.',
  });
}
