import type { FieldType } from './field-types.ts';

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
export const locFields: readonly { name: string; label: string; type: FieldType; defaultValue?: number }[] = [
  { name: 'lat_degrees', label: 'degrees of latitude', type: decimal(0, 90, 0) },
  { name: 'lat_minutes', label: 'minutes of latitude', type: decimal(0, 59, 0), defaultValue: 0 },
  { name: 'lat_seconds', label: 'seconds of latitude', type: decimal(0, 59.999, 3), defaultValue: 0 },
  { name: 'lat_direction', label: 'direction of latitude', type: direction('N', 'S') },
  { name: 'long_degrees', label: 'degrees of longitude', type: decimal(0, 180, 0) },
  { name: 'long_minutes', label: 'minutes of longitude', type: decimal(0, 59, 0), defaultValue: 0 },
  { name: 'long_seconds', label: 'seconds of longitude', type: decimal(0, 59.999, 3), defaultValue: 0 },
  { name: 'long_direction', label: 'direction of longitude', type: direction('E', 'W') },
  { name: 'altitude', label: 'altitude', type: decimal(-100_000, 42_849_672.95, 2, 'm') },
  { name: 'size', label: 'size', type: metres, defaultValue: 1 },
  { name: 'precision_horz', label: 'horizontal precision', type: metres, defaultValue: 10_000 },
  { name: 'precision_vert', label: 'vertical precision', type: metres, defaultValue: 10 },
];

/** Fills in optional minutes, seconds and sizes; twelve parts if possible. */
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
