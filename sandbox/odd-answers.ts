import type { Oddity } from './faults.ts';
import type { Answer, Call } from './router.ts';

type Row = Record<string, unknown>;
const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer with its first list of rows changed: `result` itself, `data` itself, or what `data` names. */
function withRows(body: unknown, change: (rows: unknown[]) => unknown[]): unknown {
  if (!isObject(body)) return body;
  for (const [name, value] of Object.entries(body)) {
    if (Array.isArray(value) && name !== 'errors' && name !== 'messages') return { ...body, [name]: change(value) };
    if (name === 'data' && isObject(value)) return { ...body, data: withRows(value, change) };
  }
  return body;
}

/** What somebody is called stays, so that the row can be told from others. */
const names = /^(id|domainId|domain|email|name|username|type)$/;
const emptied = (row: unknown): unknown =>
  isObject(row)
    ? Object.fromEntries(Object.entries(row).map(([key, value]) => [key, names.test(key) ? value : null]))
    : row;

const silenced = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(silenced);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, it]) => [key, silenced(it)])) : null;
};

const keyOf = ({ headers }: Call): string =>
  String(headers.authorization ?? headers['x-auth-key'] ?? headers['x-api-key'] ?? '').replace(/^Bearer /, '');

/** Ids as numbers that a double cannot hold, and back. */
const numbers = new Map<string, string>();
const numberOf = (id: string): string => {
  const known = [...numbers].find(([, it]) => it === id)?.[0];
  const number = known ?? String(1_524_831_183_200_260_097n + BigInt(numbers.size));
  numbers.set(number, id);
  return number;
};
const idsIn = (text: string): string =>
  text.replace(/"?(\d{19})"?/g, (all, number) => {
    const id = numbers.get(number);
    return id === undefined ? all : all.startsWith('"') || all.endsWith('"') ? `"${id}"` : id;
  });

/** The call as it would be without large ids. */
export function withoutLargeIds(call: Call): Call {
  if (numbers.size === 0) return call;
  const text = idsIn(call.raw.toString());
  return {
    ...call,
    path: idsIn(call.path),
    query: new URLSearchParams(idsIn(call.query.toString())),
    ...(isObject(call.body) && text.startsWith('{') && { body: JSON.parse(text) }),
  };
}

export function oddAnswer(as: Oddity, call: Call, answer: Answer, refusal: Answer): Answer {
  const { body } = answer;
  if (as === 'cut') {
    const isFirst = Number(call.query.get('page') ?? 1) === 1;
    return { ...answer, body: withRows(body, (rows) => (isFirst ? rows.slice(0, Math.ceil(rows.length / 2)) : [])) };
  }
  if (as === 'row') return { ...answer, body: withRows(body, ([first, ...rest]) => [emptied(first), ...rest]) };
  if (as === 'silent') return { ...answer, body: isObject(body) ? { ...body, data: silenced(body.data) } : body };
  if (as === 'secret') {
    const said = `The key ${keyOf(call)} may not do this`;
    return {
      ...refusal,
      body: JSON.parse(JSON.stringify(refusal.body), (name, it) => (name === 'message' ? said : it)),
    };
  }
  const text = JSON.stringify(body).replace(/"(id|\w+Id)":"([^"]+)"/g, (_, name, id) => `"${name}":${numberOf(id)}`);
  const { body: _, ...rest } = answer;
  return { ...rest, text, headers: { ...answer.headers, 'content-type': 'application/json' } };
}
