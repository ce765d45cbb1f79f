import { problems } from './cloudflare-envelope.ts';
import { dataFromWords, dataTypes } from './record-fields.ts';
import type { ZoneState } from './zone-state.ts';

type Row = Record<string, unknown>;
interface Line {
  readonly number: number;
  readonly indented: boolean;
  readonly words: string[];
  readonly comment: string;
}

const syntaxError = (number: number, why: string) => problems.validation(`line ${number}: ${why}`);

/** Entries of the file: parentheses joined, comments apart. A quoted string stays one word with its quotes. */
function entries(text: string): Line[] {
  const lines: Line[] = [];
  let open = 0;
  let current: Line | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const words: string[] = [];
    let comment = '';
    const token = /[^\s();"]*"(?:[^"\\]|\\.)*"|;(.*)$|[()]|[^\s();"]+/g;
    for (const match of raw.matchAll(token)) {
      if (match[1] !== undefined) comment = match[1].trim();
      else if (match[0] === '(') open += 1;
      else if (match[0] === ')') open -= 1;
      else words.push(match[0]);
    }
    if (current && words.length + comment.length > 0) {
      current.words.push(...words);
      current = { ...current, comment: `${current.comment} ${comment}`.trim() };
    } else if (!current && words.length > 0) current = { number: index + 1, indented: /^\s/.test(raw), words, comment };
    if (current && open === 0) {
      lines.push(current);
      current = undefined;
    }
  }
  if (current) throw syntaxError(current.number, 'a parenthesis is not closed');
  return lines;
}

function seconds(word: string): number | undefined {
  if (!/^(\d+[smhdw]?)+$/i.test(word)) return;
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, '': 1 };
  return [...word.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 1),
    0,
  );
}

const unquoted = (word: string) => (word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word);

function attributes(comment: string): Row {
  const [, words = '', list] = /^(.*?)\s*(?:cf_tags=(\S+))?$/.exec(comment) ?? [];
  const all = list?.split(',') ?? [];
  const proxied = all.find((each) => each.startsWith('cf-proxied:'));
  const tags = all.filter((each) => !each.startsWith('cf-'));
  return {
    ...(words !== '' && { comment: words }),
    ...(tags.length > 0 && { tags }),
    ...(proxied && { proxied: proxied === 'cf-proxied:true' }),
    ...(all.includes('cf-flatten-cname') && { settings: { flatten_cname: true } }),
  };
}

function value(type: string, words: string[], absolute: (name: string) => string): Row {
  const hosts = ['CNAME', 'NS', 'PTR'];
  const [first = '', ...rest] = words;
  if (type === 'MX') return { priority: Number(first), content: absolute(rest[0] ?? '') };
  if (hosts.includes(type)) return { content: absolute(first) };
  if (type === 'TXT') return { content: words.map((word) => (word.startsWith('"') ? word : `"${word}"`)).join(' ') };
  if (!dataTypes[type]) return { content: words.join('') };
  const plain = (type === 'URI' ? rest : words).map((word, index) =>
    (type === 'HTTPS' || type === 'SVCB') && index > 1 ? word : unquoted(word),
  );
  const data = dataFromWords(type, plain);
  const host = type === 'NAPTR' ? 'replacement' : 'target';
  if (type !== 'URI' && typeof data[host] === 'string') data[host] = absolute(data[host]);
  return { data, ...(type === 'URI' && { priority: Number(first) }) };
}

function generated({ words, number }: Line): string[][] {
  const [, range = '', ...template] = words;
  const [, from, to, , step = '1'] = /^(\d+)-(\d+)(\/(\d+))?$/.exec(range) ?? [];
  if (from === undefined || Number(to) - Number(from) > 1000) throw syntaxError(number, '$GENERATE has no such range');
  const rows: string[][] = [];
  for (let index = Number(from); index <= Number(to); index += Number(step))
    rows.push(template.map((word) => word.replace(/\$/g, String(index))));
  return rows;
}

/** The file's records as one would send them. SOA and the zone's own NS are passed over, as Cloudflare does. */
export function recordsIn(text: string, zone: ZoneState): Row[] {
  let origin = zone.name;
  let usual: number | undefined;
  let owner = zone.name;
  const absolute = (name: string) => {
    if (name === '@') return origin;
    if (name === '.') return '.';
    return name.endsWith('.') ? name.slice(0, -1) : `${name}.${origin}`;
  };
  const rows: Row[] = [];
  function read({ words, indented, comment, number }: Line): void {
    const rest = [...words];
    if (!indented) owner = absolute(rest.shift() ?? '');
    let ttl = usual;
    for (;;) {
      const word = rest[0] ?? '';
      const duration = seconds(word);
      if (/^(IN|CH|HS)$/i.test(word)) rest.shift();
      else if (duration !== undefined) {
        ttl = duration;
        rest.shift();
      } else break;
    }
    const type = rest.shift()?.toUpperCase() ?? '';
    if (type === 'SOA' || (type === 'NS' && owner === zone.name)) return;
    if (rest.length === 0) throw syntaxError(number, 'a record has no value');
    rows.push({ name: owner, type, ttl: ttl ?? 1, ...attributes(comment), ...value(type, rest, absolute) });
  }
  for (const line of entries(text)) {
    const [first = '', second = ''] = line.words;
    const directive = first.toUpperCase();
    if (directive === '$INCLUDE') throw syntaxError(line.number, '$INCLUDE is not supported');
    else if (directive === '$ORIGIN') origin = absolute(second);
    else if (directive === '$TTL') usual = seconds(second);
    else if (directive === '$GENERATE') for (const words of generated(line)) read({ ...line, words, indented: false });
    else read(line);
  }
  return rows;
}
