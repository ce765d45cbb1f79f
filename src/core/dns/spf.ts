import { isName, normaliseName } from './name.ts';
import { isSpf } from './purpose.ts';

/** One word of an SPF record (RFC 7208 §4.6.1), as written. */
export interface Term {
  readonly text: string;
  readonly name: string;
  readonly qualifier: '+' | '-' | '~' | '?';
  /** The domain after `:` or `=`, in normal form; absent where the term has none. */
  readonly domain?: string;
  readonly modifier: boolean;
}

const mechanisms = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']);
/** Terms that make the receiver look something up; ten of them are allowed (§4.6.4). */
const costly = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);

/** The terms of a record; `problem` names the first that receivers cannot read (a "permerror"). */
export function parseSpf(record: string): { readonly terms: readonly Term[]; readonly problem?: string } {
  const terms: Term[] = [];
  for (const text of record.trim().split(/\s+/).slice(1)) {
    const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(text);
    const mechanism = /^([+\-~?]?)([a-z0-9]+)(?::([^/]*))?((?:\/.*)?)$/i.exec(text);
    const name = (modifier?.[1] ?? mechanism?.[2] ?? '').toLowerCase();
    if (!modifier && (!mechanism || !mechanisms.has(name))) return { terms, problem: text };
    const target = modifier?.[2] ?? mechanism?.[3];
    if (!isReadable(name, target, modifier !== null, text)) return { terms, problem: text };
    const qualifier = (mechanism?.[1] || '+') as Term['qualifier'];
    terms.push({
      text,
      name,
      qualifier,
      modifier: modifier !== null,
      ...(target ? { domain: normaliseName(target) } : {}),
    });
  }
  return { terms };
}

function isReadable(name: string, target: string | undefined, modifier: boolean, text: string): boolean {
  if (modifier) return name !== 'redirect' || isTarget(target);
  if (name === 'all') return target === undefined && !text.includes('/');
  if (name === 'ip4') return /^[+\-~?]?ip4:\d{1,3}(\.\d{1,3}){3}(\/([0-9]|[12]\d|3[0-2]))?$/i.test(text);
  if (name === 'ip6') return /^[+\-~?]?ip6:[0-9a-f:.]+(\/\d{1,3})?$/i.test(text);
  if (name === 'include' || name === 'exists') return isTarget(target);
  return target === undefined || isTarget(target);
}

const isTarget = (target: string | undefined): boolean =>
  target !== undefined && (target.includes('%{') || isName(normaliseName(target)));

export interface SpfCost {
  /** Lookups that a receiver makes in the worst case. */
  readonly lookups: number;
  /** Lookups that find nothing. */
  readonly voids: number;
  /** Domains whose SPF record is included but does not exist, or includes itself: receivers give up. */
  readonly broken: readonly string[];
  /** False when some of it is not known: then the numbers are lower bounds. */
  readonly complete: boolean;
}

type Resolve = (name: string, type: string) => readonly string[] | undefined;

/** Walks a record and all that it includes, as a receiver that finds no earlier match would (§4.6.4). */
export function spfCost(domain: string, record: string, resolve: Resolve): SpfCost {
  const cost = { lookups: 0, voids: 0, broken: [] as string[], complete: true };
  const walk = (owner: string, text: string, path: readonly string[]): void => {
    const { terms } = parseSpf(text);
    const all = terms.findIndex((term) => term.name === 'all');
    const used = terms.filter((term, index) => (all < 0 || index < all) && (term.name !== 'redirect' || all < 0));
    for (const term of used) {
      if (!costly.has(term.name) || cost.lookups > 100) continue;
      cost.lookups += 1;
      const target = term.domain ?? owner;
      if (target.includes('%{') || term.name === 'ptr') continue;
      if (term.name === 'include' || term.name === 'redirect') follow(target, path);
      else countVoid(term.name === 'mx' ? ['MX'] : term.name === 'a' ? ['A', 'AAAA'] : ['A'], target);
    }
  };
  const follow = (target: string, path: readonly string[]): void => {
    const texts = resolve(target, 'TXT');
    if (texts === undefined) {
      cost.complete = false;
      return;
    }
    if (texts.length === 0) cost.voids += 1;
    const records = texts.filter(isSpf);
    if (records.length !== 1 || path.includes(target)) cost.broken.push(target);
    else walk(target, records[0] ?? '', [...path, target]);
  };
  const countVoid = (types: readonly string[], target: string): void => {
    const answers = types.map((type) => resolve(target, type));
    if (answers.some((answer) => answer === undefined) && !answers.some((answer) => answer?.length))
      cost.complete = false;
    else if (answers.every((answer) => answer?.length === 0)) cost.voids += 1;
  };
  walk(domain, record, [domain]);
  return cost;
}
