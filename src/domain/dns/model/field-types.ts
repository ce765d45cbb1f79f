import { normaliseIpv4, normaliseIpv6 } from './address.ts';
import { isName, normaliseName } from './name.ts';
import { quoted } from './txt.ts';

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

/** A host name without a trailing dot. Wildcards are not valid targets. */
export const host: FieldType = {
  parse: (raw) => {
    const name = normaliseName(String(raw));
    return isName(name) && !name.startsWith('*') && normaliseIpv4(name) === undefined ? name : undefined;
  },
  expected: 'a host name such as mx1.example.com',
  host: true,
};

/** A host, or `.` for "none" (MX, SRV, NAPTR) or "this name" (HTTPS, SVCB). */
export const hostOrNone: FieldType = {
  ...host,
  parse: (raw) => (normaliseName(String(raw)) === '.' ? '.' : host.parse(raw)),
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
