import { base64, hex } from '../model/field-types.ts';
import { displayName } from '../model/name.ts';
import { wireContent } from '../model/normalise.ts';
import { presentation } from '../model/presentation.ts';
import type { RecordValue } from '../model/record.ts';
import { txtSize } from '../model/txt.ts';
import { part, recordType } from '../model/types.ts';
import type { Rule } from './rule.ts';

const maxCharacters = 8192;
const maxBytes = 4096;

export const quota: Rule = {
  id: 'quota',
  severity: 'error',
  source: 'Cloudflare 81045: records per zone',
  summary: 'More records than the plan of the zone allows',
  refused: true,
  *check({ name, sets, rows, quota: allowed }) {
    if (allowed === undefined || rows <= allowed * 0.9) return;
    const subject = { name, type: '', measure: rows };
    if (rows > allowed)
      yield {
        ...subject,
        // Rows that do not exist yet; a zone that is too full takes none, however many go.
        values: sets.flatMap(({ values }) => values.filter(({ id }) => id === undefined)),
        text: `${displayName(name)} would have ${rows} records; its plan allows ${allowed}.`,
        fix: { text: 'Delete records that are no longer used, or move the zone to a larger plan.' },
      };
    else
      yield {
        ...subject,
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
      if (values.length === 1 && values.every(isShort)) continue;
      for (const value of values) {
        const bytes = bytesOf(type, value);
        if (bytes > maxBytes)
          yield {
            name,
            type,
            values: [value],
            text: `A ${type} record of ${displayName(name)} has ${bytes} bytes; Cloudflare takes ${maxBytes}.`,
            fix: { text: type === 'TXT' ? 'Shorten it, or spread it over several records.' : 'Use a shorter value.' },
          };
      }
      const total = values.reduce((sum, value) => sum + lengthOf(type, value), 0);
      if (total > maxCharacters)
        yield {
          name,
          type,
          measure: total,
          values,
          text: `The ${type} records of ${displayName(name)} have ${total} characters together; Cloudflare takes ${maxCharacters}.`,
          fix: { text: 'Delete values that are no longer used.' },
        };
    }
  },
};

const isShort = ({ content, data = {} }: RecordValue): boolean =>
  content === undefined
    ? Object.values(data).every((part) => String(part).length < maxBytes / 4)
    : content.length < maxBytes / 4;

/** On the wire, nearly. */
function bytesOf(type: string, value: RecordValue): number {
  if (type === 'TXT') {
    const bytes = txtSize(value.content ?? '');
    // Each string of up to 255 bytes has a length byte of its own.
    return bytes + Math.ceil(bytes / 255);
  }
  const fields = recordType(type)?.fields ?? [];
  return fields.reduce((sum, field) => {
    const written = String(part(value, field) ?? '').length;
    return sum + Math.ceil(field.type === base64 ? (written * 3) / 4 : field.type === hex ? written / 2 : written);
  }, 0);
}

/** As Cloudflare counts: what it shows as content, with the quotes that we send. */
const lengthOf = (type: string, value: RecordValue): number =>
  (value.content === undefined ? presentation(type, value) : wireContent(type, value.content)).length;

export const mixedTtl: Rule = {
  id: 'mixed-ttl',
  severity: 'advice',
  source: 'RFC 2181 §5.2',
  summary: 'Values of one record set with different TTLs',
  *check(zone) {
    for (const { name, type, values } of zone.sets) {
      if (values.length < 2) continue;
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
