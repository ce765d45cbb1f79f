import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow in small steps. V8 would give young objects up to 128 MB once many of them live on, as while a
 * large zone is planned, and clean up the others late; `npm run bench -- --only memory` shows what either costs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
}
