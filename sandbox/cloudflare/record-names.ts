import { domainToASCII } from 'node:url';
import { problems } from './cloudflare-envelope.ts';

const toAscii = (label: string) => (/[^\x20-\x7e]/.test(label) ? domainToASCII(label) : label.toLowerCase());

/** Lower case, Punycode, no trailing dot; not yet checked. */
export const canonical = (name: string) => name.replace(/\.$/, '').split(/[.。]/).map(toAscii).join('.');

function valid(name: string): boolean {
  if (name.length === 0 || name.length > 253) return false;
  return name
    .split('.')
    .every((label, index) => (label === '*' ? index === 0 : /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)));
}

/** A record's name: `@`, a label under the zone, or the whole name. A foreign name lands under the zone. */
export function recordName(input: unknown, zone: string): string {
  if (typeof input !== 'string' || input === '') throw problems.name();
  const name = canonical(input);
  const full = name === '@' || name === zone ? zone : name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
  if (!valid(full)) throw problems.name();
  return full;
}

/** A host that something points to; `.` where the type has a null target. */
export function hostTarget(input: unknown, type: string, mayBeNull = false): string {
  if (mayBeNull && input === '.') return '.';
  const name = typeof input === 'string' ? canonical(input.trim()) : '';
  const numeric = /^[\d.]+$/.test(name);
  if (!valid(name) || name.startsWith('*') || numeric) throw problems.hostname(type);
  return name;
}
