import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const processes = readFileSync('Procfile', 'utf8').trim().split('\n');
const commands = [
  ...['start', 'sandbox', 'doctor'].map((name) => [`npm run ${name}`, scripts[name] ?? '']),
  ...processes.map((line) => line.split(/: (.*)/)),
];

/** What the program says and how it ends; `version` is what it takes its Node for. */
async function started(command: string, version: string, args: readonly string[] = []) {
  const [node, ...words] = command.split(' ');
  expect(node).toBe('node');
  const pretend = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: join(import.meta.dirname, 'there-is-none') };
  return run(process.execPath, [`--import=data:text/javascript,${encodeURIComponent(pretend)}`, ...words, ...args], {
    env,
    timeout: 45_000,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  );
}

describe('on a Node that is too old', () => {
  it.each(commands)('%s says in a sentence what is needed', async (_, command) => {
    const { code, said } = await started(command ?? '', '20.20.2');
    expect(said).toMatch(/^This app needs Node 24 or later; this is Node 20\.20\.2\. [^\n]+\n$/);
    expect(code).toBe(1);
  });

  it('that sentence is said by JavaScript that such a Node can read', () => {
    for (const [, command = ''] of commands) {
      const [, launcher = '', program = ''] = command.split(' ');
      expect(launcher).toBe('start.mjs');
      expect(existsSync(program)).toBe(true);
    }
    expect(readFileSync('start.mjs', 'utf8')).not.toMatch(/^import .* from/m);
  });
});

describe('on a Node that is new enough', () => {
  it('the program gets its own arguments', async () => {
    const start = scripts.start ?? '';
    expect(await started(start, '24.0.0', ['nonsense'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no part "nonsense"'),
    });
    expect((await started(start, '26.1.0')).said).toContain('SLACK_SIGNING_SECRET is missing');
  });

  it.each(commands.filter(([name]) => !name?.startsWith('npm')))(
    '%s of the Procfile is a part that there is',
    async (_, command) => {
      expect((await started(command ?? '', '24.0.0')).said).toContain('SLACK_SIGNING_SECRET is missing');
    },
  );

  it('what only calls and plans need is not loaded before the first of them', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      const seen = [];
      registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
      await import('${pathToFileURL('src/run.ts').href}');
      console.log(JSON.stringify(seen.flatMap((url) => /node_modules\\/(ky|mailauth|dns-packet|zod)\\//.exec(url)?.[1] ?? [])));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
    expect(new Set(JSON.parse(stdout) as string[])).toEqual(new Set(['zod']));
  });
});
