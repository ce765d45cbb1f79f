import { displayName } from '../model/name.ts';
import { isSpf } from '../model/purpose.ts';
import { addressBits } from './address-bits.ts';
import { counting, expandMacros, isListed, parseSpf, type SpfRecord, type SpfResolve, type Term } from './spf.ts';

/** Who may send according to an SPF record: anybody, listed servers, or nobody. */
export type SpfAllows = 'anybody' | 'listed' | 'nobody';

interface SpfSenders {
  readonly allows: SpfAllows;
  /** The share of the addresses in the Internet that pass, from 0 to 1: of IPv4 or IPv6, whichever is larger. */
  readonly share: number;
  /** The terms that let so many pass. */
  readonly wide: readonly string[];
  /** What must have an address so that they match, if that is not known. */
  readonly assumed: readonly string[];
  /** Includes that were looked at for that. */
  readonly followed: number;
}

interface Options {
  /** Whose record it is, for macros. */
  readonly domain?: string;
  /** Without it nothing is followed. */
  readonly resolve?: SpfResolve;
  /** Whether a name of which nothing is known counts as one with an address. */
  readonly assume?: boolean;
}

/** A network, by its leading bits as 0 and 1, and what becomes of mail from there; the first that fits decides. */
interface Network {
  readonly family: 4 | 6;
  readonly bits: string;
  readonly passes: boolean;
  readonly term?: Term;
}

/** No mail server in the Internet has one of these addresses (RFC 6890). */
const reserved: readonly Network[] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  '224.0.0.0/3',
].map((network) => ({ family: 4, bits: bitsOf(network), passes: true }));
/** 2000::/3, from which all addresses in the Internet are (RFC 4291 §2.4). */
const unicast = '001';
const reservedShare = shareOf('', reserved);
/** From here on it is worth a word how many may send. */
export const wideShare = 1 / 32;
export const percent = (share: number): string => `${Math.max(1, Math.round(share * 100))} %`;
/** Terms with networks of more than a 256th of all addresses are named where too many pass. */
const wideBits = 8;
const maxFollowed = 50;

/** Reads who may send from the addresses that the terms of a record cover, however they are spelled. */
export function spfSenders(
  record: string | SpfRecord,
  { domain = '', resolve = () => undefined, assume = false }: Options = {},
): SpfSenders {
  const terms = counting(typeof record === 'string' ? parseSpf(record).terms : record.terms);
  const allows = terms.some(isListed) ? 'listed' : 'nobody';
  const context: Context = { resolve, assume, assumed: new Set(), top: domain, left: maxFollowed };
  // Nearly all records are told without a look at addresses.
  if (!terms.some((term) => mayBeWide(term, domain, context)))
    return { allows, share: 0, wide: [], assumed: [], followed: 0 };
  const networks = networksOf(terms, domain, context);
  const share = Math.max(familyShare(networks, 4), familyShare(networks, 6));
  const passing = networks.filter(({ passes, bits }) => passes && bits.length < wideBits);
  const whole = passing.filter(({ bits }) => bits === '');
  const wide = (whole.length > 0 ? whole.slice(0, 1) : passing).map(({ term }) => term?.text ?? '');
  return {
    allows: share >= 1 ? 'anybody' : allows,
    share,
    wide: [...new Set(wide)],
    assumed: share >= 1 ? [...context.assumed] : [],
    followed: maxFollowed - context.left,
  };
}

function mayBeWide({ name, qualifier, text, domain = '' }: Term, owner: string, { resolve, top }: Context): boolean {
  if (qualifier !== '+') return false;
  if (name === 'all' || name === 'exists') return true;
  if (name !== 'include' && name !== 'redirect') return /\/(?:\d|1[01])(?:\/|$)/.test(text);
  const target = expandMacros(domain, owner, top);
  return target !== undefined && (resolve(target, 'TXT')?.length ?? 0) > 0;
}

/** What can be told from the record alone. A name that it depends on is taken to exist. */
export const spfAllows = (record: string): SpfAllows => spfSenders(record, { assume: true }).allows;

/** What `spfAllows` takes for granted, to be put behind "every server may send": " as long as x.net has an address". */
export function spfCondition(record: string): string {
  const names = spfSenders(record, { assume: true }).assumed.map((name) => displayName(name) || 'the domain itself');
  return names.length > 0 ? ` as long as ${names.slice(0, 3).join(' or ')} has an address` : '';
}

