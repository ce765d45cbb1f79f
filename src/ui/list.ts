import type { Listing } from '../lib/all-pages.ts';
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
  /** Where the rows come from: what of it cannot be read is shown below them as it came, and whether it is cut. */
  readonly of?: Listing<unknown>;
}

/** Slack's tables have 100 rows with the head. */
const most = 99;

/** A list as a table, as far as there is room; the rest is counted. */
export function listView({ title, head, rows: readable, right = [], narrow, notes = [], of }: List): View {
  const odd = (of?.odd ?? []).map((row) => [asItCame(row), ...head.slice(1).map(() => '')]);
  const rows = [...readable, ...odd];
  const shown = rows.slice(0, most);
  const more = rows.length - shown.length;
  const rest = more > 0 ? [`${more} more${narrow ? `; narrow with \`${narrow}\`` : ''}`] : [];
  const spoken = shown.slice(0, 25).map((row) => row.filter(Boolean).join(' '));
  return {
    text: truncate(escapeMrkdwn([`${title}:`, ...spoken, ...rest].join('\n')), 3500),
    blocks: [
      section(bold(title)),
      ...table([head, ...shown], right),
      ...[...rest, ...listingNotes(of), ...notes].map((text) => context(text)),
    ],
  };
}

const asItCame = (row: unknown): string => truncate(typeof row === 'string' ? row : JSON.stringify(row), 300);

/** What has to be said of a list that could not be read as a whole. */
function listingNotes({ items = [], odd = [], missing }: Partial<Listing<unknown>> = {}): string[] {
  const read = items.length + odd.length;
  return [
    ...(odd.length > 0
      ? [`:warning: This app cannot read ${plural(odd.length, 'row')} of the list. See below the others what came.`]
      : []),
    ...(missing === undefined
      ? []
      : [
          `:warning: The list is cut: LiteMail ${missing === 'unknown' ? 'says that there are more' : `counts ${read + missing}`} and gave ${read}.`,
        ]),
  ];
}

export const isEmpty = ({ items, odd }: Listing<unknown>): boolean => items.length + odd.length === 0;

/** `4 domains`; `100 of 250 domains`, or `the first 100 domains`, where the list is cut. */
export function counted({ items, odd, missing }: Listing<unknown>, one: string, many?: string): string {
  const read = items.length + odd.length;
  if (missing === 'unknown') return `the first ${plural(read, one, many)}`;
  return missing ? `${read} of ${plural(read + missing, one, many)}` : plural(read, one, many);
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `2026-11-20` of what LiteMail gives as a time. */
export const day = (time: string | undefined): string => (time ?? '').slice(0, 10);
