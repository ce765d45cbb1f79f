import { address } from './addresses.ts';
import { problems, Rejection } from './cloudflare-envelope.ts';
import { checkedData, dataTypes, ownerInData, rendered, wireSize } from './record-fields.ts';
import { hostTarget, recordName } from './record-names.ts';
import { storedTxt } from './txt-content.ts';
import type { StoredRecord, ZoneState } from './zone-state.ts';

export type Fields = Readonly<Record<string, unknown>>;
/** What a write decides; ids, dates and `meta` are not among it. */
export type Written = Pick<
  StoredRecord,
  'name' | 'type' | 'content' | 'proxiable' | 'proxied' | 'ttl' | 'settings' | 'comment' | 'tags'
> &
  Partial<Pick<StoredRecord, 'data' | 'priority'>>;

const contentTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'OPENPGPKEY', 'PTR', 'TXT'];
const proxiableTypes = ['A', 'AAAA', 'CNAME'];
const longestRecord = 4096;
const freenom = /\.(cf|ga|gq|ml|tk)$/;

function priorityOf(type: string, input: Fields, data: StoredRecord['data']): number | undefined {
  if (type === 'SRV') return Number(data?.priority);
  if (type !== 'MX' && type !== 'URI') return;
  const { priority } = input;
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0 || priority > 65_535)
    throw problems.validation(`priority between 0 and 65535 is required for ${type} records.`);
  return priority;
}

function contentOf(type: string, { content }: Fields, name: string, proxied: boolean): string {
  switch (type) {
    case 'A':
    case 'AAAA':
      return address(content, type, proxied);
    case 'TXT':
      return storedTxt(content);
    case 'OPENPGPKEY': {
      const key = typeof content === 'string' ? content.replace(/\s/g, '') : '';
      if (!/^[A-Za-z0-9+/]+=*$/.test(key)) throw problems.validation('content must be base64 for OPENPGPKEY records.');
      if ((key.length * 3) / 4 > longestRecord)
        throw problems.validation(`A record may have at most ${longestRecord} bytes.`);
      return key;
    }
    default: {
      const target = hostTarget(content, type, type === 'MX');
      if (type === 'CNAME' && target === name) throw problems.hostname(type);
      return target;
    }
  }
}

function ttlOf({ ttl }: Fields, proxied: boolean, { plan }: ZoneState): number {
  if (proxied || ttl === undefined || ttl === 1) return 1;
  const least = plan === 'enterprise' ? 30 : 60;
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl < least || ttl > 86_400) throw problems.ttl(least);
  return ttl;
}

function commentOf({ comment }: Fields, { plan }: ZoneState): string | null {
  if (comment === undefined || comment === null || comment === '') return null;
  if (typeof comment !== 'string') throw problems.validation('comment must be a string.');
  if (/[\r\n]/.test(comment)) throw problems.validation('comment must not contain newlines.');
  const longest = plan === 'free' ? 100 : 500;
  if (comment.length > longest) throw problems.validation(`comment must be at most ${longest} characters.`);
  return comment;
}

function tagsOf({ tags }: Fields, { plan }: ZoneState): string[] {
  if (tags === undefined || tags === null) return [];
  if (!Array.isArray(tags)) throw problems.validation('tags must be a list.');
  const seen = new Map<string, string>();
  for (const tag of tags) {
    if (typeof tag !== 'string' || !/^[A-Za-z0-9_-]+(:.*)?$/.test(tag))
      throw problems.validation(`tag ${String(tag)} must look like name:value.`);
    if (/^cf-/i.test(tag)) throw problems.validation('tags that begin with cf- are reserved.');
    const [name = '', ...value] = tag.split(':');
    seen.set([name.toLowerCase(), ...value].join(':'), tag);
  }
  const quota = plan === 'free' ? 0 : 20;
  if (seen.size > quota) throw problems.tagQuota(seen.size, quota);
  return [...seen.values()];
}

/** Of SRV also from parts in `data`; a name that begins with them counts as it is. */
function ownerOf(type: string, { name, data }: Fields): unknown {
  if (type !== 'SRV' || typeof data !== 'object' || data === null) return name;
  const owner = ownerInData(data as Record<string, unknown>);
  return owner === undefined || (typeof name === 'string' && /^_[^.]+\._/.test(name)) ? name : owner;
}

/** Checks a whole record as it is to become, and gives it as it will be returned. */
export function writtenRecord(input: Fields, zone: ZoneState): Written {
  if (freenom.test(zone.name) && zone.plan !== 'enterprise')
    throw new Rejection(400, {
      code: 1038,
      message: 'You cannot use this API for domains with a .cf, .ga, .gq, .ml, or .tk TLD (top-level domain).',
    });
  const type = typeof input.type === 'string' ? input.type.toUpperCase() : '';
  if (!contentTypes.includes(type) && !dataTypes[type])
    throw problems.validation(`${String(input.type)} is not a type of record that can be written.`);
  const name = recordName(ownerOf(type, input), zone.name);
  const proxied = input.proxied === true;
  const proxiable = proxiableTypes.includes(type);
  if (proxied && !proxiable) throw problems.notProxiable();
  const data = dataTypes[type] ? checkedData(type, input.data) : undefined;
  const priority = priorityOf(type, input, data);
  if (data && wireSize(type, data) > longestRecord)
    throw problems.validation(`A record may have at most ${longestRecord} bytes.`);
  return {
    name,
    type,
    // Of SRV, the priority stands beside the content.
    content: data
      ? rendered(type, data).replace(type === 'SRV' ? /^\d+ / : '', '')
      : contentOf(type, input, name, proxied),
    ...(data && { data }),
    ...(priority !== undefined && { priority }),
    proxiable,
    proxied,
    ttl: ttlOf(input, proxied, zone),
    settings: typeof input.settings === 'object' && input.settings !== null ? { ...input.settings } : {},
    comment: commentOf(input, zone),
    tags: tagsOf(input, zone),
  };
}
