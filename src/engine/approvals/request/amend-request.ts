import { z } from 'zod';
import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import { typed } from '../../../lib/text.ts';
import type { NewJob, WithRequest, WriteOptions } from '../../../ports/stores.ts';
import type { Services } from '../../context.ts';
import { jobType } from '../../jobs/define-job.ts';
import { ProgressShape } from '../../jobs/progress-message.ts';
import { undoExpiresAt } from './decide.ts';
import type { ApprovalRequest, Card } from './request.ts';

const retries = 50;

/** The next version of a request and what is stored with it. */
export interface Amendment extends WithRequest, WriteOptions {
  readonly next: ApprovalRequest;
}

/** Throws `not_found`, or `tampered`, which is in the audit then. */
export async function findRequest(
  { stores, clock }: Pick<Services, 'stores' | 'clock'>,
  teamId: string,
  id: string,
): Promise<ApprovalRequest> {
  const request = await stores.requests.get(teamId, id);
  if (request?.tampered) {
    const at = new Date(clock.now()).toISOString();
    await stores.audit.append({
      at,
      teamId,
      actor: 'system',
      action: 'request.tampered',
      request: id,
      key: `${id}:tampered`,
    });
    throw new AppError(
      'tampered',
      `Request \`${id.slice(0, 40)}\` was changed in the store by something other than this app, so nothing is done with it.`,
      {
        hint: 'Ask for it again, and have whoever runs the app compare the store with a backup.',
      },
    );
  }
  if (request) return request;
  throw new AppError('not_found', `There is no request \`${id.slice(0, 40)}\` in this team.`, {
    hint: `${typed('approvals list')} shows the waiting ones.`,
  });
}

/**
 * Compare and set: `step` gets the latest version and returns the next one, or nothing to leave it unchanged. Retries when
 * another writer was faster. `known` saves a reading where `step` never leaves it unchanged.
 */
export async function amendRequest(
  services: Pick<Services, 'stores' | 'clock'>,
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

/** An audit line about one version of a request: which command, which plan by fingerprint, who, and the details. */
export const auditFact = (
  request: ApprovalRequest,
  action: string,
  actor: string,
  now: number,
  details: { readonly [key: string]: Json } = {},
): AuditFact => ({
  at: new Date(now).toISOString(),
  teamId: request.teamId,
  actor,
  action,
  request: request.id,
  key: `${request.id}:${request.version}:${action}`,
  details: { command: request.command, fingerprint: request.fingerprint, ...details },
});

type Ref = Pick<ApprovalRequest, 'teamId' | 'id'>;

const AuditFactShape = z.object({
  at: z.string(),
  teamId: z.string(),
  actor: z.string(),
  action: z.string(),
  request: z.string().exactOptional(),
  key: z.string().exactOptional(),
  details: z.record(z.string(), z.json()).exactOptional(),
});

/** How far an apply in several steps is. */
const RunStateShape = z.object({
  done: z.int(),
  total: z.int(),
  now: z.string(),
  restsUntil: z.number().exactOptional(),
  problems: z.array(z.string()).readonly(),
});

/**
 * Stored together with each change of a request: posts or updates the request's messages. The key includes `version`, so that every change gets its own job; without one it removes the Undo button when it expires.
 */
export const requestChangedJob = jobType({
  kind: 'request-changed',
  payload: z.object({
    id: z.string(),
    version: z.int().exactOptional(),
    /** Of release 0.1: the audit's. */
    fact: AuditFactShape.exactOptional(),
  }),
  key: ({ id, version }, teamId) =>
    version === undefined ? `undo-over:${teamId}:${id}` : `changed:${teamId}:${id}:${version}`,
  repeatable: true,
});

/** Updates one message that Slack rate-limited, with the request's state at that time. */
export const retryCardJob = jobType({
  kind: 'card',
  payload: z.object({ id: z.string(), kind: z.enum(['approvers', 'requester', 'outcome']) }),
  key: ({ id, kind }, teamId) => `card:${teamId}:${id}:${kind}`,
  repeatable: true,
});

/** Applies the approved plan. */
export const applyRequestJob = jobType({
  kind: 'apply-request',
  payload: z.object({
    id: z.string(),
    progress: ProgressShape.exactOptional(),
    run: RunStateShape.exactOptional(),
    /** Attempts that do not count: those before the last progress, and those delayed by a rate limit. */
    attempts: z.int().exactOptional(),
  }),
  key: ({ id }, teamId) => `apply:${teamId}:${id}`,
  repeatable: true,
});

/** Expires the request when it is due. */
export const expireRequestJob = jobType({
  kind: 'expire-request',
  payload: z.object({ id: z.string() }),
  key: ({ id }, teamId) => `expire:${teamId}:${id}`,
  deadline: true,
});

export const changedJob = ({ teamId, id, version }: ApprovalRequest, now: number): NewJob =>
  requestChangedJob.at(now, teamId, { id, version });

export const cardJob = ({ teamId, id }: Ref, kind: Card['kind'], runAt: number): NewJob =>
  retryCardJob.at(runAt, teamId, { id, kind });

export const applyJob = ({ teamId, id }: Ref, now: number): NewJob => applyRequestJob.at(now, teamId, { id });

export const undoOverJob = (request: ApprovalRequest): NewJob => ({
  ...requestChangedJob.at(undoExpiresAt(request), request.teamId, { id: request.id }),
  deadline: true,
});

export const expiryJob = ({ teamId, id, expiresAt }: ApprovalRequest): NewJob =>
  expireRequestJob.at(expiresAt, teamId, { id });
