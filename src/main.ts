import { enableCompileCache } from 'node:module';

enableCompileCache();
const { run } = await import('./run.ts');
// What it waited for in vain may still hold a connection.
process.exit(await run(process.argv[2]));
