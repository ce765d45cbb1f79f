import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles, isCurrent } from './generated-files.ts';

const stale = (await generatedFiles()).filter((file) => !isCurrent(file));
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale; run \`npm run generate\` and commit it`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { path, content } of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`wrote ${path}`);
  }
}
