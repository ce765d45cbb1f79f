import { readFileSync } from 'node:fs';

/** The JSON of a file under test/fixtures, such as `litemail/cloudflare-credentials`. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into fixtures of any shape
export function fixture(name: string): any {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}
