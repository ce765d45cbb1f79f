import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oldWordsIn } from './old-words.ts';
import { baseName, filesBelow, isProductFile } from './tree.ts';

export interface StaticCounts {
  readonly files: number;
  readonly lines: number;
  /** A base name and the files that have it. */
  readonly sameNames: Readonly<Record<string, readonly string[]>>;
  readonly casts: Readonly<Record<string, number>>;
  readonly largeFolders: Readonly<Record<string, number>>;
  readonly viewSnapshots: Readonly<Record<string, number>>;
  readonly otherSnapshots: Readonly<Record<string, number>>;
  readonly oldWords: Readonly<Record<string, readonly string[]>>;
}

const filesInFolderAtMost = 30;

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

function grouped(paths: readonly string[], key: (path: string) => string): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const path of paths) groups.set(key(path), [...(groups.get(key(path)) ?? []), path]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** These say by their folder what they are. */
const mayShareItsName = (path: string): boolean =>
  /\/commands\//.test(path) || ['index', 'service'].includes(baseName(path));

const isOfViews = (path: string): boolean => /view/i.test(path.slice('test/'.length));

export function countStatic(root: string): StaticCounts {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const product = filesBelow(root, 'src').filter(isProductFile);
  const sources = product.map((path): [string, string] => [path, read(path)]);

  const ruled = product.filter((path) => !mayShareItsName(path));
  const sameNames = grouped(ruled, baseName).filter(([, paths]) => paths.length > 1);
  const casts = sources
    .map(([path, text]): [string, number] => [path, text.match(/\bas\s+unknown\s+as\b/g)?.length ?? 0])
    .filter(([, count]) => count > 0);
  const folders = grouped([...filesBelow(root, 'src'), ...filesBelow(root, 'sandbox')], dirname)
    .map(([folder, paths]): [string, number] => [folder, paths.length])
    .filter(([, count]) => count > filesInFolderAtMost);
  const snapshots = filesBelow(root, 'test').filter((path) => path.endsWith('.snap'));
  const linesOfSnapshots = (paths: readonly string[]) =>
    Object.fromEntries(paths.map((path) => [path, linesOf(read(path))]));

  return {
    files: product.length,
    lines: sources.reduce((sum, [, text]) => sum + linesOf(text), 0),
    sameNames: Object.fromEntries(sameNames),
    casts: Object.fromEntries(casts),
    largeFolders: Object.fromEntries(folders),
    viewSnapshots: linesOfSnapshots(snapshots.filter(isOfViews)),
    otherSnapshots: linesOfSnapshots(snapshots.filter((path) => !isOfViews(path))),
    oldWords: oldWordsIn(sources),
  };
}
