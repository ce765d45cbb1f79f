import { normaliseIpv4, normaliseIpv6, normaliseName } from '../model/name.ts';
import { isSpf } from '../model/purpose.ts';

/** One word of an SPF record (RFC 7208 §4.6.1), as written. */
export interface Term {
  readonly text: string;
  readonly name: string;
  readonly qualifier: '+' | '-' | '~' | '?';
  /** The domain after `:` or `=`, in normal form; absent where the term has none. */
  readonly domain?: string;
  readonly modifier: boolean;
}

export interface SpfRecord {
  readonly terms: readonly Term[];
  /** The first invalid term (a "permerror"); parsing stops there. */
  readonly problem?: string;
  /** What to write instead, as a sentence. */
  readonly fix?: string;
}

/** The part after the name of a term, or how to fix it. */
type TermResult = { readonly domain?: string } | { readonly fix: string };

const fix = (sentence: string): TermResult => ({ fix: sentence });
const unknownTerm = fix('SPF has only the words all, include, a, mx, ip4, ip6, exists, ptr, redirect= and exp=.');
const networkFix = fix('Networks have lengths from /0 to /32 for IPv4, and from //0 to //128 for IPv6.');

/** Chains of includes are walked from each of their records, so the last few are kept. */
const lastParsed = new Map<string, SpfRecord>();
const MAX_PARSED = 500;

/** The terms of a record. All of them must be valid, even those after "all" (§4.6). */
export function parseSpf(record: string): SpfRecord {
  const known = lastParsed.get(record);
  if (known) return known;
  const parsed = parseTerms(record);
  if (lastParsed.size >= MAX_PARSED) lastParsed.delete(lastParsed.keys().next().value ?? '');
  lastParsed.set(record, parsed);
  return parsed;
}

function parseTerms(record: string): SpfRecord {
  const terms: Term[] = [];
  // Only spaces separate terms; a tab becomes part of a term and makes it invalid.
  for (const text of record.split(' ').slice(1)) {
    if (text === '') continue;
    const modifier = /^([^:/=]*)=(.*)$/s.exec(text);
    const [, sign = '', word = '', rest = ''] = /^([+\-~?]?)([^:/]*)(.*)$/s.exec(text) ?? [];
    const name = (modifier?.[1] ?? word).toLowerCase();
    const result = modifier
      ? readModifier(name, modifier[2] ?? '', terms)
      : (mechanisms.get(name)?.(rest) ?? unknownTerm);
    if ('fix' in result) return { terms, problem: text, fix: result.fix };
    const domain = result.domain === undefined ? {} : { domain: normaliseName(result.domain) };
    const qualifier = (modifier || !sign ? '+' : sign) as Term['qualifier'];
    terms.push({ text, name, qualifier, modifier: modifier !== null, ...domain });
  }
  return { terms };
}

function readModifier(name: string, value: string, before: readonly Term[]): TermResult {
  if (name === 'redirect' || name === 'exp')
    return before.some((term) => term.name === name)
      ? fix(`Keep one ${name}=; it may stand only once.`)
      : readDomain(value);
  if (!/^[a-z][a-z0-9_.-]*$/.test(name)) return unknownTerm;
  return macroString.test(value)
    ? {}
    : fix('Write plain letters without accents, and "%" only in macros such as %{i}.');
}

const literal = '[\\x21-\\x24\\x26-\\x7e]';
const macro = (letters: string): string => `%(?:[%_-]|\\{[${letters}](?:0*[1-9]\\d*)?r?[.\\-+,/_=]*\\})`;
const inDomain = macro('slodiphv');
/** Letters, digits and hyphens, but not only digits: an address is not a domain. */
const topLabel = '(?=[a-z0-9-]*[a-z-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const domainSpec = new RegExp(`^(?:${literal}|${inDomain})*(?:\\.${topLabel}\\.?|${inDomain})$`, 'i');
const macroString = new RegExp(`^(?:${literal}|${macro('slodiphvcrt')})*$`, 'i');

