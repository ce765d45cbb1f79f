import { isIPv6 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { getPublicSuffix, parse } from 'tldts';
import { AppError } from '../../../lib/errors.ts';

/** Top-level names that exist for documentation and tests only (RFC 2606, RFC 6761). */
const reserved = new Set(['example', 'test', 'invalid', 'localhost', 'local', 'onion']);
const normal = /^[a-z0-9_*.-]*[a-z0-9_*-]$/;
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Lower case and Punycode without its trailing dot, label by label; what cannot be converted stays, an empty label at
 * the end (`a..`) too. Never throws.
 */
export function normaliseName(name: string): string {
  if (normal.test(name)) return name;
  // Far too long for a name however it is written; taking it apart would take long too.
  if (name.length > 1_000) return name.toLowerCase();
  const text = name.trim();
  if (text === '.') return '.';
  return text
    .replace(/(?<![\s.。．｡])[.。．｡]$/, '')
    .split(/[.。．｡]/)
    .map(asciiLabel)
    .join('.');
}

function asciiLabel(text: string): string {
  if (/^[\x21-\x7e]*$/.test(text)) return text.toLowerCase();
  // A URL drops tabs, and ends its host at other characters that no name has.
  if (/[\0-,/:-@[-^`{-\x7f]/.test(text)) return text.toLowerCase();
  // The suffix keeps labels of digits from being read as an IPv4 address.
  return domainToASCII(`${text}.x`).slice(0, -2) || text.toLowerCase();
}

/** True for a name in normal form that may own or be the target of a record; `*` may be the first label. */
export const isName = (name: string): boolean =>
  name.length <= 253 &&
  name.split('.').every((part, index) => label.test(part) || (index === 0 && part === '*' && name !== '*'));

/** True for a name in normal form that a machine can have: at least two labels, no wildcard, no underscore. */
export const isHostname = (name: string): boolean =>
  isName(name) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) && !/^\d+$/.test(name.slice(name.lastIndexOf('.') + 1));

/** True for the zone's own name and for every name below it; both in normal form. Makes no text: zones have thousands. */
export const isBelow = (name: string, zone: string): boolean =>
  name.endsWith(zone) && (name.length === zone.length || name[name.length - zone.length - 1] === '.');

/** The same with their names in normal form. */
export const withNormalNames = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  items.map((item) => ({ ...item, name: normaliseName(item.name) }));

/** Those of the longest name that holds the domain. */
export function closestZones<T extends { readonly name: string }>(typed: string, zones: readonly T[]): T[] {
  const domain = normaliseName(typed);
  const above = zones.filter(({ name }) => isBelow(domain, name));
  const length = Math.max(0, ...above.map(({ name }) => name.length));
  return above.filter(({ name }) => name.length === length);
}

/**
 * What a person typed as the name of a record, as the full name in normal form. Takes `@`, names relative to the zone,
 * full names, a trailing dot, Unicode and wildcards. Throws `bad_input` for what is no name and for names of other zones.
 */
export function fqdn(input: string, zone: string): string {
  const text = input.trim();
  if (text === '@' || text === '') return zone;
  const name = normaliseName(text);
  if (isBelow(name, zone)) return checked(name, text);
  const full = `${name}.${zone}`;
  if (name.includes('..') || name.endsWith('.')) return checked(name, text);
  if (/[.。．｡]$/.test(text) || looksForeign(name)) throw foreign(name, zone, full);
  return checked(full, text);
}

function checked(name: string, typed: string): string {
  if (isName(name)) return name;
  const hint =
    name.length > 253
      ? 'A name may have at most 253 characters.'
      : 'Between dots a name has 1 to 63 letters, digits, hyphens or underscores; `*` may only stand first.';
  throw new AppError('bad_input', `"${typed}" is not a valid record name.`, { hint, fields: { name: hint } });
}

/** A name with dots whose last label is a real top-level domain: it was meant as a full name. */
export function looksForeign(name: string): boolean {
  const last = name.lastIndexOf('.');
  if (last < 0) return false;
  return reserved.has(name.slice(last + 1)) || parse(name, { allowPrivateDomains: false }).isIcann === true;
}

function foreign(name: string, zone: string, full: string): AppError {
  const meant = relativeGuess(name, zone);
  const hint = `${meant ? `If you meant ${fromZone(meant, zone)}, write \`${meant}\`. ` : ''}If you do want ${full}, write it in full.`;
  return new AppError('bad_input', `${name} does not belong to the zone ${zone}.`, { hint, fields: { name: hint } });
}

/** `www.acme-mail.co` in the zone acme-mail.com: probably `www`. */
function relativeGuess(name: string, zone: string): string | undefined {
  const registrable = parse(name).domain;
  if (!registrable) return undefined;
  const rest = name.slice(0, -registrable.length).replace(/\.$/, '');
  const same = registrable.split('.')[0] === zone.split('.')[0];
  return same ? rest || '@' : undefined;
}

const fromZone = (relative: string, zone: string): string => (relative === '@' ? zone : `${relative}.${zone}`);

/** `www` for www.acme-mail.com in its zone, `@` for the zone itself. */
export const relativeName = (name: string, zone: string): string =>
  name === zone ? '@' : name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;

/** Names with Punycode are read in Unicode and told apart by the Punycode: `bücher.de (xn--bcher-kva.de)`. */
export function displayName(name: string): string {
  if (!name.includes('xn--')) return name;
  const unicode = name
    .split('.')
    .map((part) => (part.startsWith('xn--') ? domainToUnicode(part) || part : part))
    .join('.');
  return unicode === name ? name : `${unicode} (${name})`;
}

/** A domain that a person typed, in normal form. Throws `bad_input` with what is wrong in a sentence. */
export function parseDomain(input: string): string {
  const text = input
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#].*/s, '');
  const refuse = (problem: string, hint = 'Write a domain such as acme-mail.com.') =>
    new AppError('bad_input', problem, { hint, fields: { domain: problem } });
  if (text === '') throw refuse('No domain was given.');
  if (text.includes('@'))
    throw refuse(
      `"${text}" is a mail address, not a domain.`,
      `Did you mean ${text.slice(text.lastIndexOf('@') + 1)}?`,
    );
  const name = normaliseName(text);
  if (!name.includes('.')) throw refuse(`"${text}" is not a complete domain: the ending, such as .com, is missing.`);
  if (!isHostname(name)) throw refuse(`"${text}" is not a valid domain name.`);
  if (getPublicSuffix(name, { allowPrivateDomains: false }) === name && parse(name).isIcann)
    throw refuse(`"${text}" is an ending that domains are registered under, not a domain.`);
  return name;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** Four decimal numbers only, as Cloudflare takes it; undefined for anything else, shorthand and octal included. */
export function normaliseIpv4(text: string): string | undefined {
  return ipv4.test(text) ? text : undefined;
}

/** The shortest lower-case form (RFC 5952); undefined for what is no IPv6 address, and for one with a zone index. */
export function normaliseIpv6(text: string): string | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

export const isAddress = (text: string): boolean =>
  normaliseIpv4(text) !== undefined || normaliseIpv6(text) !== undefined;
