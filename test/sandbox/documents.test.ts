import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createDocuments } from '../../sandbox/documents.ts';
import { scratchDirectory } from '../helpers/scratch.ts';

test('what was set is there after a restart, and what was deleted is gone', async () => {
  const dir = scratchDirectory();
  const documents = createDocuments(dir);
  await documents.set('cloudflare/zone/1', { records: [1] });
  await documents.set('litemail/T0ACME', { wallet: 5 });
  await documents.delete('litemail/T0ACME');
  const again = createDocuments(dir);
  expect(again.get('cloudflare/zone/1')).toEqual({ records: [1] });
  expect(again.keys('litemail/')).toEqual([]);
});

test('a thousand changes of one document all count, whichever write carries them', async () => {
  const dir = scratchDirectory();
  const documents = createDocuments(dir);
  const list: number[] = [];
  await Promise.all(
    Array.from({ length: 1000 }, (_, index) => {
      list.push(index);
      return documents.set('list', list);
    }),
  );
  expect(createDocuments(dir).get<number[]>('list')).toHaveLength(1000);
});

test('every set resolves only when its own change is on disk', async () => {
  const dir = scratchDirectory();
  const documents = createDocuments(dir);
  for (let value = 0; value < 20; value += 1) {
    void documents.set('n', { value: -1 });
    await documents.set('n', { value });
    expect(createDocuments(dir).get('n')).toEqual({ value });
  }
});

test('without a directory nothing is written', async () => {
  const dir = scratchDirectory();
  await createDocuments().set('a', 1);
  expect(readdirSync(dir)).toEqual([]);
});

test('clear forgets one prefix', async () => {
  const documents = createDocuments(scratchDirectory());
  await documents.set('a/1', 1);
  await documents.set('b/1', 2);
  await documents.clear('a/');
  expect(documents.keys()).toEqual(['b/1']);
});
