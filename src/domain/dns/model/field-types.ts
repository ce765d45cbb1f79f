import { isName, normaliseIpv4, normaliseIpv6, normaliseName } from './name.ts';
import { decodeTxt, quoted } from './txt.ts';

export type Scalar = string | number;

/** How one field of a value is parsed, stored and formatted. */
export interface FieldType {
  /** Normal form of typed or provider input; undefined if invalid. */
  readonly parse: (raw: Scalar) => Scalar | undefined;
  /** Completes "it must be …". */
  readonly expected: string;
  /** Presentation form; the plain text where absent. */
  readonly format?: (value: Scalar) => string;
  /** As the last field it takes all remaining words, joined with this. */
  readonly joinRest?: string;
  /** A host name, which a zone file may write relative to its origin. */
  readonly host?: true;
  /** Any character is allowed, including a semicolon. */
  readonly allowAnyChar?: true;
}

export const integer = (max: number, names: Readonly<Record<string, number>> = {}): FieldType => ({
  parse: (raw) => {
    const text = String(raw).trim().toUpperCase();
    const value = /^\d+$/.test(text) ? Number(text) : Object.hasOwn(names, text) ? names[text] : undefined;
    return value !== undefined && value <= max ? value : undefined;
  },
  expected: `a whole number from 0 to ${max}`,
});

export const byte = integer(255);
export const word = integer(65_535);

export const ipv4: FieldType = {
  parse: (raw) => normaliseIpv4(String(raw).trim()),
  expected: 'an IPv4 address such as 192.0.2.1',
};

export const ipv6: FieldType = {
  parse: (raw) => normaliseIpv6(String(raw).trim()),
  expected: 'an IPv6 address such as 2001:db8::1',
};

function hostName(raw: unknown): string | undefined {
  const name = typeof raw === 'string' ? normaliseName(raw) : '';
  return isName(name) && !name.startsWith('*') && normaliseIpv4(name) === undefined ? name : undefined;
}

/** A host name without a trailing dot. Wildcards are not valid targets. */
export const host: FieldType = {
  parse: hostName,
  expected: 'a host name such as mx1.example.com',
  host: true,
};

/** A host, or `.` for "none" (MX, SRV, NAPTR) or "this name" (HTTPS, SVCB). */
export const hostOrNone: FieldType = {
  ...host,
  // Cloudflare may answer `false` for "none".
  parse: (raw: unknown) => (raw === false || normaliseName(String(raw)) === '.' ? '.' : hostName(raw)),
  expected: 'a host name such as mx1.example.com, or a single dot',
};

/** The text of a TXT record: every character counts. */
export const txt: FieldType = {
  parse: (raw) => String(raw),
  expected: 'text in quotes',
  format: (value) => quoted(String(value)),
  allowAnyChar: true,
};

/** A single string, quoted in presentation form. Surrounding spaces are insignificant. */
export const text: FieldType = { ...txt, parse: (raw) => String(raw).trim() };

export const tag: FieldType = {
  parse: (raw) => (/^[a-z0-9]+$/i.test(String(raw)) ? String(raw).toLowerCase() : undefined),
  expected: 'letters and digits, such as issue',
};

export const hex: FieldType = {
  parse: (raw) => {
    const digits = String(raw).replace(/\s/g, '').toLowerCase();
    return /^([0-9a-f]{2})+$/.test(digits) ? digits : undefined;
  },
  expected: 'an even number of the digits 0-9 and a-f',
  joinRest: '',
};

export const base64: FieldType = {
  parse: (raw) => {
    const digits = String(raw).replace(/\s/g, '');
    return /^[A-Za-z0-9+/]+={0,2}$/.test(digits) && digits.length % 4 === 0 ? digits : undefined;
  },
  expected: 'Base64',
  joinRest: '',
};

/** A number rounded to `decimals`; a trailing `m` (metres) is removed. */
const decimal = (min: number, max: number, decimals: number, unit = ''): FieldType => ({
  parse: (raw) => {
    const digits = String(raw).trim().replace(/m$/i, '');
    if (!/^-?\d+(\.\d+)?$/.test(digits)) return undefined;
    if (decimals === 0 && !Number.isInteger(Number(digits))) return undefined;
    const value = Number(Number(digits).toFixed(decimals)) + 0;
    return value >= min && value <= max ? value : undefined;
  },
  expected: `a ${decimals === 0 ? 'whole ' : ''}number from ${min} to ${max}`,
  format: (value) => `${value}${unit}`,
});

