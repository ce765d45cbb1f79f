import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reads } from '../sandbox/control/control-reads.ts';
import { verbs } from '../sandbox/control/table.ts';
import { variables } from '../src/config/variables.ts';
import { commandsUnder, longestMatch } from '../src/engine/commands/names.ts';
import { registry } from '../src/features/all-features.ts';

const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...globSync('docs/**/*.md')].sort();
const manifests = ['slack-manifest.yml', ...globSync('manifests/*.yml')];
const playground = globSync('sandbox/playground/**/*.{ts,tsx}');
/** What people read, wherever it is written. */
const texts = [...documents, ...manifests, ...playground, 'src/config/variables.ts'];
const read = (file: string): string => readFileSync(file, 'utf8');
const readAll = (pattern: string | string[]): string => globSync(pattern).map(read).join('\n');
/** What `find` takes for wrong in each file, with the file's name. */
const inEach = (files: readonly string[], find: (text: string) => string[]): string[] =>
  files.flatMap((file) => find(read(file)).map((wrong) => `${file}: ${wrong}`));

const folders = 'src|test|sandbox|tools|bench|docs|manifests';
/** Paths in prose are written from the root, or from `src` where the text says so. */
const inSrc = 'adapters|config|domain|engine|features|lib|ports|ui';

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, path]) => path ?? '');

