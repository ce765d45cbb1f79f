import { base64, hex } from '../model/field-types.ts';
import { displayName, isHostname } from '../model/name.ts';
import { wireContent } from '../model/normalise.ts';
import { presentation } from '../model/presentation.ts';
import { isFlattened } from '../model/purpose.ts';
import type { RecordValue } from '../model/record.ts';
import { txtSize } from '../model/txt.ts';
import { part, recordType } from '../model/types.ts';
import type { Rule } from './zone-view.ts';

export const cnameCoexistence: Rule = {
  id: 'cname-coexistence',
  severity: 'error',
  source: 'RFC 1034 §3.6.2; Cloudflare 81053, 81054',
  summary: 'A CNAME stands beside an address or another CNAME at the same name',
  refused: true,
  local: true,
  *check(zone) {
    for (const set of zone.ofType('CNAME')) {
      const rivals = zone.typesAt(set.name).filter(({ type }) => type === 'A' || type === 'AAAA');
      if (rivals.length === 0 && set.values.length === 1) continue;
      const others =
        rivals.length > 0
          ? `also has ${rivals.map(({ type }) => type).join(' and ')} records`
          : 'has several CNAME records';
      yield {
        name: set.name,
        type: 'CNAME',
        measure: set.values.length + rivals.reduce((sum, { values }) => sum + values.length, 0),
        values: [set, ...rivals].flatMap(({ values }) => values),
        text: `${displayName(set.name)} ${others}. A CNAME says "look there instead", so nothing else may say where the name leads.`,
        fix: { text: 'Keep either the CNAME or the addresses.' },
      };
    }
  },
};

export const cnameHides: Rule = {
  id: 'cname-hides',
  severity: 'warning',
  source: 'RFC 1034 §3.6.2, RFC 2181 §10.1',
  summary: 'A CNAME hides other records of the same name',
  local: true,
  *check(zone) {
    for (const set of zone.ofType('CNAME')) {
      if (set.values.some((value) => isFlattened(value, set.name === zone.name))) continue;
      const hidden = zone.typesAt(set.name).filter(({ type }) => !['CNAME', 'A', 'AAAA'].includes(type));
      if (hidden.length > 0)
        yield {
          name: set.name,
          type: 'CNAME',
          text: `Lookups of the ${hidden.map(({ type }) => type).join(', ')} of ${displayName(set.name)} follow its CNAME and may never see it.`,
          fix: { text: 'Put the other records at the target of the CNAME, or replace the CNAME with addresses.' },
        };
    }
  },
};

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
  local: true,
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
            text: `A ${type} record of ${displayName(name)} has ${bytes} bytes; Cloudflare allows ${maxBytes}.`,
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
          text: `The ${type} records of ${displayName(name)} have ${total} characters together; Cloudflare allows ${maxCharacters}.`,
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
  local: true,
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

const known = new Set(['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone']);

export const caa: Rule = {
  id: 'caa',
  severity: 'warning',
  source: 'RFC 8659 §4',
  summary: 'A CAA record that certificate authorities cannot use',
  local: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('CAA'))
      for (const one of values) {
        const { data } = one;
        const tag = String(data?.tag ?? '');
        const value = textOf(one);
        const flags = Number(data?.flags ?? 0);
        const owner = displayName(name);
        const subject = { name, type: 'CAA' };
        if (!known.has(tag))
          yield flags >= 128
            ? {
                ...subject,
                severity: 'error',
                text: `The rule "${tag}" for ${owner} is marked as critical but no certificate authority knows it: nobody can issue a certificate.`,
              }
            : {
                ...subject,
                text: `"${tag}" is not a rule that certificate authorities know; it has no effect for ${owner}.`,
              };
        else if (flags !== 0 && flags !== 128)
          yield { ...subject, text: `The flags of a CAA record are 0, or 128 for critical; ${owner} has ${flags}.` };
        const others = values.some((other) => other.data?.tag === tag && namesIssuer(textOf(other)));
        if (tag.startsWith('issue') && tag !== 'issuemail' && !isIssuer(value))
          yield {
            ...subject,
            ...(others ? {} : { severity: 'error' as const }),
            text: others
              ? `"${value}" does not name a certificate authority, so it allows none beside the others that ${owner} allows.`
              : `"${value}" does not name a certificate authority, so it forbids all of them for ${owner}.`,
            fix: { text: 'Write the name of the authority, such as letsencrypt.org, or ";" to forbid all.' },
          };
        if (tag === 'iodef' && !/^(mailto:.+@.+|https?:\/\/.+)/i.test(value))
          yield {
            ...subject,
            text: `Reports for ${owner} go to "${value}", which is neither a mail address (mailto:…) nor a web address.`,
          };
      }
  },
};

const textOf = ({ data }: RecordValue): string => String(data?.value ?? '').trim();

const issuerOf = (value: string): string => value.split(';')[0]?.trim().toLowerCase() ?? '';

const namesIssuer = (value: string): boolean => isHostname(issuerOf(value));

/** A certificate authority, or plainly none. */
const isIssuer = (value: string): boolean =>
  issuerOf(value) === '' ? value.startsWith(';') || value === '' : namesIssuer(value);
