import type { Stores } from '../../ports/stores.ts';

type Where =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Only the driver that is used is loaded. `onLost`: another process has taken the embedded store over. */
export async function openStores(
  where: Where,
  onWarning: (text: string) => void,
  onLost?: (problem: Error) => void,
): Promise<Stores> {
  if (where.kind === 'postgres')
    throw new Error('DATABASE_URL: PostgreSQL is not supported yet; leave it out and use DATA_DIR.');
  const { openEmbeddedStores } = await import('./lowdb/open-lowdb.ts');
  return openEmbeddedStores({ dataDir: where.dataDir, onWarning, onLost });
}
