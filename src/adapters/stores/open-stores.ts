import type { Seal, Stores } from '../../ports/stores.ts';

/** Only the driver that is used is loaded. `onLost`: another process has taken the embedded store over. */
export async function openStores(
  where: { readonly kind: 'embedded'; readonly dataDir: string },
  onWarning: (text: string) => void,
  onLost?: (problem: Error) => void,
  seal?: Seal,
): Promise<Stores> {
  const { openEmbeddedStores } = await import('./lowdb/open-lowdb.ts');
  return openEmbeddedStores({ dataDir: where.dataDir, onWarning, onLost, seal });
}
