import { describe, expect, it } from 'vitest';
import { type AuditEntry, firstTampered } from '../../src/domain/audit/audit-chain.ts';
import { AppError } from '../../src/lib/errors.ts';
import { fingerprint } from '../../src/lib/json.ts';
import type { Stores } from '../../src/ports/stores.ts';
import { acme, aFact, aJob, aRequest, nova, scribbleOn, start } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeRequestStore(adapter: string, setUp: SetUp): void {
  describe(`RequestStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    it('keeps a request with the jobs that follow from it, also when opened again', async () => {
      await stores.now().requests.insert(aRequest(), { jobs: [aJob({ kind: 'post-card' }), aJob({ kind: 'expire' })] });
      const { requests, jobs } = await stores.reopen();
      expect(await requests.get(acme, 'R1')).toEqual(aRequest());
      expect((await jobs.list(acme)).map(({ kind }) => kind)).toEqual(['post-card', 'expire']);
    });

    it('says so when the id is taken, and then adds no job', async () => {
      await stores.now().requests.insert(aRequest());
      const again = stores.now().requests.insert(aRequest({ requester: 'U0BO' }), { jobs: [aJob()] });
      await expect(again).rejects.toThrow(AppError);
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
      expect((await stores.now().requests.get(acme, 'R1'))?.requester).toBe('U0ANA');
      expect(await stores.now().jobs.list(acme)).toEqual([]);
    });

    it('takes one of ten people who decide at the same time, and the jobs of that one', async () => {
      await stores.now().requests.insert(aRequest());
      const people = Array.from({ length: 10 }, (_, index) => `U${index}`);
      const taken = await Promise.all(
        people.map((by) =>
          stores.now().requests.replace(
            aRequest({
              status: 'approved',
              version: 2,
              decisions: [{ by, type: 'approve', fingerprint: 'f', at: start, meets: [0] }],
            }),
            { jobs: [aJob({ key: by })] },
          ),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      const { requests, jobs } = await stores.reopen();
      const winner = people[taken.indexOf(true)];
      expect((await requests.get(acme, 'R1'))?.decisions).toMatchObject([{ by: winner }]);
      expect((await jobs.list(acme)).map(({ key }) => key)).toEqual([winner]);
    });

    it('keeps with a request what the audit has to tell of it, once, and the plans it refers to', async () => {
      const small = { undo: 'one record' };
      const large = { undo: 'x'.repeat(100_000) };
      const told = async ({ audit }: Stores) => {
        const entries: AuditEntry[] = [];
        for await (const entry of audit.entries()) entries.push(entry);
        expect(firstTampered(entries)).toBeUndefined();
        return entries.map(({ action }) => action);
      };
      const facts = (...actions: string[]) => actions.map((action) => aFact({ action, key: `R1:${action}` }));
      await stores.now().requests.insert(aRequest(), { facts: facts('created') });
      await stores.now().audit.append(aFact({ action: 'started', key: 'R1:started' }), { lazily: true });
      const next = aRequest({ version: 2 });
      const plans = { [fingerprint(small)]: small, [fingerprint(large)]: large };
      expect(await stores.now().requests.replace(next, { facts: facts('started', 'applied'), plans })).toBe(true);
      expect(await stores.now().requests.replace(next, { facts: facts('lost the race') })).toBe(false);
      for (const open of [async () => stores.now(), stores.reopen, stores.reopen]) {
        const opened = await open();
        expect(await told(opened)).toEqual(['created', 'started', 'applied']);
        for (const plan of [small, large]) expect(await opened.plans.get(acme, fingerprint(plan))).toEqual(plan);
        expect(await opened.plans.get(nova, fingerprint(small))).toBeUndefined();
      }
    });

    it('shows at once what was written lazily, and keeps it when it is closed', async () => {
      const { requests } = stores.now();
      await requests.insert(aRequest());
      const lazily = { lazily: true };
      expect(await requests.replace(aRequest({ version: 2, reason: 'because' }), lazily)).toBe(true);
      expect(await requests.replace(aRequest({ version: 2 }), lazily)).toBe(false);
      expect((await requests.get(acme, 'R1'))?.reason).toBe('because');
      expect((await (await stores.reopen()).requests.get(acme, 'R1'))?.reason).toBe('because');
    });

    it('replaces nothing that is not there', async () => {
      expect(await stores.now().requests.replace(aRequest({ version: 2 }), { jobs: [aJob()] })).toBe(false);
      expect(await stores.now().requests.replace(aRequest({ version: 1 }))).toBe(false);
      expect(await stores.now().jobs.list(acme)).toEqual([]);
    });

    it('shows another team nothing and lets it change nothing', async () => {
      const { requests, jobs } = stores.now();
      await requests.insert(aRequest());
      expect(await requests.get(nova, 'R1')).toBeUndefined();
      expect(await requests.list(nova)).toEqual([]);
      expect(await requests.list(nova, { subject: 'acme-mail.com', status: ['pending'] })).toEqual([]);
      expect(await requests.replace(aRequest({ teamId: nova, version: 2 }), { jobs: [aJob({ teamId: nova })] })).toBe(
        false,
      );
      expect(await jobs.list(nova)).toEqual([]);
      expect(await requests.get(acme, 'R1')).toEqual(aRequest());
    });

    it('lists newest first, by status, by subject, up to a limit', async () => {
      const { requests } = stores.now();
      const subjects = (...names: string[]) => ({ ...aRequest().proposal, subjects: names });
      await requests.insert(aRequest({ id: 'old', createdAt: start - 2, status: 'denied' }));
      await requests.insert(aRequest({ id: 'new', createdAt: start + 1, proposal: subjects('outbound-labs.io') }));
      await requests.insert(aRequest({ id: 'mid', createdAt: start, proposal: subjects('a.com', 'outbound-labs.io') }));
      await requests.insert(aRequest({ id: 'tie', createdAt: start }));
      const ids = async (filter?: Parameters<typeof requests.list>[1]) =>
        (await requests.list(acme, filter)).map(({ id }) => id);
      expect(await ids()).toEqual(['new', 'tie', 'mid', 'old']);
      expect(await ids({ limit: 2 })).toEqual(['new', 'tie']);
      expect(await ids({ status: ['pending'] })).toEqual(['new', 'tie', 'mid']);
      expect(await ids({ status: ['denied', 'applied'] })).toEqual(['old']);
      expect(await ids({ status: [] })).toEqual([]);
      expect(await ids({ subject: 'outbound-labs.io' })).toEqual(['new', 'mid']);
      expect(await ids({ subject: 'outbound-labs.io', status: ['denied'] })).toEqual([]);
    });

    it('finds, lists and changes requests that closed hundreds of requests ago', async () => {
      const { requests } = stores.now();
      const closed = (index: number) =>
        aRequest({ id: `R${index}`, createdAt: start + index, closedAt: start + index, status: 'applied' });
      for (let from = 0; from < 450; from += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, index) => requests.insert(closed(from + index))));
      }
      await requests.insert(aRequest({ id: 'waiting', createdAt: start - 1 }));
      expect(await requests.get(acme, 'R0')).toEqual(closed(0));
      await expect(requests.insert(closed(0))).rejects.toMatchObject({ code: 'conflict' });
      expect(await requests.get(nova, 'R0')).toBeUndefined();
      expect(await requests.replace({ ...closed(0), teamId: nova, version: 2 })).toBe(false);
      expect(await requests.replace({ ...closed(0), version: 3 })).toBe(false);
      const undone = { ...closed(0), undoneBy: 'R9', version: 2 };
      const races = await Promise.all([requests.replace(undone), requests.replace(undone)]);
      expect(races.filter(Boolean)).toHaveLength(1);

      const ids = Array.from({ length: 450 }, (_, index) => `R${449 - index}`);
      for (const open of [async () => stores.now(), stores.reopen]) {
        const opened = (await open()).requests;
        expect((await opened.list(acme)).map(({ id }) => id)).toEqual([...ids, 'waiting']);
        expect((await opened.list(acme, { status: ['applied'], limit: 450 })).at(-1)).toEqual(undone);
        expect(await opened.list(acme, { status: ['pending'] })).toHaveLength(1);
        expect(await opened.get(acme, 'R0')).toEqual(undone);
        expect(await opened.get(acme, 'R100')).toEqual(closed(100));
        expect(await opened.replace({ ...undone, version: 2 })).toBe(false);
      }
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const { requests, jobs } = stores.now();
      const [given, job] = [aRequest(), aJob()];
      const inserting = requests.insert(given, { jobs: [job] });
      scribbleOn(given);
      scribbleOn(job);
      await inserting;
      scribbleOn(await requests.get(acme, 'R1'));
      for (const request of await requests.list(acme)) scribbleOn(request);
      expect(await requests.get(acme, 'R1')).toEqual(aRequest());
      expect(await jobs.list(acme)).toMatchObject([aJob()]);

      const [next, nextJob] = [aRequest({ version: 2 }), aJob({ key: 'second' })];
      const replacing = requests.replace(next, { jobs: [nextJob] });
      scribbleOn(next);
      scribbleOn(nextJob);
      await replacing;
      expect(await requests.get(acme, 'R1')).toEqual(aRequest({ version: 2 }));
      expect(await jobs.list(acme)).toMatchObject([aJob(), aJob({ key: 'second' })]);
    });
  });
}
