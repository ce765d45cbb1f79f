import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outside } from './run.ts';

/** What a reader of zone files makes of one: a record a line, every name whole; or why it refuses it. */
export type Read = { readonly lines: readonly string[] } | { readonly refused: string };

export interface Reader {
  readonly name: string;
  readonly read: (text: string) => Read;
}

export const zone = 'acme-mail.com';
/** Both ask for these, and our own files have none. */
const head = `$TTL 3600\n@ 3600 IN SOA ns.example.net. host.example.net. 1 7200 3600 86400 3600\n@ 3600 IN NS ns.example.net.\n`;
const lax = ['i none', 'k ignore', 'm ignore', 'M ignore', 'n ignore', 'r ignore', 'S ignore', 'T ignore', 'W ignore'];

const lines = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';') && !/\sIN\s+(?:SOA|NS\s+ns\.example\.net\.)/.test(line));

function through(command: string, words: (file: string) => readonly string[]): Reader['read'] {
  return (text) => {
    const directory = mkdtempSync(join(tmpdir(), 'zone-'));
    try {
      const file = join(directory, 'zone');
      writeFileSync(file, `$ORIGIN ${zone}.\n${head}${text}`);
      const run = outside(command, words(file));
      return run?.status === 0 ? { lines: lines(run.out) } : { refused: `${run?.error}${run?.out}` };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };
}

const installed = (command: string): string | undefined =>
  [command, `/usr/bin/${command}`, `/usr/sbin/${command}`].find((path) => outside(path, ['-v']) !== undefined);

/** Those of BIND's and ldns's that this machine has. */
export function readers(): { found: Reader[]; missing: string[] } {
  const [bind, ldns] = [installed('named-compilezone'), installed('ldns-read-zone')];
  const options = lax.flatMap((option) => `-${option}`.split(' '));
  return {
    found: [
      ...(bind
        ? [
            {
              name: 'BIND',
              read: through(bind, (file) => [
                ...options,
                '-f',
                'text',
                '-F',
                'text',
                '-s',
                'full',
                '-o',
                '-',
                zone,
                file,
              ]),
            },
          ]
        : []),
      ...(ldns ? [{ name: 'ldns', read: through(ldns, (file) => [file]) }] : []),
    ],
    missing: [
      ...(bind ? [] : ["BIND's reader (Debian's bind9-utils)"]),
      ...(ldns ? [] : ["ldns's reader (Debian's ldnsutils)"]),
    ],
  };
}
