import { sep } from 'node:path';

const fences = new Map<string, () => void>();

/** From now on `check` is called directly before anything below the directory is written; gives back how to end that. */
export function fence(directory: string, check: () => void): () => void {
  fences.set(directory, check);
  return () => {
    if (fences.get(directory) === check) fences.delete(directory);
  };
}

/** Throws where something below the directory of a fence may not be written any more. */
export function checkFence(path: string): void {
  for (const [directory, check] of fences) if (path.startsWith(`${directory}${sep}`)) check();
}
