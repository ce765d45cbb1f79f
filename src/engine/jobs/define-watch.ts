import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { isObject } from '../../lib/json.ts';
import type { MessageRef, Notifier, View } from '../../ports/notifier.ts';
import type { CommandContext, Services } from '../context.ts';
import { type Declared, defineJob } from './define-job.ts';
import { ProgressShape, showProgress } from './progress-message.ts';

/** What one step has found out. */
export interface WatchStep<State> {
  readonly state: State;
  /** When the next step is due, epoch milliseconds; it is ignored once the watch is over. */
  readonly runAt: number;
  /** What is in the way, for the message. */
  readonly note?: string | undefined;
  /** The final word, where the state alone does not tell it: the watch is over. */
  readonly final?: View;
  /** A short message below it, since nobody is notified of an edit; with a file, if there is one. */
  readonly ending?: View;
}

export interface WatchContext<S extends Services = Services> {
  readonly services: S;
  readonly teamId: string;
  /** Its own. */
  readonly id: string;
  readonly now: number;
  readonly startedAt: number;
  /** It has taken longer than `giveUpAfter`: what is not done by now has failed. */
  readonly outOfTime: boolean;
  /** Of the step before; to be given back by a step that does nothing. */
  readonly note: string | undefined;
  /**
   * A call that must not be made twice is recorded in one step, whose state says so, and made in the next by the process
   * that has recorded it. Any other process finds the state without the call, and has to look up what became of it.
   */
  readonly calls: {
    record(name?: string): unknown;
    /** True once for each record. */
    take(name?: string): boolean;
  };
}

interface Watch<State> {
  readonly kind: string;
  /** Its own state. */
  readonly state: z.ZodType<State>;
  /** Milliseconds until a step is repeated that could not be made for now. */
  readonly every: number;
  /** Milliseconds. */
  readonly giveUpAfter: number;
  /** Does the next thing that is due, one call at a time. Errors that pass by themselves may be thrown. */
  step(state: State, context: WatchContext): Promise<WatchStep<State>>;
  /** After an error that no repetition mends. */
  fail(state: State, error: AppError): Pick<WatchStep<State>, 'state' | 'final'>;
  isDone(state: State): boolean;
  view(state: State, note: string | undefined): View;
}

interface DeclaredWatch<State> extends Declared {
  /** Resolves once it is stored. While one of this id goes on, a second is not started; without an id it gets its own. */
  start(ctx: CommandContext, state: State, id?: string): Promise<void>;
}

const transient: readonly string[] = ['rate_limited', 'upstream_unavailable', 'unknown_outcome'];

/** The note of an error that passes by itself. */
export const goesOn = (error: AppError): string => `${error.message} Resumes automatically.`;
export const withHint = (error: AppError): string => [error.message, error.hint].filter(Boolean).join(' ');

/** Into the thread of the message; gives when it has to be tried again. */
async function tellEnd(
  notifier: Notifier,
  teamId: string,
  { channel, ts: threadTs }: MessageRef,
  { file, ...view }: View,
): Promise<number | undefined> {
  const sent = file && (await notifier.upload(teamId, channel, file, { threadTs }));
  const problem = file && sent?.kind !== 'sent' ? `\n\`${file.name}\` could not be sent: ${sent?.reason}` : '';
  const delivery = await notifier.post(teamId, channel, { ...view, text: `${view.text}${problem}` }, { threadTs });
  return delivery.kind === 'later' ? delivery.retryAt : undefined;
}

/** Declares a job that goes on, one step at a time and across restarts, and keeps one direct message current until all is done. */
export function defineWatch<State>(watch: Watch<State>): DeclaredWatch<State> {
  async function step(state: State, context: WatchContext): Promise<WatchStep<State>> {
    try {
      return await watch.step(state, context);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const runAt = error.retryAt ?? context.now + watch.every;
      if (transient.includes(error.code)) return { state, runAt, note: goesOn(error) };
      return { ...watch.fail(state, error), runAt, note: withHint(error) };
    }
  }

  const job = defineJob({
    kind: watch.kind,
    payload: z.object({
      id: z.string(),
      /** The person who asked, and who gets the message. */
      userId: z.string(),
      /** Epoch milliseconds. */
      startedAt: z.number(),
      state: watch.state,
      note: z.string().exactOptional(),
      progress: ProgressShape,
    }),
    key: ({ id }, teamId) => `${watch.kind}:${teamId}:${id}`,
    // 0.1.0 stored all of it side by side, and the id in the key alone.
    migrate: (data) => isObject(data) && { id: '', ...data, state: data, progress: data },
    async run({ id, teamId, payload }, services) {
      const now = services.clock.now();
      const { startedAt, userId } = payload;
      const name = (call = '') => `${id}/${call}`;
      const { state, runAt, note, final, ending } = await step(payload.state, {
        services,
        teamId,
        id: payload.id,
        now,
        startedAt,
        outOfTime: now - startedAt > watch.giveUpAfter,
        note: payload.note,
        calls: {
          record: (call) => services.unsentCalls.add(name(call)),
          take: (call) => services.unsentCalls.delete(name(call)),
        },
      });
      const done = final !== undefined || watch.isDone(state);
      const view = final ?? watch.view(state, note);
      const shown = await showProgress(services.notifier, payload.progress, { teamId, userId, now, view, final: done });
      const { retryAt: notShown, ...progress } = shown;
      const tell = done && ending && notShown === undefined && progress.message;
      const retryAt = tell ? await tellEnd(services.notifier, teamId, tell, ending) : notShown;
      if (done && retryAt === undefined) return undefined;
      return {
        runAt: Math.max(done ? 0 : runAt, retryAt ?? 0),
        payload: { id: payload.id, userId, startedAt, state, progress, ...(note && { note }) },
      };
    },
  });

  return {
    ...job,
    async start({ actor, clock, newId, stores }, state, id = newId('w')) {
      const now = clock.now();
      const payload = { id, userId: actor.userId, startedAt: now, state, progress: {} };
      await stores.jobs.add([job.at(now, actor.teamId, payload)]);
    },
  };
}
