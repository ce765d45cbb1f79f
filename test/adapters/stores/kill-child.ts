// Writes to every store as fast as it can, and says on stdout what is acknowledged, until it is killed.
import { writeSync } from 'node:fs';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { fingerprint } from '../../../src/lib/json.ts';
import { acme, aFact, aJob, anEvent, aRequest, start } from '../../contracts/samples.ts';

const [, , dataDir = '', round = ''] = process.argv;
const { audit, events, jobs, plans, requests } = await openEmbeddedStores({ dataDir });

const acknowledge = (what: string, id: string): number => writeSync(1, `${what} ${id}\n`);

async function work(writer: number): Promise<never> {
  for (let turn = 0; ; turn += 1) {
    const id = `${round}-${writer}-${turn}`;
    await events.append(anEvent({ id }));
    acknowledge('event', id);
    await requests.insert(aRequest({ id }), { jobs: [aJob({ key: id })] });
    acknowledge('request', id);
    await audit.append(aFact({ request: id }));
    acknowledge('audit', id);
    await plans.put(acme, { id });
    acknowledge('plan', id);
    await events.settle(acme, [id]);
    acknowledge('settled', id);
    const undo = { undoes: id };
    await requests.replace(aRequest({ id, version: 2, status: 'applied', closedAt: start + turn }), {
      facts: [aFact({ request: id, action: 'apply.applied', key: `${id}:applied` })],
      plans: { [fingerprint(undo)]: undo },
    });
    acknowledge('closed', id);
    await jobs.add([aJob({ key: `short ${id}` })]);
    const job = (await jobs.list(acme)).find(({ key }) => key === `short ${id}`);
    if (job) await jobs.finish(job);
    acknowledge('finished', id);
  }
}
await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(work));