const readDomain = (text: string): TermResult => (domainSpec.test(text) ? { domain: text } : fix(domainFix(text)));

function domainFix(text: string): string {
  const [address = '', length] = text.split('/');
  if (/^[\d.]+$/.test(address)) return `Write an address as ip4:${text}.`;
  if (length !== undefined) return 'Leave out the length of the network; only ip4, ip6, a and mx can have one.';
  return text.includes('%')
    ? 'Write "%" only in macros, such as %{i} or %{d}.'
    : 'Write a whole domain, such as _spf.example.com; one with accents in its Punycode form (xn--…).';
}

const parseDomainTerm = (rest: string): TermResult =>
  rest.startsWith(':') ? readDomain(rest.slice(1)) : fix('Write a domain after it, such as :_spf.example.com.');

function parseHostTerm(rest: string): TermResult {
  const [matched, domain, v4 = '0', v6 = '0'] = /^(?::(.+?))?(?:\/(\d+))?(?:\/\/(\d+))?$/s.exec(rest) ?? [];
  if (matched === undefined) return fix('Write a domain after ":", or leave it out for the domain itself.');
  const result = domain === undefined ? {} : readDomain(domain);
  return 'fix' in result || (isLength(v4, 32) && isLength(v6, 128)) ? result : networkFix;
}

const isLength = (text: string, max: number): boolean => /^(?:0|[1-9]\d*)$/.test(text) && Number(text) <= max;

const networkTermParser =
  (normal: (address: string) => string | undefined, max: number, example: string) =>
  (rest: string): TermResult => {
    const [, address = '', length = '0'] = /^:([^/]+)(?:\/(.*))?$/s.exec(rest) ?? [];
    if (normal(address) === undefined) return fix(`Write an address or a network, such as ${example}.`);
    return isLength(length, max) ? {} : fix(`The length of this network is a number up to ${max}, such as ${example}.`);
  };

const mechanisms: ReadonlyMap<string, (rest: string) => TermResult> = new Map([
  ['all', (rest: string) => (rest === '' ? {} : fix('Write it as ~all or -all, with nothing behind.'))],
  ['include', parseDomainTerm],
  ['exists', parseDomainTerm],
  ['ptr', (rest: string) => (rest === '' ? {} : parseDomainTerm(rest))],
  ['a', parseHostTerm],
  ['mx', parseHostTerm],
  ['ip4', networkTermParser(normaliseIpv4, 32, 'ip4:192.0.2.1 or ip4:192.0.2.0/24')],
  ['ip6', networkTermParser(normaliseIpv6, 128, 'ip6:2001:db8::1 or ip6:2001:db8::/32')],
]);

/** Terms that allow senders. */
export const isListed = ({ name, modifier, qualifier }: Term): boolean =>
  modifier ? name === 'redirect' : qualifier === '+' && name !== 'all';

/** Terms after `all` are ignored, and so is `redirect` if there is an `all` (RFC 7208 §5.1, §6.1). */
export const countingTerms = (record: string): readonly Term[] => counting(parseSpf(record).terms);

export function counting(terms: readonly Term[]): readonly Term[] {
  const all = terms.findIndex(({ name, modifier }) => name === 'all' && !modifier);
  return all < 0 ? terms : terms.slice(0, all + 1).filter(({ modifier }) => !modifier);
}

/** Terms that cost the receiver a DNS lookup; ten are allowed (RFC 7208 §4.6.4). */
const lookupTerms = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);
export const maxMailServers = 10;
/** Far above what receivers allow, the rest is not counted. */
const mostCounted = 100;

export interface SpfCost {
  /** Lookups that a receiver makes in the worst case. */
  readonly lookups: number;
  /** Lookups without a result. */
  readonly voids: number;
  /** Included domains without a usable SPF record, or that include themselves: permerror. */
  readonly broken: readonly string[];
  /** Domains in `mx` terms with more mail servers than receivers look up: permerror. */
  readonly crowded: readonly string[];
  /** False if some answers are unknown, or differ from mail to mail: then the numbers are lower bounds. */
  readonly complete: boolean;
}

