import { parseArgs } from 'node:util';
import { countFlows, type FlowCount } from './count/flows.ts';
import { countStatic, type StaticCounts } from './count/static-counts.ts';
import { topFolder } from './count/tree.ts';

/** Counts how the source is laid out and what three flows go through. Runs from the root of a checkout. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
const named = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)));
  return `${cells.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

function staticTable(counts: StaticCounts): string {
  const oldWords = Object.values(counts.oldWords);
  return table([
    ['what', 'count', 'which'],
    ['---', '---:', '---'],
    ['files of src without sandbox', counts.files, ''],
    ['lines of src without sandbox', counts.lines, ''],
    [
      'base names that stand more than once',
      Object.keys(counts.sameNames).length,
      named(Object.fromEntries(Object.entries(counts.sameNames).map(([name, paths]) => [name, paths.length]))),
    ],
    ['casts through `unknown`', sum(counts.casts), `in ${Object.keys(counts.casts).length} files`],
    ['folders of more than 30 files', Object.keys(counts.largeFolders).length, named(counts.largeFolders)],
    ['lines of view snapshots', sum(counts.viewSnapshots), named(counts.viewSnapshots)],
    ['lines of other snapshots', sum(counts.otherSnapshots), named(counts.otherSnapshots)],
    ['places with an old word', oldWords.flat().length, `in ${oldWords.length} files; --json has them`],
  ]);
}

function flowTable(flows: readonly FlowCount[]): string {
  return table([
    ['flow', 'until', 'files', 'steps', 'crossings', 'durable writes', 'whole files', 'of store.json', 'request reads'],
    ['---', '---', '---:', '---:', '---:', '---:', '---:', '---:', '---:'],
    ...flows.map(({ flow, until, files, steps, crossings, writes, requestReads }) => [
      flow,
      until,
      files.length,
      steps,
      crossings,
      writes.total,
      writes.replaced,
      writes.byName['store.json'] ?? 0,
      requestReads ?? '?',
    ]),
  ]);
}

const perFolder = (files: readonly string[]): string => {
  const counts: Record<string, number> = {};
  for (const file of files) {
    const top = topFolder(file);
    counts[top] = (counts[top] ?? 0) + 1;
  }
  return named(counts);
};

const root = process.cwd();
const counts = { static: countStatic(root), flows: await countFlows(root) };
if (values.json) console.log(JSON.stringify(counts, null, 2));
else {
  console.log(staticTable(counts.static));
  console.log(flowTable(counts.flows));
  for (const { flow, until, files, writes } of counts.flows) {
    if (until !== 'quiet') continue;
    console.log(`${flow}: files entered: ${perFolder(files)}`);
    if (writes.total > 0) console.log(`${flow}: durable writes: ${named(writes.byName)}`);
  }
}
