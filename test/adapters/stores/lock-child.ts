// Opens the stores in the directory given, says how that went, and holds them until it is killed or told to close.
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';

try {
  const stores = await openEmbeddedStores({ dataDir: process.argv[2] ?? '' });
  process.send?.('open');
  process.once('message', async () => {
    await stores.close();
    process.disconnect();
  });
} catch (error) {
  process.send?.(`refused: ${(error as Error).message}`, () => process.exit(1));
}
