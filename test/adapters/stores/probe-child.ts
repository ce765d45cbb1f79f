// Runs under `ulimit -f 3`: no file may grow over 3 KiB, as on a disk that is full to the last few.
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';

process.on('SIGXFSZ', () => {});

const stores = await openEmbeddedStores({ dataDir: process.argv[2] ?? '' });
const [probed] = await Promise.allSettled([stores.probe()]);
process.stdout.write(`probe ${probed?.status}\n`);
await stores.close();
