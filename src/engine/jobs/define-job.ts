import type { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { type Json, toJson } from '../../lib/json.ts';
import type { MessageRef } from '../../ports/notifier.ts';
import type { Job, NewJob } from '../../ports/stores.ts';
import type { Services } from '../context.ts';
import type { JobHandler, SerializedHandler } from './runner.ts';

/** What jobs need: what everybody needs, and what this process alone knows. */
export interface JobServices extends Services {
  readonly pendingReplies: { isActive(message: MessageRef): Promise<boolean> };
  /** Calls that this process has recorded in a job but not made yet, by job id and what is called for. */
  readonly unsentCalls: Set<string>;
}

interface Stored<Payload> {
  readonly kind: string;
  /** As it is stored. */
  readonly payload: z.ZodType<Payload>;
  /** Of the jobs of one team, kind and key only one waits at a time. */
  key(payload: Payload, teamId: string): string;
  /** Follows from what else is stored: `resume` finds it again. */
  readonly derived?: true;
  /** Run once more after its end, it changes nothing. */
  readonly repeatable?: true;
  /** It is due at a time of day that people were told. */
  readonly deadline?: true;
  /** Brings a payload that an earlier release has stored, and that `payload` refuses, into the shape of today. */
  migrate?(data: Json): unknown;
}

/** A sort of job as those see it who add one. */
export interface JobType<Payload> extends Stored<Payload> {
  /** A job to be stored; `runAt` is in epoch milliseconds. */
  at(runAt: number, teamId: string, payload: Payload): NewJob;
}

/** A job that was claimed. */
export type RunningJob<Payload> = Omit<Job, 'data'> & { readonly payload: Payload };

interface Work<Payload> {
  /** The jobs that follow from what is stored; asked for at each start. */
  resume?(services: JobServices): Promise<readonly { readonly teamId: string; readonly payload: Payload }[]>;
  /** What nobody else may work on meanwhile; jobs with a key in common run one after the other, as they were claimed. */
  locks?(job: RunningJob<Payload>, services: JobServices): Promise<readonly string[]>;
  /** Idempotent: it may run again after a crash. Returning nothing means done. */
  run(
    job: RunningJob<Payload>,
    services: JobServices,
  ): Promise<undefined | { readonly runAt: number; readonly payload: Payload }>;
}

/** A job with its payload's type erased, so that lists of jobs need no casts. */
export interface Declared {
  readonly kind: string;
  /** `onRefused` hears of jobs whose payload nobody can read; they are dropped. */
  handler(services: JobServices, onRefused: (job: Job, problem: string) => void): JobHandler | SerializedHandler;
  resume(services: JobServices): Promise<readonly NewJob[]>;
}

/** For jobs that are added by code which the work itself depends on; all others are declared in one piece. */
export const jobType = <Payload>(stored: Stored<Payload>): JobType<Payload> => ({
  ...stored,
  at: (runAt, teamId, payload) => ({
    teamId,
    kind: stored.kind,
    key: stored.key(payload, teamId),
    data: toJson(payload),
    runAt,
    ...(stored.derived && { derived: true }),
    ...(stored.repeatable && { repeatable: true }),
    ...(stored.deadline && { deadline: true }),
  }),
});

/** What is found to be tampered with has been told by then; trying again does not change it. */
async function unlessTampered<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === 'tampered') return undefined;
    throw error;
  }
}

/** Declares what is stored of a job, and what is done with it. */
export function defineJob<Payload>(job: Stored<Payload> & Work<NoInfer<Payload>>): JobType<Payload> & Declared {
  const type = jobType(job);
  function read({ data, ...rest }: Job): RunningJob<Payload> | string {
    const asStored = job.payload.safeParse(data);
    const parsed = asStored.success || !job.migrate ? asStored : job.payload.safeParse(job.migrate(data));
    if (parsed.success) return { ...rest, payload: parsed.data };
    return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  return {
    ...type,
    async resume(services) {
      const found = (await job.resume?.(services)) ?? [];
      return found.map(({ teamId, payload }) => type.at(services.clock.now(), teamId, payload));
    },
    handler(services, onRefused) {
      const run: JobHandler = async (claimed) => {
        const running = read(claimed);
        if (typeof running === 'string') {
          onRefused(claimed, running);
          return undefined;
        }
        const again = await unlessTampered(job.run(running, services));
        return again && { runAt: again.runAt, data: toJson(again.payload) };
      };
      if (!job.locks) return run;
      return {
        async keys(claimed) {
          const running = read(claimed);
          return typeof running === 'string' ? [] : ((await unlessTampered(job.locks?.(running, services))) ?? []);
        },
        run,
      };
    },
  };
}
