import { maxTtl, minTtl } from '../model/desired.ts';

/** No zone takes less; from here to `leastTtl` only some do. */
const minEnterpriseTtl = 30;

/** `3600`, `1h`, `1d12h` in seconds; undefined if invalid. */
export function seconds(typed: string): number | undefined {
  const word = typed.toUpperCase();
  if (!/^(?=\d)(?:\d+[SMHDW])*\d*$/.test(word)) return undefined;
  const units: Record<string, number> = { S: 1, M: 60, H: 3600, D: 86_400, W: 604_800 };
  return [...word.matchAll(/(\d+)([SMHDW]?)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 1),
    0,
  );
}

/** The TTL as it will be used, with a warning if it differs from the file. */
export function effectiveTtl(ttl: number): { ttl: number; warning?: string } {
  if (ttl === 1 || (ttl >= minTtl && ttl <= maxTtl)) return { ttl };
  if (ttl >= minEnterpriseTtl && ttl < minTtl)
    return { ttl, warning: `a TTL of ${ttl} becomes ${minTtl}, except where the record has it already` };
  const clamped = ttl < minTtl ? minTtl : maxTtl;
  return { ttl: clamped, warning: `a TTL of ${ttl} becomes ${clamped}, the nearest that Cloudflare takes` };
}
