import { normaliseIpv4, normaliseIpv6 } from './address.ts';
import { normaliseName } from './name.ts';

/** One word of an SPF record (RFC 7208 §4.6.1), as written. */
export interface Term {
  readonly text: string;
  readonly name: string;
  readonly qualifier: '+' | '-' | '~' | '?';
  /** The domain after `:` or `=`, in normal form; absent where the term has none. */
  readonly domain?: string;
  readonly modifier: boolean;
}

interface SpfRecord {
  readonly terms: readonly Term[];
  /** The first term that receivers cannot read (a "permerror"); no terms are read after it. */
  readonly problem?: string;
  /** What to write instead, as a sentence. */
  readonly mend?: string;
}

/** What follows the name of a term, or the sentence that says what should. */
type Reading = { readonly domain?: string } | { readonly mend: string };

const mend = (sentence: string): Reading => ({ mend: sentence });
const unknownWord = mend('SPF has only the words all, include, a, mx, ip4, ip6, exists, ptr, redirect= and exp=.');
const network = mend('Networks have lengths from /0 to /32 for IPv4, and from //0 to //128 for IPv6.');

/** The terms of a record. The syntax of all of them counts, of those after "all" too (§4.6). */
export function parseSpf(record: string): SpfRecord {
  const terms: Term[] = [];
  // Only spaces stand between terms; a tab belongs to one, which nobody can read then.
  for (const text of record.split(' ').slice(1)) {
    if (text === '') continue;
    const modifier = /^([^:/=]*)=(.*)$/s.exec(text);
    const [, sign = '', word = '', rest = ''] = /^([+\-~?]?)([^:/]*)(.*)$/s.exec(text) ?? [];
    const name = (modifier?.[1] ?? word).toLowerCase();
    const reading = modifier
      ? readModifier(name, modifier[2] ?? '', terms)
      : (mechanisms.get(name)?.(rest) ?? unknownWord);
    if ('mend' in reading) return { terms, problem: text, mend: reading.mend };
    const domain = reading.domain === undefined ? {} : { domain: normaliseName(reading.domain) };
    const qualifier = (modifier || !sign ? '+' : sign) as Term['qualifier'];
    terms.push({ text, name, qualifier, modifier: modifier !== null, ...domain });
  }
  return { terms };
}

function readModifier(name: string, value: string, before: readonly Term[]): Reading {
  if (name === 'redirect' || name === 'exp')
    return before.some((term) => term.name === name)
      ? mend(`Keep one ${name}=; it may stand only once.`)
      : readDomain(value);
  if (!/^[a-z][a-z0-9_.-]*$/.test(name)) return unknownWord;
  return macroString.test(value)
    ? {}
    : mend('Write plain letters without accents, and "%" only in macros such as %{i}.');
}

const literal = '[\\x21-\\x24\\x26-\\x7e]';
const macro = (letters: string): string => `%(?:[%_-]|\\{[${letters}](?:0*[1-9]\\d*)?r?[.\\-+,/_=]*\\})`;
const inDomain = macro('slodiphv');
/** Letters, digits and hyphens, but not digits alone: an address is no domain. */
const topLabel = '(?=[a-z0-9-]*[a-z-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const domainSpec = new RegExp(`^(?:${literal}|${inDomain})*(?:\\.${topLabel}\\.?|${inDomain})$`, 'i');
const macroString = new RegExp(`^(?:${literal}|${macro('slodiphvcrt')})*$`, 'i');

const readDomain = (text: string): Reading => (domainSpec.test(text) ? { domain: text } : mend(domainWanted(text)));

function domainWanted(text: string): string {
  const [address = '', length] = text.split('/');
  if (/^[\d.]+$/.test(address)) return `Write an address as ip4:${text}.`;
  if (length !== undefined) return 'Leave out the length of the network; only ip4, ip6, a and mx can have one.';
  return text.includes('%')
    ? 'Write "%" only in macros, such as %{i} or %{d}.'
    : 'Write a whole domain, such as _spf.example.com; one with accents in its Punycode form (xn--…).';
}

const ofDomain = (rest: string): Reading =>
  rest.startsWith(':') ? readDomain(rest.slice(1)) : mend('Write a domain after it, such as :_spf.example.com.');

function ofHosts(rest: string): Reading {
  const [matched, domain, v4 = '0', v6 = '0'] = /^(?::(.+?))?(?:\/(\d+))?(?:\/\/(\d+))?$/s.exec(rest) ?? [];
  if (matched === undefined) return mend('Write a domain after ":", or leave it out for the domain itself.');
  const reading = domain === undefined ? {} : readDomain(domain);
  return 'mend' in reading || (isLength(v4, 32) && isLength(v6, 128)) ? reading : network;
}

const isLength = (text: string, most: number): boolean => /^(?:0|[1-9]\d*)$/.test(text) && Number(text) <= most;

const ofNetwork =
  (normal: (address: string) => string | undefined, most: number, example: string) =>
  (rest: string): Reading => {
    const [, address = '', length = '0'] = /^:([^/]+)(?:\/(.*))?$/s.exec(rest) ?? [];
    if (normal(address) === undefined) return mend(`Write an address or a network, such as ${example}.`);
    return isLength(length, most)
      ? {}
      : mend(`The length of this network is a number up to ${most}, such as ${example}.`);
  };

const mechanisms: ReadonlyMap<string, (rest: string) => Reading> = new Map([
  ['all', (rest: string) => (rest === '' ? {} : mend('Write it as ~all or -all, with nothing behind.'))],
  ['include', ofDomain],
  ['exists', ofDomain],
  ['ptr', (rest: string) => (rest === '' ? {} : ofDomain(rest))],
  ['a', ofHosts],
  ['mx', ofHosts],
  ['ip4', ofNetwork(normaliseIpv4, 32, 'ip4:192.0.2.1 or ip4:192.0.2.0/24')],
  ['ip6', ofNetwork(normaliseIpv6, 128, 'ip6:2001:db8::1 or ip6:2001:db8::/32')],
]);
