import { enableCompileCache } from 'node:module';
import { keepHeapSmall } from './heap.ts';

enableCompileCache();
keepHeapSmall();
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv[2]);
