import { leastTtl, mostTtl } from '../wanted.ts';

/** Below this no zone takes it; from here to `leastTtl` only some do. */
const leastAnywhere = 30;

/** `3600`, `1h`, `1d12h` in seconds; undefined for what is no TTL. */
export function seconds(typed: string): number | undefined {
  const word = typed.toUpperCase();
  if (!/^(?=\d)(?:\d+[SMHDW])*\d*$/.test(word)) return undefined;
  const units: Record<string, number> = { S: 1, M: 60, H: 3600, D: 86_400, W: 604_800 };
  return [...word.matchAll(/(\d+)([SMHDW]?)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 1),
    0,
  );
}

/** The TTL of a file as it will be used, and what to tell where that is another. */
export function usedTtl(ttl: number): { ttl: number; warning?: string } {
  if (ttl === 1 || (ttl >= leastTtl && ttl <= mostTtl)) return { ttl };
  if (ttl >= leastAnywhere && ttl < leastTtl)
    return { ttl, warning: `a TTL of ${ttl} becomes ${leastTtl}, except where the record has it already` };
  const used = ttl < leastTtl ? leastTtl : mostTtl;
  return { ttl: used, warning: `a TTL of ${ttl} becomes ${used}, the nearest that Cloudflare takes` };
}
