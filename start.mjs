// Starts one of the programs: `node start.mjs src/main.ts web`. Plain JavaScript, because a Node that is too old cannot
// load TypeScript and would end with a stack trace.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `This app needs Node 24 or later; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org, or run \`npm ci\` without \`--omit=dev\`: it brings one for npm's scripts.\n`,
  );
  process.exit(1);
}
process.argv.splice(1, 1);
// Before the first line of TypeScript: what strips types would be loaded for that one file, and stay.
const { enableCompileCache } = await import('node:module');
enableCompileCache();
await import(new URL(process.argv[1], import.meta.url).href);
