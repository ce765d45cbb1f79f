import type { Call } from '../../router.ts';
import { canonical } from '../record-names.ts';
import { meaning } from '../txt-content.ts';
import type { StoredRecord } from '../zone-state.ts';

type Test = (record: StoredRecord) => boolean;

const compare: Record<string, (text: string, wanted: string) => boolean> = {
  exact: (text, wanted) => text === wanted,
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};

const texts: Record<string, (record: StoredRecord) => string> = {
  name: ({ name }) => name,
  content: ({ content, type }) => (type === 'TXT' ? meaning(content) : content).toLowerCase(),
  comment: ({ comment }) => (comment ?? '').toLowerCase(),
};

function test(parameter: string, value: string): Test | undefined {
  const [field = '', operator = 'exact'] = parameter.split('.');
  const wanted = field === 'name' && operator === 'exact' ? canonical(value) : value.toLowerCase();
  if (field === 'type') return ({ type }) => type === value.toUpperCase();
  if (field === 'proxied') return ({ proxied }) => String(proxied) === value;
  if (field === 'search')
    return (record) => Object.values(texts).some((text) => text(record).includes(value.toLowerCase()));
  if (field === 'comment' && operator === 'present') return ({ comment }) => comment !== null;
  if (field === 'comment' && operator === 'absent') return ({ comment }) => comment === null;
  if (field === 'tag' && operator === 'exact') return ({ tags }) => tags.some((tag) => tag.toLowerCase() === wanted);
  if (field === 'tag' && operator === 'present')
    return ({ tags }) => tags.some((tag) => tag.toLowerCase().split(':')[0] === wanted);
  const [text, how] = [texts[field], compare[operator]];
  const plain = field === 'content' ? meaning(wanted) : wanted;
  return text && how && ((record) => how(text(record), plain));
}

const orders: Record<string, (record: StoredRecord) => string | number> = {
  type: ({ type }) => type,
  name: ({ name }) => name,
  content: ({ content }) => content,
  ttl: ({ ttl }) => ttl,
  proxied: ({ proxied }) => Number(proxied),
};

/** The records that the query's filters let through, in the order it asks for. Unknown parameters are ignored. */
export function filtered({ query }: Call, records: readonly StoredRecord[]): StoredRecord[] {
  const tests = [...query].flatMap(([parameter, value]) => test(parameter, value) ?? []);
  const any = query.get('match') === 'any';
  const matches = records.filter((record) =>
    any && tests.length > 0 ? tests.some((passes) => passes(record)) : tests.every((passes) => passes(record)),
  );
  const order = orders[query.get('order') ?? ''];
  if (order) matches.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  return query.get('direction') === 'desc' ? matches.reverse() : matches;
}
