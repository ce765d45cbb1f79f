import { displayName } from '../name.ts';
import { valueKey } from '../normalise.ts';
import { txtSize } from '../txt.ts';
import type { Rule } from './rule.ts';

const mostCharacters = 8192;
const mostBytes = 4096;

export const quota: Rule = {
  id: 'quota',
  severity: 'error',
  source: 'Cloudflare 81045: records per zone',
  summary: 'More records than the plan of the zone allows',
  refused: true,
  *check({ name, rows, quota: allowed }) {
    if (allowed === undefined || rows <= allowed * 0.9) return;
    const found = { name, type: '' };
    if (rows > allowed)
      yield {
        ...found,
        text: `${displayName(name)} would have ${rows} records; its plan allows ${allowed}.`,
        fix: { text: 'Delete records that are no longer used, or move the zone to a larger plan.' },
      };
    else
      yield {
        ...found,
        severity: 'advice',
        text: `${displayName(name)} uses ${rows} of the ${allowed} records that its plan allows.`,
      };
  },
};

export const size: Rule = {
  id: 'size',
  severity: 'error',
  source: 'Cloudflare: 8,192 characters per name and type, 4,096 bytes per record',
  summary: 'Records that are too long',
  refused: true,
  *check(zone) {
    for (const { name, type, values } of zone.sets) {
      // Nearly all sets are far from any limit, and that is seen without counting bytes.
      if (values.length === 1 && (values[0]?.content?.length ?? mostBytes) < mostBytes / 4) continue;
      const lengths = values.map((value) => (type === 'TXT' ? txtSize(value.content ?? '') : valueKey(value).length));
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const longest = Math.max(...lengths);
      // Each string of up to 255 bytes has a length byte of its own.
      if (type === 'TXT' && longest + Math.ceil(longest / 255) > mostBytes)
        yield {
          name,
          type,
          text: `A text of ${displayName(name)} has ${longest} bytes; a record can hold about ${mostBytes}.`,
        };
      if (total > mostCharacters)
        yield {
          name,
          type,
          text: `The ${type} records of ${displayName(name)} have ${total} characters together; Cloudflare takes ${mostCharacters}.`,
        };
    }
  },
};

export const mixedTtl: Rule = {
  id: 'mixed-ttl',
  severity: 'advice',
  source: 'RFC 2181 §5.2',
  summary: 'Values of one record set with different TTLs',
  *check(zone) {
    for (const { name, type, values } of zone.sets) {
      const ttls = new Set(values.map((value) => value.ttl));
      if (ttls.size > 1)
        yield {
          name,
          type,
          text: `The ${type} records of ${displayName(name)} have different TTLs (${[...ttls].map((ttl) => (ttl === 1 ? 'automatic' : ttl)).join(', ')}); resolvers use the smallest for all.`,
        };
    }
  },
};
