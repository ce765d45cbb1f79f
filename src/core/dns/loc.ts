import type { Kind } from './kinds.ts';

/** A number, rounded to so many decimals if it may have any; a trailing `m` (metres) is taken off. */
const decimal = (min: number, max: number, decimals: number, unit = ''): Kind => ({
  normal: (raw) => {
    const digits = String(raw).trim().replace(/m$/i, '');
    if (!/^-?\d+(\.\d+)?$/.test(digits)) return undefined;
    if (decimals === 0 && !Number.isInteger(Number(digits))) return undefined;
    const value = Number(Number(digits).toFixed(decimals)) + 0;
    return value >= min && value <= max ? value : undefined;
  },
  wanted: `a ${decimals === 0 ? 'whole ' : ''}number from ${min} to ${max}`,
  show: (value) => `${value}${unit}`,
});

const direction = (a: string, b: string): Kind => ({
  normal: (raw) => {
    const letter = String(raw).toUpperCase();
    return letter === a || letter === b ? letter : undefined;
  },
  wanted: `${a} or ${b}`,
});

const metres = decimal(0, 90_000_000, 2, 'm');

/** The fields of LOC (RFC 1876 §3) in presentation order, with the defaults for those that may be left out. */
export const locFields: readonly { name: string; label: string; kind: Kind; absent?: number }[] = [
  { name: 'lat_degrees', label: 'degrees of latitude', kind: decimal(0, 90, 0) },
  { name: 'lat_minutes', label: 'minutes of latitude', kind: decimal(0, 59, 0), absent: 0 },
  { name: 'lat_seconds', label: 'seconds of latitude', kind: decimal(0, 59.999, 3), absent: 0 },
  { name: 'lat_direction', label: 'direction of latitude', kind: direction('N', 'S') },
  { name: 'long_degrees', label: 'degrees of longitude', kind: decimal(0, 180, 0) },
  { name: 'long_minutes', label: 'minutes of longitude', kind: decimal(0, 59, 0), absent: 0 },
  { name: 'long_seconds', label: 'seconds of longitude', kind: decimal(0, 59.999, 3), absent: 0 },
  { name: 'long_direction', label: 'direction of longitude', kind: direction('E', 'W') },
  { name: 'altitude', label: 'altitude', kind: decimal(-100_000, 42_849_672.95, 2, 'm') },
  { name: 'size', label: 'size', kind: metres, absent: 1 },
  { name: 'precision_horz', label: 'horizontal precision', kind: metres, absent: 10_000 },
  { name: 'precision_vert', label: 'vertical precision', kind: metres, absent: 10 },
];

/** Puts in the minutes, seconds and sizes that a person or file may leave out; the result has twelve parts if it can. */
export function completeLoc(parts: readonly string[]): string[] {
  const north = parts.findIndex((part) => /^[ns]$/i.test(part));
  const east = parts.findIndex((part) => /^[ew]$/i.test(part));
  if (north < 1 || east <= north + 1) return [...parts];
  const angle = (from: number, to: number) => [...parts.slice(from, to), '0', '0'].slice(0, Math.max(3, to - from));
  const sizes = ['0', '1', '10000', '10'];
  const given = parts.slice(east + 1);
  return [
    ...angle(0, north),
    parts[north] ?? '',
    ...angle(north + 1, east),
    parts[east] ?? '',
    ...given,
    ...sizes.slice(given.length),
  ];
}
