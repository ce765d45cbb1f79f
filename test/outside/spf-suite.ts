import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lookup, RecordValue, Resolve } from '../../src/domain/dns/model/record.ts';

/** One question of the suite (openspf.org, for RFC 7208): what a receiver makes of a mail. */
export interface Question {
  readonly name: string;
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  /** Several where the RFC leaves it open. */
  readonly result: readonly string[];
}

/** A name's records, in the order of the suite; after `TIMEOUT` no further one is answered. */
type Entry = 'TIMEOUT' | Readonly<Record<string, unknown>>;

export interface Scenario {
  readonly title: string;
  readonly zone: Readonly<Record<string, readonly Entry[]>>;
  readonly questions: readonly Question[];
}

interface Raw {
  readonly description: string;
  readonly tests: Readonly<Record<string, Omit<Question, 'name' | 'result'> & { readonly result: string | string[] }>>;
  readonly zonedata: Readonly<Record<string, readonly Entry[]>>;
}

const file = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'spf-rfc7208/rfc7208-tests.yml');

/** Undefined where the contracts are not there. */
export function readSuite(): Scenario[] | undefined {
  if (!existsSync(file)) return undefined;
  const documents = readFileSync(file, 'utf8').split(/^---$/m).slice(1);
  return documents.map((text) => {
    const { description, tests, zonedata } = parse(text, { version: '1.1', uniqueKeys: false }) as Raw;
    return {
      title: description,
      zone: Object.fromEntries(
        Object.entries(zonedata).map(([name, entries]) => [name.toLowerCase(), withTexts(entries)]),
      ),
      questions: Object.entries(tests).map(([name, { helo, host, mailfrom, result }]) => ({
        ...{ name, helo, host, mailfrom },
        result: [result].flat(),
      })),
    };
  });
}

/** Records of type SPF stand for texts, unless the name has texts of its own. */
function withTexts(entries: readonly Entry[]): readonly Entry[] {
  const has = entries.some((entry) => entry !== 'TIMEOUT' && 'TXT' in entry);
  return entries.flatMap((entry): Entry[] => {
    if (entry === 'TIMEOUT') return [entry];
    if ('SPF' in entry) return has ? [] : [{ TXT: entry.SPF }];
    return entry.TXT === 'NONE' ? [] : [entry];
  });
}

const joined = (text: unknown): string => [text].flat().map(String).join('');

const toValue: Readonly<Record<string, (value: unknown) => RecordValue>> = {
  TXT: (value) => ({ content: joined(value), ttl: 1 }),
  MX: (value) => {
    const [priority, content] = value as [number, string];
    return { priority, content: content.toLowerCase() || '.', ttl: 1 };
  },
};

/** Answers from a scenario as live DNS would; aliases are followed. */
export function resolverOf({ zone }: Scenario): Resolve {
  const answer = (name: string, type: string, hops: number): Lookup => {
    const entries = zone[name.toLowerCase()];
    if (!entries) return { kind: 'missing', exists: false };
    const values: RecordValue[] = [];
    for (const entry of entries) {
      if (entry === 'TIMEOUT') {
        if (values.length > 0) break;
        return { kind: 'unknown', why: 'no resolver answered' };
      }
      if (type in entry) values.push((toValue[type] ?? ((value) => ({ content: String(value), ttl: 1 })))(entry[type]));
      else if ('CNAME' in entry && hops < 8) return answer(String(entry.CNAME), type, hops + 1);
    }
    return values.length > 0 ? { kind: 'found', values } : { kind: 'missing', exists: true };
  };
  return async (name, type) => answer(name.replace(/\.$/, ''), type, 0);
}
