import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md')].sort();
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
