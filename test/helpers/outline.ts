import { createHash } from 'node:crypto';

// biome-ignore lint/suspicious/noExplicitAny: what Slack takes has any shape; its validator looks at that, not this
type Node = Readonly<Record<string, any>>;

/** What people read of a block, and how it is built. */
interface Block {
  readonly lines: readonly string[];
  readonly built: string;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** The middle of a long list is counted, and any change in it changes the digest. */
function cut(lines: readonly string[], first = 6, last = 2): string[] {
  if (lines.length <= first + last + 4) return [...lines];
  const middle = lines.slice(first, -last);
  return [
    ...lines.slice(0, first),
    `… ${middle.length} lines more, ${digest(middle.join('\n'))}`,
    ...lines.slice(-last),
  ];
}

const short = (text: string, most = 500): string =>
  text.length <= most
    ? text
    : `${text.slice(0, most - 100)} … ${text.length - most} more, ${digest(text)} … ${text.slice(-100)}`;

const textLines = (text: string): string[] => cut(text.split('\n')).map((line) => short(line, 1000));

/** Every property that nothing else here shows, so that none changes unseen. */
function others(rest: Node): string {
  const { emoji: _, ...left } = rest;
  return Object.entries(left)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${short(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join('');
}

const plain = (of: Node | undefined): string => of?.text ?? '';
/** What tells a text from one of the usual kind. */
const kind = ({ type, text: _, ...rest }: Node, usual: string): string =>
  `${type === usual ? '' : ` ${type}`}${others(rest)}`;

const named = (type: string, parts: readonly string[], rest: Node = {}): string => {
  const all = parts.filter((part) => part !== '');
  return `${type}${all.length > 0 ? `(${all.join(', ')})` : ''}${others(rest)}`;
};

function confirmLines(confirm: Node | undefined): string[] {
  if (!confirm) return [];
  const { title, text, confirm: yes, deny, style } = confirm;
  const buttons = `[${plain(yes)}]${style ? ` (${style})` : ''} [${plain(deny)}]`;
  return [`  asks first: ${plain(title)} ${buttons}`, ...textLines(plain(text)).map((line) => `    ${line}`)];
}

function button({ type, text, action_id, confirm, url, accessibility_label, ...rest }: Node): Block {
  const heard = accessibility_label ? ` (heard: ${accessibility_label})` : '';
  return {
    lines: [`[${plain(text)}]${url ? `(${url})` : ''}${heard}`, ...confirmLines(confirm)],
    built: `${type === 'button' ? '' : `${type} `}${action_id}${others(rest)}`,
  };
}

const option = ({ text, value, description, ...rest }: Node): string =>
  `${plain(text)}${value === plain(text) ? '' : ` = ${value}`}${description ? ` (${plain(description)})` : ''}${others(rest)}`;

/** What stands in an input before anybody types. */
function initial(element: Node): string {
  const found = Object.entries(element).find(([key]) => key.startsWith('initial_'))?.[1];
  if (found === undefined) return '______';
  const words = [found]
    .flat()
    .map((one: unknown) => (typeof one === 'object' ? plain((one as Node).text) : String(one)));
  return words.map((one) => textLines(one).join(' / ')).join(', ');
}

/** Any element that asks for something. */
function asking(element: Node): Block & { readonly filled: string } {
  const { type, action_id, placeholder, options, option_groups, confirm, ...rest } = element;
  const left = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('initial_')));
  const choice = (options as Node[] | undefined)?.map(option) ?? [];
  const groups = (option_groups as Node[] | undefined)?.flatMap(({ label, options: of }) => [
    `${plain(label)}:`,
    ...(of as Node[]).map(option),
  ]);
  return {
    filled: `${initial(element)} (${type}${placeholder ? `, like ${plain(placeholder)}` : ''})`,
    lines: [...cut([...choice, ...(groups ?? [])]).map((line) => `  ( ) ${line}`), ...confirmLines(confirm)],
    built: `${type} ${action_id}${others(left)}`,
  };
}

function element(it: Node): Block {
  if (it.type === 'button') return button(it);
  const { filled, lines, built } = asking(it);
  return { lines: [filled, ...lines], built };
}

function richText({ elements }: Node): Block {
  const parts = (elements as Node[]).map(({ type, elements: inner, ...rest }) => {
    const texts = (inner as Node[]).map(({ type: of, text, ...more }) => ({
      text: of === 'text' ? String(text) : `<${of} ${text ?? ''}${others(more)}>`,
      built: of === 'text' ? others(more) : of,
    }));
    const how = texts.map((one) => one.built).filter((one) => one !== '');
    return {
      lines: textLines(texts.map(({ text }) => text).join('')),
      built: `${type.replace('rich_text_', '')}${how.length > 0 ? `[${how.join(' ')}]` : ''}${others(rest)}`,
    };
  });
  return {
    lines: parts.flatMap((part) => part.lines.map((line) => `| ${line}`)),
    built: named(
      'rich_text',
      parts.map((part) => part.built),
    ),
  };
}

function table({ rows, column_settings, ...rest }: Node): Block {
  const cells = (rows as Node[][]).map((row) =>
    row.map((cell) => (cell.type === 'raw_text' ? cell.text : richText(cell).lines.join(' '))).join(' | '),
  );
  const columns = (column_settings as Node[]).map(({ align, is_wrapped, ...more }) => {
    return `${align}${is_wrapped ? '' : ' unwrapped'}${others(more)}`;
  });
  return { lines: cut(cells.map((line) => short(line))), built: named('table', columns, rest) };
}

const blocks: Readonly<Record<string, (block: Node) => Block>> = {
  divider: () => ({ lines: ['────'], built: 'divider' }),
  header: ({ text, ...rest }) => ({ lines: [`# ${plain(text)}`], built: named('header', [], rest) }),
  section({ text, fields = [], accessory, ...rest }) {
    const texts = [...(text ? [text] : []), ...fields] as Node[];
    const beside = accessory ? element(accessory) : undefined;
    const parts = [
      fields.length > 0 ? `${fields.length} fields` : '',
      ...texts.map((one) => kind(one, 'mrkdwn').trim()),
      beside?.built ?? '',
    ];
    return {
      lines: [...texts.flatMap((one) => textLines(plain(one))), ...(beside?.lines ?? [])],
      built: named('section', parts, rest),
    };
  },
  context({ elements, ...rest }) {
    const texts = elements as Node[];
    return {
      lines: texts.flatMap((one) => textLines(plain(one)).map((line) => `  ${line}`)),
      built: named(
        'context',
        [texts.length > 1 ? `${texts.length}` : '', ...texts.map((one) => kind(one, 'mrkdwn').trim())],
        rest,
      ),
    };
  },
  actions({ elements, ...rest }) {
    const all = (elements as Node[]).map(element);
    return {
      lines: all.flatMap(({ lines }) => lines),
      built: named(
        'actions',
        all.map(({ built }) => built),
        rest,
      ),
    };
  },
  input({ label, hint, optional, element: asked, block_id, ...rest }) {
    const { filled, lines, built } = asking(asked);
    return {
      lines: [
        `${plain(label)}${optional ? ' (optional)' : ''}: ${filled}`,
        ...lines,
        ...(hint ? [`  ${plain(hint)}`] : []),
      ],
      built: named('input', [`${block_id}: ${built}`], rest),
    };
  },
  rich_text({ elements, ...rest }) {
    const { lines, built } = richText({ elements });
    return { lines, built: `${built}${others(rest)}` };
  },
  table,
};

function blockOf({ type, ...block }: Node): Block {
  const shown = blocks[type];
  if (!shown) throw new Error(`test/helpers/outline.ts has yet to learn what people read of a block of type ${type}.`);
  return shown(block);
}

/** The same several times in a row is said once. */
function counted(lines: readonly string[]): string[] {
  const runs: { line: string; times: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.line === line) last.times += 1;
    else runs.push({ line, times: 1 });
  }
  return runs.map(({ line, times }) => (times === 1 ? line : `${line} × ${times}`));
}

/**
 * A message, modal or home for a snapshot: the text that people read, a line each, then below a line how the blocks are
 * built. `[Label]` is a button, `Label: ______ (type)` an input.
 */
export function outline(shown: object): string {
  const { type, text, title, submit, close, blocks: all = [], ...rest } = shown as Node;
  const parts = (all as Node[]).map(blockOf);
  const frame = [submit, close].flatMap((one) => (one ? `[${plain(one)}]` : []));
  return [
    ...(text === undefined ? [] : textLines(`heard: ${text}`)),
    ...(title ? [`# ${plain(title)}`] : []),
    ...cut(
      parts.flatMap(({ lines }) => lines),
      80,
      20,
    ),
    ...(frame.length > 0 ? [frame.join(' ')] : []),
    '---',
    ...(type || others(rest) ? [`${type ?? 'message'}${others(rest)}`] : []),
    ...cut(counted(parts.map(({ built }) => built)), 12, 4),
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}
