import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Declared, defineJob, type JobServices } from '../../../src/engine/jobs/define-job.ts';
import { createHandlers } from '../../../src/engine/jobs/handlers.ts';
import type { JobHandler } from '../../../src/engine/jobs/runner.ts';
import { isObject } from '../../../src/lib/json.ts';
import type { Job } from '../../../src/ports/stores.ts';
import { aJob, start } from '../../contracts/samples.ts';

/** A job that greets somebody twice. */
const greeted: string[] = [];
const greet = defineJob({
  kind: 'greet',
  payload: z.object({ name: z.string(), times: z.int().exactOptional() }),
  key: ({ name }, teamId) => `${teamId}/${name}`,
  migrate: (data) => isObject(data) && { name: data.who },
  locks: async ({ payload }) => [payload.name],
  async run({ payload: { name, times = 0 } }) {
    greeted.push(name);
    return times === 1 ? undefined : { runAt: start, payload: { name, times: times + 1 } };
  },
});

const refused: string[] = [];
// This job uses no service.
const services = {} as JobServices;
const handlerOf = (job: Declared) => {
  const handler = createHandlers(services, [job], ({ key }, problem) => refused.push(`${key}: ${problem}`))[job.kind];
  if (typeof handler !== 'object') throw new Error('It has locks.');
  return handler;
};
const run = (job: Job): ReturnType<JobHandler> => handlerOf(greet).run(job);
const stored = (data: Job['data']): Job => ({ ...aJob({ kind: 'greet', key: 'K', data }), id: 'j1', attempts: 1 });

it('what is stored of a job follows from its declaration', () => {
  const job = greet.at(start, 'T0ACME', { name: 'Ana' });
  expect(job).toEqual({ teamId: 'T0ACME', kind: 'greet', key: 'T0ACME/Ana', data: { name: 'Ana' }, runAt: start });
});

it('a job goes on with what it returns, and locks what its payload names', async () => {
  expect(await run(stored({ name: 'Ana' }))).toEqual({ runAt: start, data: { name: 'Ana', times: 1 } });
  expect(await run(stored({ name: 'Ana', times: 1 }))).toBeUndefined();
  expect(await handlerOf(greet).keys(stored({ name: 'Ana' }))).toEqual(['Ana']);
});

it('a job that an earlier release has stored is carried out', async () => {
  await run(stored({ who: 'Bo' }));
  expect(greeted.at(-1)).toBe('Bo');
});

it('a job that nobody can read is dropped and reported, and locks nothing', async () => {
  const before = greeted.length;
  expect(await run(stored({ name: 7 }))).toBeUndefined();
  expect(await handlerOf(greet).keys(stored(null))).toEqual([]);
  expect(greeted).toHaveLength(before);
  expect(refused).toEqual([expect.stringMatching(/^K: name: .*expected string/)]);
});

it('two jobs of one kind are refused at the start', () => {
  expect(() => createHandlers(services, [greet, greet], () => {})).toThrow('"greet"');
});
