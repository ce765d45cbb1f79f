import { placeholders, type RecordTemplate } from '../../../domain/dns/plan/template.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import {
  bold,
  code,
  context,
  escapeMrkdwn,
  person,
  preformatted,
  section,
  slackTime,
  truncate,
} from '../../../ui/block-kit.ts';

interface SavedTemplate extends RecordTemplate {
  readonly savedBy: string;
  readonly savedAt: number;
}

const mostShown = 40;
const longest = 2_800;

const gapsOf = ({ text }: RecordTemplate): string => {
  const gaps = placeholders(text).map(({ name, fallback }) => (fallback === undefined ? name : `${name}=${fallback}`));
  return gaps.length > 0 ? `needs ${gaps.join(', ')}` : 'has no placeholders';
};

const line = (template: SavedTemplate): string =>
  `• ${bold(template.name)} ${escapeMrkdwn(gapsOf(template))}  ·  saved by ${person(template.savedBy)} ${slackTime(template.savedAt)}`;

export function templatesView(templates: readonly SavedTemplate[]): View {
  if (templates.length === 0)
    return { text: `This team has no record templates yet. ${typed('templates save')} creates one.` };
  const more = templates.length - mostShown;
  return {
    text: `${templates.length} record template${templates.length === 1 ? '' : 's'}`,
    blocks: [
      section(truncate(['*Record templates*', ...templates.slice(0, mostShown).map(line)].join('\n'), 3000)),
      ...(more > 0 ? [context(`and ${more} more`)] : []),
      context(`Use one with ${code(`${commandPrefix} dns import <domain> --template <name>`)}`),
    ],
  };
}

export const templateView = (template: SavedTemplate): View => ({
  text: `The template ${escapeMrkdwn(template.name)}`,
  blocks: [
    section(line(template).slice(2)),
    preformatted(truncate(template.text, longest)),
    context(`Use it with ${code(`${commandPrefix} dns import <domain> --template ${template.name}`)}`),
  ],
  ...(template.text.length > longest && { file: { name: `${template.name}.txt`, text: template.text } }),
});
