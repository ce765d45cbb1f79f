// Runs under `ulimit -f 64`: no file may grow over 64 KiB, and a write that would takes only a part, as on a full disk.
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { aFact, anEvent, aSubscription } from '../../contracts/samples.ts';

// The system's way to say it, which would end the process; a full disk has no such signal.
process.on('SIGXFSZ', () => {});

const big = 'x'.repeat(40 * 1024);
const stores = await openEmbeddedStores({ dataDir: process.argv[2] ?? '', onWarning: () => {} });
const outcome = async (name: string, writing: Promise<unknown>): Promise<void> => {
  const [result] = await Promise.allSettled([writing]);
  process.stdout.write(`${name} ${result?.status}\n`);
};
for (const [id, text] of Object.entries({ first: big, second: big, third: 'small' })) {
  await outcome(`event ${id}`, stores.events.append(anEvent({ id, body: text })));
  await outcome(`audit ${id}`, stores.audit.append(aFact({ request: id, details: { text } })));
  await outcome(`subscription ${id}`, stores.subscriptions.put(aSubscription({ id, problem: text })));
}
await outcome('plan', stores.plans.put('T0ACME', { big: big + big }));
await stores.close();
