import { normaliseIpv4, normaliseIpv6 } from './address.ts';
import type { FieldType } from './field-types.ts';
import { decodeTxt, quoted } from './txt.ts';

/** Keys of SVCB and HTTPS in the order of their numbers (RFC 9460 §14.3.2, RFC 9461, RFC 9540). */
const keys = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath', 'ohttp'];
const parameter = /\s*([a-z0-9-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|((?:[^\s"\\]|\\.)+)))?(?=\s|$)/isy;

const numberOf = (key: string): number => {
  const known = keys.indexOf(key);
  return known >= 0 ? known : /^key\d{1,5}$/.test(key) ? Number(key.slice(3)) : Number.NaN;
};

/** Service parameters, sorted by number, values quoted: `alpn="h3,h2" ipv4hint="192.0.2.1"`. */
export const serviceParameters: FieldType = {
  parse: (raw) => parseParameters(String(raw).trim()),
  expected: 'parameters such as alpn="h3,h2"',
  joinRest: ' ',
  allowAnyChar: true,
};

function parseParameters(text: string): string | undefined {
  const parameters = new Map<number, string>();
  parameter.lastIndex = 0;
  let end = 0;
  while (end < text.length) {
    const match = parameter.exec(text);
    if (!match) return undefined;
    end = parameter.lastIndex;
    const number = numberOf((match[1] ?? '').toLowerCase());
    const given = match[2] ?? match[3];
    // Escapes are decoded; the value is written with only the necessary ones.
    const value = parseParameter(number, given === undefined ? undefined : decodeTxt(`"${given}"`));
    if (Number.isNaN(number) || number > 65_535 || parameters.has(number) || value === undefined) return undefined;
    parameters.set(number, value === '' ? serviceKeyName(number) : `${serviceKeyName(number)}=${quoted(value)}`);
  }
  const ordered = [...parameters].sort(([a], [b]) => a - b).map(([, shown]) => shown);
  return ordered.join(' ');
}

/** `alpn` for 1; `key667` for a number without a name. */
export const serviceKeyName = (number: number): string => keys[number] ?? `key${number}`;

function parseParameter(number: number, value: string | undefined): string | undefined {
  const bare = keys[number] === 'no-default-alpn' || keys[number] === 'ohttp';
  if (bare) return value === undefined || value === '' ? '' : undefined;
  if (number >= keys.length) return value ?? '';
  if (value === undefined || value === '') return undefined;
  if (keys[number] === 'mandatory') return keyList(value);
  if (keys[number] === 'port')
    return /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? String(Number(value)) : undefined;
  if (keys[number] === 'ipv4hint') return addresses(value, normaliseIpv4);
  if (keys[number] === 'ipv6hint') return addresses(value, normaliseIpv6);
  return value;
}

/** Names of keys, each once, in the order of their numbers (RFC 9460 §8). */
function keyList(value: string): string | undefined {
  const numbers = value.split(',').map((key) => numberOf(key.trim().toLowerCase()));
  const once = new Set(numbers).size === numbers.length && numbers.every((number) => number > 0 && number <= 65_535);
  return once
    ? numbers
        .sort((a, b) => a - b)
        .map(serviceKeyName)
        .join(',')
    : undefined;
}

function addresses(value: string, normal: (text: string) => string | undefined): string | undefined {
  const list = value.split(',').map(normal);
  return list.every((address) => address !== undefined) ? list.join(',') : undefined;
}
