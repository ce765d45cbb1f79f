import { isSpf } from '../review/purpose.ts';
import { parseSpf } from './spf.ts';
import { countingTerms } from './spf-allows.ts';

/** Terms that cost the receiver a DNS lookup; ten are allowed (RFC 7208 §4.6.4). */
const lookupTerms = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);
export const maxMailServers = 10;

export interface SpfCost {
  /** Lookups that a receiver makes in the worst case. */
  readonly lookups: number;
  /** Lookups without a result. */
  readonly voids: number;
  /** Included domains without a usable SPF record, or that include themselves: permerror. */
  readonly broken: readonly string[];
  /** Domains in `mx` terms with more mail servers than receivers look up: permerror. */
  readonly crowded: readonly string[];
  /** False if some answers are unknown: then the numbers are lower bounds. */
  readonly complete: boolean;
}

type Resolve = (name: string, type: string) => readonly string[] | undefined;

/** Walks a record and its includes, as a receiver without an earlier match would (§4.6.4). */
export function spfCost(domain: string, record: string, resolve: Resolve): SpfCost {
  const cost = { lookups: 0, voids: 0, broken: [] as string[], crowded: [] as string[], complete: true };
  const walk = (owner: string, text: string, path: readonly string[]): void => {
    for (const term of countingTerms(text)) {
      if (!lookupTerms.has(term.name) || cost.lookups > 100) continue;
      cost.lookups += 1;
      const target = term.domain ?? owner;
      if (target.includes('%{') || term.name === 'ptr') continue;
      if (term.name === 'include' || term.name === 'redirect') follow(target, path);
      else countVoid(term.name === 'mx' ? ['MX'] : term.name === 'a' ? ['A', 'AAAA'] : ['A'], target);
      if (term.name === 'mx' && (resolve(target, 'MX')?.length ?? 0) > maxMailServers) cost.crowded.push(target);
    }
  };
  const follow = (target: string, path: readonly string[]): void => {
    const possible = target.split('.').every(({ length }) => length > 0 && length <= 63);
    if (!possible) {
      cost.broken.push(target);
      return;
    }
    const texts = resolve(target, 'TXT');
    if (texts === undefined) {
      cost.complete = false;
      return;
    }
    if (texts.length === 0) cost.voids += 1;
    const [spfText, another] = texts.filter(isSpf);
    const usable = spfText !== undefined && another === undefined && parseSpf(spfText).problem === undefined;
    if (!usable || path.includes(target)) cost.broken.push(target);
    else walk(target, spfText, [...path, target]);
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
