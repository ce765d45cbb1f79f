import { displayName } from '../../../domain/dns/model/name.ts';
import type { ZonePlan } from '../../../domain/dns/model/record.ts';
import { diffItems } from '../../../domain/dns/review/diff-items.ts';
import { commandPrefix } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, preformatted, section, truncate } from '../../../ui/block-kit.ts';
import { diffText } from './dns-history-view.ts';

const longest = 2_400;

/** Why a request cannot be undone as it is: what it left, and what became of that. */
export function overlapView(id: string, overlaps: readonly ZonePlan[], zones: number): View {
  const names = overlaps.map(({ zone }) => zone.name);
  const named = names.slice(0, 5).map(displayName).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const text = `Request \`${id}\` was not undone: records it wrote have changed since (${named}${more}), and undoing would overwrite those changes.`;
  const advice =
    zones > names.length
      ? `Undo the other ${zones - names.length} with ${code(`${commandPrefix} dns undo ${id} --except ${names.slice(0, 20).join(',')}`)}.`
      : `Make the changes you want by hand: ${code(`${commandPrefix} dns history ${names[0]}`)} shows what happened.`;
  return {
    text,
    blocks: [
      section(`:warning: ${text}`),
      preformatted(truncate(diffText(diffItems(overlaps, 40)), longest), 'diff'),
      context(`\`-\` is what the request left, \`+\` is what is there now. ${advice}`),
    ],
  };
}