/** What a name holds; empty if nothing, undefined if that is not known. */
export type SpfResolve = (name: string, type: string) => readonly string[] | undefined;

/** Walks a record and its includes, as a receiver without an earlier match would (§4.6.4). */
export function spfCost(domain: string, record: SpfRecord, resolve: SpfResolve): SpfCost {
  const cost = { lookups: 0, voids: 0, broken: [] as string[], crowded: [] as string[], complete: true };
  const path = new Set<string>();
  const walk = (owner: string, { terms }: SpfRecord): void => {
    path.add(owner);
    for (const term of counting(terms)) {
      if (cost.lookups > mostCounted) break;
      if (!lookupTerms.has(term.name)) continue;
      cost.lookups += 1;
      if (term.name === 'ptr') continue;
      const target = expandMacros(term.domain ?? owner, owner, domain);
      const follows = term.name === 'include' || term.name === 'redirect';
      if (target === undefined) {
        // An address is one lookup whatever its name; a record may need any number.
        if (follows) cost.complete = false;
        continue;
      }
      if (follows) follow(target);
      else countVoid(term.name === 'mx' ? ['MX'] : term.name === 'a' ? ['A', 'AAAA'] : ['A'], target);
      if (term.name === 'mx' && (resolve(target, 'MX')?.length ?? 0) > maxMailServers) cost.crowded.push(target);
    }
    path.delete(owner);
  };
  const follow = (target: string): void => {
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
    const included = spfText !== undefined && another === undefined ? parseSpf(spfText) : undefined;
    if (!included || included.problem !== undefined || path.has(target)) cost.broken.push(target);
    else walk(target, included);
  };
  const countVoid = (types: readonly string[], target: string): void => {
    const answers = types.map((type) => resolve(target, type));
    if (answers.some((answer) => answer === undefined) && !answers.some((answer) => answer?.length))
      cost.complete = false;
    else if (answers.every((answer) => answer?.length === 0)) cost.voids += 1;
  };
  walk(domain, record);
  return cost;
}

/** The part of SPF records that receivers evaluate: who may send, and what happens to others. */
export const senderPolicy = (records: readonly string[]): string =>
  JSON.stringify(
    records
      .map((text) =>
        parseSpf(text).problem === undefined
          ? countingTerms(text)
              .map(({ text: term }) => term.replace(/^\+/, ''))
              .join(' ')
          : text,
      )
      .sort(),
  );

const anyMacro = /%(?:[%_-]|\{([a-z])(\d*)(r?)([-.+,/_=]*)\})/gi;
const plainMacros: Readonly<Record<string, string>> = { '%%': '%', '%_': ' ', '%-': '%20' };

/**
 * The domain of a term, its macros expanded as far as every mail has the same (RFC 7208 §7.2): `%{d}`, the domain whose
 * record it is, and `%{o}`, the sender's. Undefined where it differs from mail to mail, as with `%{i}`.
 */
export function expandMacros(text: string, d: string, o: string): string | undefined {
  if (!text.includes('%')) return text;
  let known = true;
  const expanded = text.replace(
    anyMacro,
    (whole, letter: string | undefined, count: string, r: string, marks: string) => {
      const value = letter === undefined ? plainMacros[whole] : { d, o }[letter.toLowerCase()];
      known &&= value !== undefined;
      if (value === undefined || letter === undefined) return value ?? '';
      const parts = value.split(marks === '' ? '.' : new RegExp(`[${marks.replace('-', '\\-')}]`));
      return (r === '' ? parts : parts.reverse()).slice(count === '' ? 0 : -Number(count)).join('.');
    },
  );
  return known ? shortened(expanded.toLowerCase().replace(/\.$/, '')) : undefined;
}

/** Names that are too long lose labels from the left (§7.3). */
function shortened(name: string): string {
  let short = name;
  while (short.length > 253 && short.includes('.')) short = short.slice(short.indexOf('.') + 1);
  return short;
}
