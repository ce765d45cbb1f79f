import { normaliseIpv4, normaliseIpv6 } from './address.ts';
import { isName, normaliseName } from './name.ts';
import { quoted } from './txt.ts';

export type Scalar = string | number;

/** How one part of a value is read, kept and written. */
export interface Kind {
  /** The normal form; undefined for what cannot be one. Takes what people type and what providers answer. */
  readonly normal: (raw: Scalar) => Scalar | undefined;
  /** Completes "it must be …". */
  readonly wanted: string;
  /** Presentation form; the plain text where absent. */
  readonly show?: (value: Scalar) => string;
  /** As the last part of a value it takes all the rest, joined with this. */
  readonly rest?: string;
  /** Names of hosts, which a zone file may write relative to its origin. */
  readonly host?: true;
  /** Any character may be in it, a semicolon too. */
  readonly free?: true;
}

export const integer = (max: number, names: Readonly<Record<string, number>> = {}): Kind => ({
  normal: (raw) => {
    const text = String(raw).trim().toUpperCase();
    const value = /^\d+$/.test(text) ? Number(text) : Object.hasOwn(names, text) ? names[text] : undefined;
    return value !== undefined && value <= max ? value : undefined;
  },
  wanted: `a whole number from 0 to ${max}`,
});

export const byte = integer(255);
export const word = integer(65_535);

export const ipv4: Kind = {
  normal: (raw) => normaliseIpv4(String(raw).trim()),
  wanted: 'an IPv4 address such as 192.0.2.1',
};

export const ipv6: Kind = {
  normal: (raw) => normaliseIpv6(String(raw).trim()),
  wanted: 'an IPv6 address such as 2001:db8::1',
};

/** A name without a trailing dot. A wildcard owns records and is nothing that one could point to. */
export const host: Kind = {
  normal: (raw) => {
    const name = normaliseName(String(raw));
    return isName(name) && !name.startsWith('*') && normaliseIpv4(name) === undefined ? name : undefined;
  },
  wanted: 'a host name such as mx1.example.com',
  host: true,
};

/** A host, or `.` for "none" (MX, SRV, NAPTR) or "this name" (HTTPS, SVCB). */
export const hostOrNone: Kind = {
  ...host,
  normal: (raw) => (normaliseName(String(raw)) === '.' ? '.' : host.normal(raw)),
  wanted: 'a host name such as mx1.example.com, or a single dot',
};

/** The text of a TXT record: every character counts. */
export const txt: Kind = {
  normal: (raw) => String(raw),
  wanted: 'text in quotes',
  show: (value) => quoted(String(value)),
  free: true,
};

/** Text in one string; quoted in presentation form. Spaces around it mean nothing in any type that has it. */
export const text: Kind = { ...txt, normal: (raw) => String(raw).trim() };

export const tag: Kind = {
  normal: (raw) => (/^[a-z0-9]+$/i.test(String(raw)) ? String(raw).toLowerCase() : undefined),
  wanted: 'letters and digits, such as issue',
};

export const hex: Kind = {
  normal: (raw) => {
    const digits = String(raw).replace(/\s/g, '').toLowerCase();
    return /^([0-9a-f]{2})+$/.test(digits) ? digits : undefined;
  },
  wanted: 'an even number of the digits 0-9 and a-f',
  rest: '',
};

export const base64: Kind = {
  normal: (raw) => {
    const digits = String(raw).replace(/\s/g, '');
    return /^[A-Za-z0-9+/]+={0,2}$/.test(digits) && digits.length % 4 === 0 ? digits : undefined;
  },
  wanted: 'Base64',
  rest: '',
};
