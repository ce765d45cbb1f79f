import type { Job } from '../../ports/stores.ts';
import { applyRequest } from '../approvals/execute/apply-request.ts';
import { runResult } from '../approvals/execute/show-run.ts';
import { expireRequest } from '../approvals/request/transition-request.ts';
import { postPlanFile, requestChanged, retryCard } from '../approvals/show-card.ts';
import { tellAudit } from '../audit/tell-audit.ts';
import type { Declared, JobServices } from './define-job.ts';
import { delivered } from './deliveries.ts';
import { pendingReply } from './pending-reply.ts';
import type { JobHandler, SerializedHandler } from './runner.ts';

const engineJobs: readonly Declared[] = [
  requestChanged,
  retryCard,
  applyRequest,
  expireRequest,
  runResult,
  postPlanFile,
  pendingReply,
  tellAudit,
  delivered,
];

/** Adds the jobs that follow from what is stored. */
export async function resumeJobs(services: JobServices, declared: readonly Declared[]): Promise<void> {
  for (const job of [...engineJobs, ...declared]) {
    const found = await job.resume(services);
    if (found.length > 0) await services.stores.jobs.add(found);
  }
}

/** The handler of every kind of job: the engine's own, and those that features declare. */
export function createHandlers(
  services: JobServices,
  declared: readonly Declared[],
  onRefused: (job: Job, problem: string) => void,
): Readonly<Record<string, JobHandler | SerializedHandler>> {
  const handlers: Record<string, JobHandler | SerializedHandler> = {};
  for (const job of [...engineJobs, ...declared]) {
    if (handlers[job.kind]) throw new Error(`Two jobs are declared as "${job.kind}".`);
    handlers[job.kind] = job.handler(services, onRefused);
  }
  return handlers;
}