const direction = (a: string, b: string): FieldType => ({
  parse: (raw) => {
    const letter = String(raw).toUpperCase();
    return letter === a || letter === b ? letter : undefined;
  },
  expected: `${a} or ${b}`,
});

const metres = decimal(0, 90_000_000, 2, 'm');

/** The fields of LOC (RFC 1876 §3) in presentation order, with the defaults for those that may be left out. */
export const locFields: readonly {
  name: string;
  label: string;
  type: FieldType;
  defaultValue?: number;
  neededInText?: true;
}[] = [
  { name: 'lat_degrees', label: 'degrees of latitude', type: decimal(0, 90, 0) },
  { name: 'lat_minutes', label: 'minutes of latitude', type: decimal(0, 59, 0), defaultValue: 0 },
  { name: 'lat_seconds', label: 'seconds of latitude', type: decimal(0, 59.999, 3), defaultValue: 0 },
  { name: 'lat_direction', label: 'direction of latitude', type: direction('N', 'S') },
  { name: 'long_degrees', label: 'degrees of longitude', type: decimal(0, 180, 0) },
  { name: 'long_minutes', label: 'minutes of longitude', type: decimal(0, 59, 0), defaultValue: 0 },
  { name: 'long_seconds', label: 'seconds of longitude', type: decimal(0, 59.999, 3), defaultValue: 0 },
  { name: 'long_direction', label: 'direction of longitude', type: direction('E', 'W') },
  {
    name: 'altitude',
    label: 'altitude',
    type: decimal(-100_000, 42_849_672.95, 2, 'm'),
    defaultValue: 0,
    neededInText: true,
  },
  { name: 'size', label: 'size', type: metres, defaultValue: 1 },
  { name: 'precision_horz', label: 'horizontal precision', type: metres, defaultValue: 10_000 },
  { name: 'precision_vert', label: 'vertical precision', type: metres, defaultValue: 10 },
];

/** Fills in optional minutes and seconds. */
export function completeLoc(parts: readonly string[]): string[] {
  const north = parts.findIndex((part) => /^[ns]$/i.test(part));
  const east = parts.findIndex((part) => /^[ew]$/i.test(part));
  if (north < 1 || east <= north + 1) return [...parts];
  const angle = (from: number, to: number) => [...parts.slice(from, to), '0', '0'].slice(0, Math.max(3, to - from));
  return [
    ...angle(0, north),
    parts[north] ?? '',
    ...angle(north + 1, east),
    parts[east] ?? '',
    ...parts.slice(east + 1),
  ];
}

/** What is wrong with a place whose parts are valid one by one: beyond a pole or the 180th meridian. */
export function placeProblem(data: Readonly<Record<string, Scalar>>): string | undefined {
  const beyond = (axis: string, most: number) =>
    Number(data[`${axis}_degrees`]) === most && Number(data[`${axis}_minutes`]) + Number(data[`${axis}_seconds`]) > 0;
  if (beyond('lat', 90)) return 'There is no place beyond 90 degrees of latitude: its minutes and seconds must be 0.';
  if (beyond('long', 180))
    return 'There is no place beyond 180 degrees of longitude: its minutes and seconds must be 0.';
  return undefined;
}

/** Keys of SVCB and HTTPS in the order of their numbers (RFC 9460 §14.3.2, RFC 9461, RFC 9540). */
const keys = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath', 'ohttp'];
const parameter = /\s*([a-z0-9-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|((?:[^\s"\\]|\\.)+)))?(?=\s|$)/isy;

const numberOf = (key: string): number => {
  const known = keys.indexOf(key);
  return known >= 0 ? known : /^key(?:0|[1-9]\d{0,4})$/.test(key) ? Number(key.slice(3)) : Number.NaN;
};

/** Service parameters, sorted by number, values quoted: `alpn="h3,h2" ipv4hint="192.0.2.1"`. */
export const serviceParameters: FieldType = {
  parse: (raw) => parseParameters(String(raw).trim()),
  expected: 'parameters such as alpn="h3,h2"',
  joinRest: ' ',
  allowAnyChar: true,
};

const parseParameters = (text: string): string | undefined => {
  const parameters = readParameters(text);
  return (
    parameters && [...parameters].map(([key, value]) => (value === '' ? key : `${key}=${quoted(value)}`)).join(' ')
  );
};

/** Service parameters by key, in the order of their numbers, escapes undone; undefined for what cannot be read. */
export function readParameters(text: string): ReadonlyMap<string, string> | undefined {
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
    parameters.set(number, value);
  }
  return new Map([...parameters].sort(([a], [b]) => a - b).map(([number, value]) => [serviceKeyName(number), value]));
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