/** `{a,b}` stands for either, `<name>` for any. */
const alternatives = (path: string): string[] => {
  const [, before = '', choices, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  return choices === undefined
    ? [path.replace(/<[^>]*>/g, '*')]
    : choices.split(',').flatMap((choice) => alternatives(before + choice + after));
};
const isThere = (path: string): boolean => alternatives(path).every((each) => globSync(each).length > 0);

describe('a document', () => {
  it('names only files that are there', () => {
    const missing = documents.flatMap((document) => {
      const text = readFileSync(document, 'utf8');
      const paths = named(text, new RegExp(`\`((?:${folders})/[^\`\\s…]*)\``, 'g'));
      const short = named(text, new RegExp(`\`((?:${inSrc})/[^\`\\s…]*\\.ts)\``, 'g')).map((path) => `src/${path}`);
      return [...paths, ...short].filter((path) => !isThere(path)).map((path) => `${document}: ${path}`);
    });
    expect(missing).toEqual([]);
    expect(existsSync('docs/architecture.md')).toBe(true);
  });

  it('names only npm scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const missing = documents.flatMap((document) =>
      named(readFileSync(document, 'utf8'), /npm run ([\w:-]+)/g)
        .filter((script) => !(script in scripts))
        .map((script) => `${document}: npm run ${script}`),
    );
    expect(missing).toEqual([]);
  });

  it('names only variables that something reads', () => {
    const tools = readAll(['sandbox/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts', '*.config.ts', '.ci/run']);
    const known = new Set([
      ...Object.keys(variables),
      ...named(tools, /(?:\benv\.|\$\{|^ +const \{ )([A-Z][A-Z_]+)/gm),
    ]);
    const values = new Set(named(readAll('src/{adapters,features,domain}/**/*.ts'), /'([A-Z_]+)'/g));
    // Three capitals and fewer are types of records and HTTP methods; so are the longer ones that are listed.
    const others = /^(CNAME|NAPTR|HTTPS|SVCB|SSHFP|TLSA|DNSKEY|PATCH|POST|DELETE|HEAD|ACTIVE|SIGTERM|SIGKILL)$/;
    const variable = /(?<![\w./#])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\w.])|`\$?([A-Z]{4,})(?:=[^`]*)?`|\b([A-Z]{4,})=/g;
    const unknown = inEach([...documents, ...manifests], (text) =>
      [...text.matchAll(variable)]
        .map(([, long, alone, set]) => long ?? alone ?? set ?? '')
        .filter((name) => !known.has(name) && !values.has(name) && !others.test(name)),
    );
    expect(unknown).toEqual([]);
  });

  it('names only routes that something answers', () => {
    const literals = named(
      readAll(['src/app.ts', 'sandbox/*.ts', 'sandbox/{slack,control}/**/*.ts', 'src/adapters/*/operations/*.ts']),
      /['`](?:\$\{[^}]*\})?(\/[^'`?$]*)/g,
    );
    const answered = (route: string) =>
      literals.some((literal) =>
        [literal, `/sandbox/slack${literal}`, `/sandbox/litemail${literal}`].some(
          (it) => it === route || it.startsWith(`${route}/`),
        ),
      );
    const route =
      /(?:`(?:(?:GET|POST|PUT|PATCH|DELETE) )?|https:\/\/litemail\.example\.com)(\/[a-z][a-z0-9_]*(?:\/[\w:-]+)*)/g;
    const unknown = inEach([...documents.filter((file) => !file.startsWith('docs/api/')), ...manifests], (text) =>
      named(text, route).filter((path) => !answered(path.replace(/\/$/, '')) && !/^\/(litemail|invite)$/.test(path)),
    );
    expect(unknown).toEqual([]);
  });

  it('names only processes that can be started', () => {
    const unknown = inEach([...documents, 'Procfile'], (text) =>
      named(text, /src\/main\.ts(?: ([a-z-]+))?/g).filter((part) => !['', 'web'].includes(part)),
    );
    expect(unknown).toEqual([]);
  });

  it('names only commands that there are, and so do messages', () => {
    const written =
      /(?:(?:\/litemail|\$\{commandPrefix\}) |\btyped\(['`])((?:[a-z][a-z-]*(?:[ ](?=[a-z])|(?![\w=.]))){1,3})/g;
    const nouns = new Set(registry.map(({ name }) => name.split(' ')[0] ?? ''));
    const isThere = (words: string[]) =>
      Boolean(longestMatch(registry, words)) || (words.length === 1 && commandsUnder(registry, words).length > 0);
    const said = inEach([...texts, ...globSync('src/**/*.ts'), ...globSync('sandbox/*.ts')], (text) =>
      named(text, written).filter((words) => !isThere(words.trim().split(' '))),
    );
    const inCode = inEach([...documents, ...manifests], (text) =>
      named(text, /`([a-z]+ [a-z-]+)(?=[` ])/g).filter(
        (words) => nouns.has(words.split(' ')[0] ?? '') && !isThere(words.split(' ')),
      ),
    );
    expect([...said, ...inCode]).toEqual([]);
  });

  it('names only what the sandbox does and answers', () => {
    const unknown = inEach([...documents, ...playground], (text) => [
      ...named(text, /"?\bdo"?: ["']([\w-]+)["']/g).filter((name) => verbs.every((verb) => verb.name !== name)),
      ...named(text, /\bread(?:=|: ')([a-z-]+)/g).filter((name) => reads.every((it) => it.name !== name)),
    ]);
    expect(unknown).toEqual([]);
  });

  it('names only events that LiteMail sends, and figures that are measured', () => {
    const sent = readAll(['src/**/*.ts', 'sandbox/litemail/**/*.ts']);
    const unknown = inEach(texts, (text) => [
      ...named(
        text,
        /(?<![\w-])((?:domain|mailbox|placement_test|wallet|subscription|export|workspace)\.[a-z_]+)(?=[`' ])/g,
      ).filter((type) => !sent.includes(`'${type}'`)),
      ...named(text, /\b([a-z]+(?:_[a-z]+)*_(?:seconds|total|waiting))\b/g).filter(
        (figure) => !sent.includes(`'${figure}'`),
      ),
    ]);
    expect(unknown).toEqual([]);
  });

  it('promises nothing that is still to come', () => {
    const promise =
      /((?:not|nothing) (?:built|supported|used|available) yet|coming soon|\breminders?\b|watches the wallet|There is no [\w ]+ yet, so)/gi;
    expect(inEach(texts, (text) => named(text, promise))).toEqual([]);
  });

  it('links only to what is there', () => {
    const broken = documents.flatMap((document) => {
      const folder = document.split('/').slice(0, -1).join('/');
      return named(readFileSync(document, 'utf8'), /\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)
        .filter((link) => !existsSync(`${folder ? `${folder}/` : ''}${link}`))
        .map((link) => `${document}: ${link}`);
    });
    expect(broken).toEqual([]);
  });
});
describe('a manifest', () => {
  it('asks Slack only for events that something handles', () => {
    const handlers = readAll('src/adapters/slack/handlers/*.ts');
    const unhandled = inEach(manifests, (text) =>
      named(text.replace(/^[\s\S]*bot_events:/, ''), /^ {6}- (\w+)$/gm).filter(
        (event) => !new RegExp(`\\b${event}\\b`).test(handlers),
      ),
    );
    expect(unhandled).toEqual([]);
  });
});
