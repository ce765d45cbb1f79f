import type { View } from '../ports/notifier.ts';
import { bold, context, escapeMrkdwn, type Row, section, table, truncate } from './block-kit.ts';

interface List {
  /** `4 domains`. */
  readonly title: string;
  readonly head: Row;
  readonly rows: readonly Row[];
  /** Columns of numbers. */
  readonly right?: readonly number[];
  /** How to see fewer of them, such as `--contains`. */
  readonly narrow?: string;
  readonly notes?: readonly string[];
}

/** Slack's tables have 100 rows with the head. */
const most = 99;

/** A list as a table, as far as there is room; the rest is counted. */
export function listView({ title, head, rows, right = [], narrow, notes = [] }: List): View {
  const shown = rows.slice(0, most);
  const more = rows.length - shown.length;
  const rest = more > 0 ? [`${more} more${narrow ? `; narrow with \`${narrow}\`` : ''}`] : [];
  const spoken = shown.slice(0, 25).map((row) => row.filter(Boolean).join(' '));
  return {
    text: truncate(escapeMrkdwn([`${title}:`, ...spoken, ...rest].join('\n')), 3500),
    blocks: [
      section(bold(title)),
      ...table([head, ...shown], right),
      ...[...rest, ...notes].map((text) => context(text)),
    ],
  };
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `2026-11-20` of what LiteMail gives as a time. */
export const day = (time: string | undefined): string => (time ?? '').slice(0, 10);
