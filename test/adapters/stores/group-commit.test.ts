import { describe, expect, it } from 'vitest';
import { groupCommit } from '../../../src/adapters/stores/lowdb/group-commit.ts';

describe('committing in groups', () => {
  it('takes what comes while a commit runs into the next one, in order, and answers each', async () => {
    const groups: number[][] = [];
    const doubling = groupCommit(async (items: readonly number[]) => {
      groups.push([...items]);
      await new Promise(setImmediate);
      return items.map((item) => item * 2);
    });
    const first = [doubling.add(1), doubling.add(2)];
    await expect.poll(() => groups.length).toBe(1);
    const later = [3, 4, 5].map(doubling.add);
    expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10]);
    expect(groups).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('rejects the callers of a commit that failed, and no others', async () => {
    let commits = 0;
    const group = groupCommit(async (items: readonly string[]) => {
      commits += 1;
      if (items.includes('bad')) throw new Error('disk on fire');
      return items;
    });
    const together = await Promise.allSettled([group.add('good'), group.add('bad')]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await group.add('good')).toBe('good');
    expect(commits).toBe(2);
  });

  it('finishes what was added when it is closed, and takes nothing more', async () => {
    const group = groupCommit(async (items: readonly number[]) => items);
    const added = [1, 2, 3].map(group.add);
    await group.close();
    expect(await Promise.all(added)).toEqual([1, 2, 3]);
    await expect(group.add(4)).rejects.toThrow('the store is closed');
  });
});
