import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  SectionBlock,
  TableBlock,
} from '@slack/types';
import { mayHide, showHidden } from '../lib/text.ts';
import { type ButtonRoute, encode, type Route, routeName, type StateOf } from './routes.ts';

/** Slack's limits that views keep to; where sources differ, the lower number. */
export const limits = {
  text: 3000,
  header: 150,
  button: 75,
  contextItems: 10,
  fields: 10,
  field: 2000,
  blocks: 50,
  modalBlocks: 100,
  messageText: 4000,
} as const;

export const truncate = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** Text that somebody else wrote, so that it cannot become a mention, a link or a command to Slack. */
export const escapeMrkdwn = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Bold; words with marks of Slack's own, such as *.acme-mail.com, are in code style, which keeps them as they are. */
export const bold = (text: string): string =>
  text
    // Only from where a word begins: anywhere in a long one would be tried anew.
    .split(/((?<!\S)\S*[*`]\S*)/)
    .map((part, index) => {
      const words = part.trim();
      if (words === '') return part;
      return part.replace(words, () => (index % 2 === 1 ? code(words) : `*${escapeMrkdwn(words)}*`));
    })
    .join('');

/** `acme-mail.com` in code style, whatever is in it. */
export const code = (text: string): string => `\`${escapeMrkdwn(text).replace(/`/g, "'")}\``;

export const person = (userId: string): string => (userId === 'system' ? 'the app' : `<@${userId}>`);

/** In the reader's own time zone; the fallback is UTC. */
export const slackTime = (at: number): string =>
  `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC>`;

export const section = (text: string, accessory?: Button): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: truncate(text, limits.text) },
  ...(accessory && { accessory }),
});

/** Room is left for what is written out because nobody could see it. */
const sectionText = 2000;

/** Cut between words where there are any, and never inside of an escaped character. */
function pieces(line: string): string[] {
  if (line.length <= sectionText) return line === '' ? [] : [line];
  const space = line.lastIndexOf(' ', sectionText);
  const entity = line.lastIndexOf('&', sectionText);
  const end = space > sectionText / 2 ? space + 1 : entity > sectionText - 5 ? entity : sectionText;
  return [line.slice(0, end), ...pieces(line.slice(end))];
}

/** All of the lines, in as many sections as that takes; none is cut. */
export function sections(lines: readonly string[]): SectionBlock[] {
  const texts: string[] = [];
  for (const piece of lines.flatMap(pieces)) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + piece.length < sectionText) texts[texts.length - 1] = `${last}\n${piece}`;
    else texts.push(piece);
  }
  return texts.map((text) => section(text));
}

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: truncate(text, limits.header), emoji: true },
});

export const context = (...texts: string[]): ContextBlock => ({
  type: 'context',
  elements: texts
    .slice(0, limits.contextItems)
    .map((text) => ({ type: 'mrkdwn' as const, text: truncate(text, limits.text) })),
});

export const divider: DividerBlock = { type: 'divider' };

/** Text that people rely on: rich text cannot be turned into mentions or links by what is in it. */
export const preformatted = (text: string, language?: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_preformatted',
      elements: [{ type: 'text', text: text || ' ' }],
      border: 0,
      ...(language && { language }),
    },
  ],
});

interface ButtonLook {
  readonly style?: 'primary' | 'danger';
  readonly confirm?: { readonly title: string; readonly text: string; readonly confirm: string };
}

export const button = <R extends ButtonRoute | Route>(
  label: string,
  route: R,
  state: StateOf<R>,
  { style, confirm }: ButtonLook = {},
): Button => ({
  type: 'button',
  text: { type: 'plain_text', text: truncate(label, limits.button), emoji: true },
  action_id: routeName(route),
  value: encode(route, state),
  ...(style && { style }),
  ...(confirm && {
    confirm: {
      title: { type: 'plain_text', text: truncate(confirm.title, 100) },
      text: { type: 'plain_text', text: truncate(confirm.text, 300) },
      confirm: { type: 'plain_text', text: truncate(confirm.confirm, 30) },
      deny: { type: 'plain_text', text: 'Not now' },
      ...(style === 'danger' && { style: 'danger' }),
    },
  }),
});

/** Slack wants each action id once per block, so further buttons of one route get `route:2`, `route:3` … (see `buttonRoute`). */
export function actions(...buttons: Button[]): ActionsBlock {
  const seen = new Map<string, number>();
  const elements = buttons.slice(0, 25).map((button) => {
    const count = (seen.get(button.action_id ?? '') ?? 0) + 1;
    seen.set(button.action_id ?? '', count);
    return count === 1 ? button : { ...button, action_id: `${button.action_id}:${count}` };
  });
  return { type: 'actions', elements };
}

/** One row of a table; the first row of a table is its head. */
export type Row = readonly string[];

/** Slack's table block: 100 rows with the head, 20 columns, 10,000 characters, one per message. The rest is counted. */
export function table(rows: readonly Row[], alignRight: readonly number[] = []): KnownBlock[] {
  const fittingRows: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    characters += row.join('').length;
    if (fittingRows.length >= 100 || characters > 10_000) break;
    fittingRows.push(row);
  }
  const columns = Math.max(...fittingRows.map((row) => row.length));
  const block: TableBlock = {
    type: 'table',
    column_settings: Array.from({ length: columns }, (_, index) => ({
      align: alignRight.includes(index) ? 'right' : 'left',
      is_wrapped: true,
    })),
    rows: fittingRows.map((row) => row.map((text) => ({ type: 'raw_text', text: text || '–' }))),
  };
  return fittingRows.length < rows.length
    ? [block, context(`${rows.length - fittingRows.length} more rows are not shown.`)]
    : [block];
}

/**
 * A view as it is sent to Slack: in every text that is drawn, what nobody could see stands escaped. Values that come
 * back to us, such as those of options and buttons, and what a text field holds, stay as they are.
 */
// Safe because only strings under `text` change, and they stay strings.
export const drawn = <T>(view: T): T => (mayHide(view) ? (draw(view) as T) : view);

function draw(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(draw);
  if (typeof part !== 'object' || part === null) return part;
  const isPlain = 'type' in part && part.type === 'plain_text';
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'text' && typeof value === 'string' ? drawnText(value, isPlain) : draw(value),
    ]),
  );
}

/** Slack's limits hold for what is sent: labels are as short as they were, other texts have some room. */
function drawnText(text: string, isPlain: boolean): string {
  const shown = showHidden(text);
  return shown === text ? text : truncate(shown, isPlain ? Math.max(text.length, 75) : Math.max(text.length, 2900));
}
