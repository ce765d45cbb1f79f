import type { View } from '../ports/notifier.ts';
import { bold, context, escapeMrkdwn, section, truncate } from './block-kit.ts';

/** Label and value; facts that are not known are left out. */
export type Fact = readonly [label: string, value: string | number | undefined];

/** One thing with what is known of it. */
export function factsView(title: string, facts: readonly Fact[], notes: readonly string[] = []): View {
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  const lines = known.map(([label, value]) => `*${label}:* ${escapeMrkdwn(String(value))}`);
  return {
    text: truncate(
      [escapeMrkdwn(title), ...known.map(([label, value]) => `${label}: ${escapeMrkdwn(String(value))}`)].join('. '),
      3500,
    ),
    blocks: [section([bold(title), ...lines].join('\n')), ...notes.map((note) => context(note))],
  };
}
