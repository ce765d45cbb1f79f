import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { workflowProblems } from './helpers/workflow-parser.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const workflows = globSync('.github/workflows/*').sort();
const { scripts, engines } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

const ownScripts = /\bnpm (?:run ([\w:-]+)|(test|start)\b)/g;
const named = (text: string) => [...text.matchAll(ownScripts)].map(([, run, short]) => run ?? short ?? '');

/** What we use of GitHub's options for Dependabot; it publishes no schema. */
const Dependabot = z.strictObject({
  version: z.literal(2),
  updates: z.array(
    z.strictObject({
      'package-ecosystem': z.enum(['npm', 'github-actions']),
      directory: z.literal('/'),
      schedule: z.strictObject({ interval: z.enum(['daily', 'weekly', 'monthly']) }),
      'commit-message': z.strictObject({ prefix: z.string().max(50) }),
      groups: z
        .record(z.string(), z.strictObject({ 'update-types': z.array(z.enum(['major', 'minor', 'patch'])).min(1) }))
        .optional(),
    }),
  ),
});

describe('a broken workflow', () => {
  const broken = (steps: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}`;

  it('is told by its line, so that a check which finds nothing has really looked', async () => {
    expect(await workflowProblems('a.yml', broken('      - runs: npm test\n'))).toContainEqual(
      "a.yml (Line: 6, Col: 9): Unexpected value 'runs'",
    );
    expect(await workflowProblems('a.yml', broken('      - if: matrx.run\n        run: npm test\n'))).toEqual([
      "a.yml (Line: 6, Col: 13): Unrecognized named-value: 'matrx'",
    ]);
  });
});

describe.each(workflows)('%s', (path) => {
  const text = read(path);

  it('is what GitHub takes', async () => {
    expect(await workflowProblems(basename(path), text)).toEqual([]);
  });

  it('is short', () => {
    expect(text.split('\n').length).toBeLessThan(50);
  });

  it('names only scripts and files that are there', () => {
    const files = [...text.matchAll(/(?:^|[\s:])(\.[\w-]+(?:\/[\w.-]+)*)$/gm)].map(([, file]) => file ?? '');
    expect(named(text).filter((script) => !scripts[script])).toEqual([]);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(named(text).length + files.length).toBeGreaterThan(0);
  });

  it('pins each action to a commit, with its version beside it', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(uses.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ''))).toEqual([]);
  });

  it('may read the repository and nothing else', () => {
    expect((parse(text) as { permissions: unknown }).permissions).toEqual({ contents: 'read' });
  });
});

describe('the repository', () => {
  it('has a workflow for each change and one for each night', () => {
    expect(workflows.map((path) => basename(path))).toEqual(['ci.yml', 'nightly.yml']);
    expect(read('.github/workflows/ci.yml')).toContain('- run: .ci/run\n');
  });

  it('has Dependabot look after packages and actions', () => {
    const { updates } = Dependabot.parse(parse(read('.github/dependabot.yml')));
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
  });

  it('runs in CI what the README says, and scripts that are there', () => {
    const run = read('.ci/run');
    const [, command = 'none'] = /## Developing\n\n```sh\n(.*)\n/.exec(read('README.md')) ?? [];
    expect(run).toContain(`'${command}'`);
    expect(named(run)).toEqual(expect.arrayContaining(['test', 'test:all']));
    expect(named(run).filter((script) => !scripts[script])).toEqual([]);
    const programs = [...run.matchAll(/ node ([\w./-]+\.ts)/g)].map(([, file]) => file ?? '');
    expect(programs).not.toEqual([]);
    expect(programs.filter((file) => !existsSync(file))).toEqual([]);
    expect(statSync('.ci/run').mode & 0o111).not.toBe(0);
  });

  it('asks for one version of Node everywhere', () => {
    expect(`>=${read('.node-version').trim()}`).toBe(engines.node);
  });

  it('measures coverage only when asked to, and holds it to a floor', () => {
    expect(scripts.coverage).toBe('vitest run --coverage');
    expect(scripts.test).not.toContain('coverage');
    expect(read('vitest.config.ts')).toMatch(/thresholds: \{ lines: \d+/);
  });

  it('lists every decision, numbered without a gap', () => {
    const records = globSync('docs/adr/[0-9]*.md').sort();
    const listed = [...read('docs/adr/README.md').matchAll(/\]\(((\d{4})-[\w-]+\.md)\)/g)];
    expect(listed.map(([, file]) => `docs/adr/${file}`)).toEqual(records);
    expect(listed.map(([, , number]) => Number(number))).toEqual(records.map((_, index) => index + 1));
  });

  it('gives no address for reports but GitHub’s own', () => {
    const pages = ['SECURITY.md', 'CODE_OF_CONDUCT.md'].map(read);
    expect(pages.filter((page) => /[\w.]+@[\w.]+|mailto:/.test(page))).toEqual([]);
    expect(pages.every((page) => page.includes('Report a vulnerability'))).toBe(true);
  });
});
