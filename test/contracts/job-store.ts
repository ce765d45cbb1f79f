import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/ports/stores.ts';
import { acme, aJob, aRequest, nova, scribbleOn, start } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

const lease = 10_000;

export function describeJobStore(adapter: string, setUp: SetUp): void {
  describe(`JobStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    const claimOne = async (now = start): Promise<Job> => {
      const [job] = await stores.now().jobs.claim(now, lease, 1);
      if (!job) throw new Error('no job is due');
      return job;
    };

    it('gives out due jobs, the longest due first, as many as asked for', async () => {
      const { jobs } = stores.now();
      await jobs.add([
        aJob({ key: 'later', runAt: start + 1 }),
        aJob({ key: 'now', runAt: start }),
        aJob({ key: 'overdue', runAt: start - 5 }),
        aJob({ key: 'long overdue', runAt: start - 9 }),
      ]);
      const keys = (claimed: Job[]) => claimed.map(({ key }) => key);
      expect(keys(await jobs.claim(start, lease, 2))).toEqual(['long overdue', 'overdue']);
      expect(keys(await jobs.claim(start, lease, 9))).toEqual(['now']);
      expect(await jobs.claim(start, lease, 9)).toEqual([]);
      expect(keys(await jobs.claim(start + 1, lease, 9))).toEqual(['later']);
    });

    it('gives a job to one of many who claim at the same time', async () => {
      const { jobs } = stores.now();
      await jobs.add(Array.from({ length: 20 }, (_, index) => aJob({ key: `K${index}` })));
      const claimed = await Promise.all(Array.from({ length: 10 }, () => jobs.claim(start, lease, 3)));
      const ids = claimed.flat().map(({ id }) => id);
      expect(ids).toHaveLength(20);
      expect(new Set(ids).size).toBe(20);
    });

    it('gives a job out again when its lease ran out, and counts the attempts', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob()]);
      const first = await claimOne();
      expect(first.attempts).toBe(1);
      expect(await jobs.claim(start + lease - 1, lease, 1)).toEqual([]);
      const second = await claimOne(start + lease);
      expect(second).toEqual({ ...first, attempts: 2 });
      expect(await jobs.list(acme)).toEqual([second]);
    });

    it('gives nothing out that the caller is still at, whatever became of the lease', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob({ key: 'slow' }), aJob({ key: 'later', runAt: start + 5 * lease })]);
      const { id } = await claimOne();
      await jobs.add([aJob({ key: 'slow', data: 'namesake' })]);
      expect(await jobs.claim(start + 2 * lease, lease, 9, new Set([id]))).toEqual([]);
      expect(await jobs.nextRunAt(new Set([id]))).toBe(start + 5 * lease);
      expect(await jobs.claim(start + 2 * lease, lease, 9)).toMatchObject([{ id, attempts: 2 }]);
    });

    it('tells when the next job is due', async () => {
      const { jobs } = stores.now();
      expect(await jobs.nextRunAt()).toBeUndefined();
      await jobs.add([aJob({ key: 'b', runAt: start + 500 }), aJob({ key: 'a', runAt: start })]);
      expect(await jobs.nextRunAt()).toBe(start);
      const job = await claimOne();
      expect(await jobs.nextRunAt()).toBe(start + 500);
      await jobs.claim(start + 500, lease, 1);
      expect(await jobs.nextRunAt()).toBe(start + lease);
      await jobs.finish(job);
      expect(await jobs.nextRunAt()).toBe(start + 500 + lease);
    });

    it('forgets a job that is done, also when opened again', async () => {
      await stores.now().jobs.add([aJob()]);
      await stores.now().jobs.finish(await claimOne());
      expect(await stores.now().jobs.list(acme)).toEqual([]);
      expect(await (await stores.reopen()).jobs.list(acme)).toEqual([]);
    });

    it('goes on later with new data under the same id and key', async () => {
      await stores.now().jobs.add([aJob()]);
      const job = await claimOne();
      await stores.now().jobs.finish(job, { runAt: start + 60, data: { step: 2 } });
      const waiting = { ...job, runAt: start + 60, data: { step: 2 } };
      expect(await stores.now().jobs.list(acme)).toEqual([waiting]);
      expect(await stores.now().jobs.claim(start + 59, lease, 1)).toEqual([]);
      await stores.reopen();
      expect(await claimOne(start + 60)).toEqual({ ...waiting, attempts: 2 });
    });

    it('adds no second job of a key while one waits, neither alone nor with a request', async () => {
      const { jobs, requests } = stores.now();
      await jobs.add([aJob({ data: 1 }), aJob({ data: 2 })]);
      await Promise.all([jobs.add([aJob({ data: 3 })]), requests.insert(aRequest(), { jobs: [aJob({ data: 4 })] })]);
      expect((await jobs.list(acme)).map(({ data }) => data)).toEqual([1]);
    });

    it('brings the waiting job forward when one of its key is due earlier, and never puts it off', async () => {
      const { jobs, requests } = stores.now();
      await jobs.add([aJob({ runAt: start + 1000, data: 'rests' })]);
      await jobs.add([aJob({ runAt: start + 5000 })]);
      expect(await jobs.nextRunAt()).toBe(start + 1000);
      await requests.insert(aRequest(), { jobs: [aJob({ runAt: start })] });
      expect(await jobs.list(acme)).toMatchObject([{ runAt: start, data: 'rests' }]);
      expect(await (await stores.reopen()).jobs.nextRunAt()).toBe(start);
    });

    it('adds a job whose namesake is running, of another kind, or of another team', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob()]);
      await claimOne();
      await jobs.add([aJob(), aJob({ kind: 'expire' }), aJob({ teamId: nova })]);
      expect(await jobs.list(acme)).toHaveLength(3);
      expect(await jobs.list(nova)).toHaveLength(1);
    });

    it('gives out a job whose namesake is running only when that is over', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob()]);
      const running = await claimOne();
      await jobs.add([aJob({ data: 'second' }), aJob({ kind: 'expire' }), aJob({ teamId: nova })]);
      expect((await jobs.claim(start, lease, 9)).map(({ kind, teamId }) => [kind, teamId])).toEqual([
        ['expire', acme],
        ['apply-request', nova],
      ]);
      expect(await jobs.nextRunAt()).toBe(start + lease);
      await jobs.finish(running);
      expect(await jobs.claim(start, lease, 9)).toMatchObject([{ data: 'second' }]);
    });

    it('gives out one of two namesakes when the lease of the first ran out', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob({ data: 'first' })]);
      await claimOne();
      await jobs.add([aJob({ runAt: start + 1, data: 'second' })]);
      expect(await jobs.claim(start + lease, lease, 9)).toMatchObject([{ data: 'first', attempts: 2 }]);
    });

    it('is one waiting job again when one goes on for which another was added meanwhile', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob()]);
      const job = await claimOne();
      await jobs.add([aJob({ runAt: start + 5 })]);
      await jobs.finish(job, { runAt: start + 1000, data: 'progress' });
      expect(await jobs.list(acme)).toEqual([{ ...job, runAt: start + 5, data: 'progress' }]);
    });

    it('lists the jobs of one team, and of one kind', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob(), aJob({ kind: 'expire' }), aJob({ teamId: nova, kind: 'expire' })]);
      expect((await jobs.list(acme)).map(({ kind }) => kind)).toEqual(['apply-request', 'expire']);
      expect(await jobs.list(acme, 'expire')).toMatchObject([{ teamId: acme, kind: 'expire' }]);
      expect(await jobs.list(acme, 'other')).toEqual([]);
    });

    it('counts the jobs of all teams, those under way included', async () => {
      const { jobs } = stores.now();
      expect(await jobs.count()).toBe(0);
      await jobs.add([aJob(), aJob({ teamId: nova })]);
      const job = await claimOne();
      expect(await jobs.count()).toBe(2);
      await jobs.finish(job);
      expect(await jobs.count()).toBe(1);
    });

    it('lets another team finish nothing', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob()]);
      const job = await claimOne();
      await jobs.finish({ ...job, teamId: nova });
      await jobs.finish({ ...job, teamId: nova }, { runAt: start, data: 'theirs' });
      expect(await jobs.list(acme)).toEqual([job]);
      expect(await jobs.list(nova)).toEqual([]);
    });

    it('brings nothing back that is finished already', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob()]);
      const job = await claimOne();
      await jobs.finish(job);
      await jobs.finish(job, { runAt: start, data: null });
      expect(await jobs.list(acme)).toEqual([]);
    });

    it('calls back once jobs are stored, however they came', async () => {
      const { jobs, requests, wakeUps } = stores.now();
      const seen: number[] = [];
      wakeUps.listen(() => void jobs.list(acme).then((all) => seen.push(all.length)));
      await jobs.add([aJob({ key: 'a' })]);
      await requests.insert(aRequest(), { jobs: [aJob({ key: 'b' })] });
      await requests.replace(aRequest({ version: 2 }), { jobs: [aJob({ key: 'c' })] });
      await expect.poll(() => seen.length).toBe(3);
      expect(seen.every((count, index) => count > index)).toBe(true);
    });

    it('gives a derived job out as any other, though it may be forgotten at the end of the process', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob({ derived: true, key: 'a' }), aJob({ key: 'b' })]);
      await jobs.add([aJob({ derived: true, key: 'a', runAt: start - 1, data: 'twin' })]);
      expect(await jobs.count()).toBe(2);
      const job = await claimOne();
      expect(job).toMatchObject({ key: 'a', runAt: start - 1, data: { id: 'R1' }, attempts: 1 });
      await jobs.add([aJob({ derived: true, key: 'a', runAt: start + 5 })]);
      await jobs.finish(job, { runAt: start + 9, data: 'on' });
      const waiting = { key: 'a', data: 'on', runAt: start + 5 };
      expect(await jobs.list(acme)).toEqual(expect.arrayContaining([expect.objectContaining(waiting)]));
      const again = (await jobs.claim(start + 5, lease, 9)).find(({ key }) => key === 'a');
      expect(again).toMatchObject({ ...waiting, attempts: 2 });
      if (again) await jobs.finish(again);
      expect((await jobs.list(acme)).map(({ key }) => key)).toEqual(['b']);
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const { jobs } = stores.now();
      const given = aJob();
      const adding = jobs.add([given]);
      scribbleOn(given);
      await adding;
      for (const job of await jobs.list(acme)) scribbleOn(job);
      const job = await claimOne();
      expect(job).toMatchObject(aJob());
      const again = { runAt: start, data: { step: 2 } };
      const finishing = jobs.finish({ ...job }, again);
      scribbleOn(again);
      scribbleOn(job);
      await finishing;
      expect(await jobs.list(acme)).toMatchObject([{ ...aJob(), data: { step: 2 } }]);
    });

    it('forgets a repeatable job when it is finished, also when opened again', async () => {
      const { jobs } = stores.now();
      await jobs.add([aJob({ repeatable: true })]);
      const [job] = await jobs.claim(start, 1000, 1);
      if (!job) throw new Error('nothing is due');
      await jobs.finish(job);
      expect(await jobs.list(acme)).toEqual([]);
      expect(await (await stores.reopen()).jobs.list(acme)).toEqual([]);
    });

    it('keeps jobs that are not due for long as it keeps all others, however often it is opened', async () => {
      const day = 86_400_000;
      const far = Array.from({ length: 50 }, (_, index) => aJob({ key: `K${index}`, runAt: start + day + index }));
      await stores.now().jobs.add(far);
      expect(await stores.now().jobs.claim(start, lease, 9)).toEqual([]);
      await stores.reopen();
      const { jobs } = await stores.reopen();
      expect(await jobs.count()).toBe(50);
      expect(await jobs.list(acme)).toHaveLength(50);
      expect(await jobs.nextRunAt()).toBe(start + day);

      await jobs.add([
        aJob({ key: 'K7', runAt: start + 2 * day }),
        aJob({ key: 'K8', runAt: start + 5, data: 'second' }),
      ]);
      expect(await jobs.nextRunAt()).toBe(start + 5);
      const [early] = await jobs.claim(start + 5, lease, 9);
      expect(early).toMatchObject({ key: 'K8', data: { id: 'R1' } });
      if (early) await jobs.finish(early);

      const again = (await stores.reopen()).jobs;
      expect(await again.count()).toBe(49);
      const due = await again.claim(start + day + 10, lease, 99);
      expect(due.map(({ key }) => key)).toEqual(['K0', 'K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K9', 'K10']);
      for (const job of due) await again.finish(job);
      const last = (await stores.reopen()).jobs;
      expect(await last.count()).toBe(39);
      expect(await last.claim(start + 3 * day, lease, 99)).toHaveLength(39);
    });

    it('lets what waits wait as long as before when somebody sets the clock, but for deadlines', async () => {
      const [hour, day] = [3_600_000, 86_400_000];
      const { jobs } = stores.now();
      const far = Array.from({ length: 25 }, (_, index) => aJob({ key: `far${index}`, runAt: start + day }));
      await jobs.add([
        ...far,
        aJob({ key: 'waits', runAt: start + 1000 }),
        aJob({ key: 'derived', runAt: start + 2000, derived: true }),
        aJob({ key: 'friday', runAt: start + 5000, deadline: true }),
        aJob({ key: 'next month', runAt: start + 30 * day, deadline: true }),
      ]);
      await jobs.claim(start, lease, 9);
      await (await stores.reopen()).jobs.add([aJob({ key: 'derived', runAt: start + 2000, derived: true })]);
      await stores.now().jobs.shift(-hour, start - hour);
      const due = Object.fromEntries(
        (await stores.now().jobs.list(acme)).map(({ key, runAt }) => [key, runAt - start]),
      );
      expect(due).toMatchObject({
        waits: 1000 - hour,
        derived: 2000 - hour,
        friday: 5000,
        far7: day - hour,
        'next month': 30 * day,
      });
      expect(await (await stores.reopen()).jobs.nextRunAt()).toBe(start + 1000 - hour);
    });
  });
}