interface Context {
  readonly resolve: SpfResolve;
  readonly assume: boolean;
  /** Names that were taken to have an address. */
  readonly assumed: Set<string>;
  readonly top: string;
  left: number;
}

function assumes({ assume, assumed }: Context, name: string): boolean {
  if (assume) assumed.add(name);
  return assume;
}

const networksOf = (terms: readonly Term[], domain: string, context: Context): Network[] =>
  terms.flatMap((term) => {
    const passes = term.qualifier === '+';
    const on = (family: 4 | 6, bits: string): Network => ({ family, bits, passes, term });
    if (term.name === 'all' && !term.modifier) return [on(4, ''), on(6, '')];
    if (term.name === 'ip4' || term.name === 'ip6')
      return [on(term.name === 'ip4' ? 4 : 6, bitsOf(term.text.slice(term.text.indexOf(':') + 1)))];
    const target = expandMacros(term.domain ?? domain, domain, context.top);
    if (target === undefined) return [];
    if (term.name === 'exists') return hasAddress(context, target) ? [on(4, ''), on(6, '')] : [];
    if (term.name === 'a' || term.name === 'mx') return hostNetworks(term, target, context, on);
    if (term.name !== 'include' && term.name !== 'redirect') return [];
    const followed = follow(target, context);
    if (term.name === 'redirect') return followed;
    return ([4, 6] as const).flatMap((family) => (familyShare(followed, family) >= 1 ? [on(family, '')] : []));
  });

function hasAddress(context: Context, name: string): boolean {
  const addresses = context.resolve(name, 'A');
  return addresses === undefined ? assumes(context, name) : addresses.length > 0;
}

function hostNetworks(
  term: Term,
  target: string,
  context: Context,
  on: (family: 4 | 6, bits: string) => Network,
): Network[] {
  const [, v4 = '32', v6 = '128'] = /^[^/]*(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(term.text) ?? [];
  const hosts = term.name === 'a' ? [target] : context.resolve(target, 'MX')?.filter((host) => host !== '.');
  return (
    [
      [4, 'A', Number(v4)],
      [6, 'AAAA', Number(v6)],
    ] as const
  ).flatMap(([family, type, length]) => {
    const known = hosts?.map((host) => context.resolve(host, type));
    if (known?.every((addresses) => addresses !== undefined))
      return known
        .flat()
        .map((address) => on(family, addressBits(address)?.slice(0, length) ?? ''.padEnd(length, '0')));
    // Which addresses they are is not known; all that can be told is whether any would do.
    return length === 0 && assumes(context, target) ? [on(family, '')] : [];
  });
}

function follow(target: string, context: Context): Network[] {
  if (context.left <= 0) return [];
  context.left -= 1;
  const [record, another] = context.resolve(target, 'TXT')?.filter(isSpf) ?? [];
  const parsed = record === undefined || another !== undefined ? undefined : parseSpf(record);
  return parsed && parsed.problem === undefined ? networksOf(counting(parsed.terms), target, context) : [];
}

function familyShare(networks: readonly Network[], family: 4 | 6): number {
  const own = networks.filter((network) => network.family === family);
  // An upper bound, which is enough for nearly all records.
  const upper = own.reduce((sum, { passes, bits }) => sum + (passes ? 2 ** -bits.length : 0), 0);
  if (upper < 1 / 64) return upper;
  if (family === 6) return shareOf(unicast, own);
  return (shareOf('', [...reserved, ...own]) - reservedShare) / (1 - reservedShare);
}

/** The share of a block of addresses that passes. */
function shareOf(block: string, networks: readonly Network[]): number {
  const near = networks.filter(({ bits }) => bits.startsWith(block) || block.startsWith(bits));
  const [first] = near;
  if (first === undefined) return 0;
  if (block.startsWith(first.bits)) return first.passes ? 1 : 0;
  return (shareOf(`${block}0`, near) + shareOf(`${block}1`, near)) / 2;
}

/** The leading bits of `192.0.2.0/24`. */
function bitsOf(network: string): string {
  const [address = '', length] = network.split('/');
  return (addressBits(address) ?? '').slice(0, length === undefined ? undefined : Number(length));
}
