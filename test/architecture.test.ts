import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../src/features/all-features.ts';
import { generatedFiles, isCurrent } from '../tools/generated-files.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
const ours = ['src', 'sandbox', 'tools'].flatMap((root) => globSync(`${root}/**/*.{ts,tsx}`)).sort();
const tests = globSync('test/**/*.ts').sort();

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}
interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

async function cruise(): Promise<Cruise> {
  const tool = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
  const args = [tool, 'src', 'sandbox', '--config', '--output-type', 'json'];
  const run = promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
  // With violations it exits with their number, the answer is on stdout all the same.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Cruise;
}

describe('the layers', () => {
  let cruised: Cruise;
  beforeAll(async () => {
    cruised = await cruise();
  }, 60_000);

  it('hold', () => {
    const { violations } = cruised.summary;
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('are looked at in every module of src and sandbox', () => {
    const seen = cruised.modules.map(({ source }) => source).filter((path) => /^(src|sandbox)\//.test(path));
    const there = ours.filter((path) => /^(src|sandbox)\//.test(path) && !path.startsWith('sandbox/playground/'));
    expect(there.length).toBeGreaterThan(300);
    expect(seen.sort()).toEqual(there);
  });
});

describe('the source', () => {
  it('has no file over 300 lines', () => {
    const lines = (path: string) => read(path).split('\n').length - 1;
    expect(ours.map((path) => `${path} ${lines(path)}`).filter((line) => Number(line.split(' ')[1]) > 300)).toEqual([]);
  });

  it('gets time and randomness passed in, in domain, engine and features', () => {
    const takers = ours.filter((path) => /^src\/(domain|engine|features)\//.test(path));
    const own = takers.filter((path) =>
      /Date\.now\(|new Date\(\)|randomUUID|Math\.random|performance\.now/.test(withoutComments(read(path))),
    );
    expect(takers.length).toBeGreaterThan(200);
    expect(own).toEqual([]);
  });
});

describe('the features', () => {
  it('register every command that has a file', async () => {
    const files = globSync('src/features/*/commands/*.ts').sort();
    const registered = new Set<unknown>(registry);
    const missing = files.map(async (path) => {
      const exported = Object.values((await import(`../${path}`)) as object);
      return exported.some((each) => registered.has(each)) ? [] : [path];
    });
    expect(files.length).toBeGreaterThan(60);
    expect((await Promise.all(missing)).flat()).toEqual([]);
  });
});

describe('the tests', () => {
  it('use no mock of our own modules', () => {
    const mocking = tests.filter(
      (path) => path !== 'test/architecture.test.ts' && /\bvi\.(mock|doMock|spyOn|fn)\(/.test(read(path)),
    );
    expect(mocking).toEqual([]);
  });

  it('all run', () => {
    const kept = tests.filter((path) => path !== 'test/architecture.test.ts');
    expect(kept.filter((path) => /\b(it|test|describe)\.(skip|only|todo|fails)\(/.test(read(path)))).toEqual([]);
  });

  it('have names of their own within a file', () => {
    const repeated = tests.flatMap((path) => {
      const names = [...read(path).matchAll(/^\s*(?:it|test)\(\s*(['"`])(.+?)\1/gm)].map(([, , name]) => name ?? '');
      return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${path}: ${name}`);
    });
    expect(repeated).toEqual([]);
  });
});

describe('what is written down', () => {
  it('by `npm run generate` is current', async () => {
    const stale = (await generatedFiles()).filter((file) => !isCurrent(file)).map(({ path }) => path);
    expect(stale).toEqual([]);
  });

  it('in the lock file has every platform, without which `npm ci` refuses to install', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as Lock;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('gives the reason for every dependency, and for no other', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const listed = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
  });
});
