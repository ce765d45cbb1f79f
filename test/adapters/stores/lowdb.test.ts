import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { describeStores } from '../../contracts/all-stores.ts';

describeStores('lowdb', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'litemail-stores-'));
  return {
    open: () =>
      openEmbeddedStores({
        dataDir,
        onWarning: (text) => {
          throw new Error(`nothing is wrong with this data, yet: ${text}`);
        },
      }),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
});
