import { readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

/** All files below a folder, as paths from the root with `/`; none when there is no such folder. */
export function filesBelow(root: string, folder: string): string[] {
  const entries = (() => {
    try {
      return readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  })();
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** Source of the product: below src, TypeScript, not the sandbox. */
export const isProductFile = (path: string): boolean =>
  /^src\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !path.startsWith('sandbox/');

/** `core` for src/domain/dns/plan/zone-plan.ts; `.` for what lies directly in src. */
export function topFolder(path: string): string {
  const [, first, ...rest] = path.split('/');
  return first === undefined || rest.length === 0 ? '.' : first;
}

/** `plan` for src/domain/dns/plan/zone-plan.ts. */
export const baseName = (path: string): string => basename(path).replace(/\.tsx?$/, '');
