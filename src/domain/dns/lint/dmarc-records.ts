import { displayName } from '../model/name.ts';
import { readTags, type Tag } from '../model/tag-list.ts';
import { dmarcOwner, isDmarc, tagList } from '../review/purpose.ts';
import type { RuleFinding } from './rule.ts';
import { memoPerZone } from './zone-view.ts';

export interface DmarcRecord {
  readonly subject: Omit<RuleFinding, 'text'>;
  readonly domain: string;
  readonly shown: string;
  /** As written. */
  readonly list: readonly Tag[];
  readonly tags: ReadonlyMap<string, string>;
  /** How many such records the domain has. */
  readonly count: number;
}

/** Every DMARC record, the first where a domain has several. */
export const dmarcRecords = memoPerZone((zone): DmarcRecord[] =>
  zone.ofType('TXT').flatMap(({ name, values }) => {
    const domain = dmarcOwner(name);
    const own = domain === undefined ? [] : values.filter(({ content = '' }) => isDmarc(content));
    const text = own[0]?.content;
    if (domain === undefined || text === undefined) return [];
    const read = { list: readTags(text), tags: tagList(text), count: own.length };
    return [{ subject: { name, type: 'TXT' }, domain, shown: displayName(domain), ...read }];
  }),
);

/** The addresses of `rua` or `ruf`. */
export const reportUris = (tags: ReadonlyMap<string, string>, tag: 'rua' | 'ruf'): string[] =>
  (tags.get(tag) ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
