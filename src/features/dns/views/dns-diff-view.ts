import { displayName } from '../../../domain/dns/model/name.ts';
import type { Zone } from '../../../domain/dns/model/record.ts';
import type { PlanItem } from '../../../domain/proposal.ts';
import type { View } from '../../../ports/notifier.ts';
import { context, preformatted, section } from '../../../ui/block-kit.ts';
import { diffText } from './dns-history-view.ts';

const longest = 2_800;

/** What differs between two states of a zone; what is too long for a message is a file. */
export function diffView(zone: Zone, items: readonly PlanItem[], sets: number, notes: readonly string[]): View {
  const name = displayName(zone.name);
  const text =
    sets === 0
      ? `There are no differences in ${name}.`
      : `${sets} record set${sets === 1 ? '' : 's'} of ${name} differ${sets === 1 ? 's' : ''}.`;
  const lines = diffText(items);
  const fits = lines.length <= longest;
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...(sets > 0
        ? [preformatted(fits ? lines : `${lines.slice(0, lines.lastIndexOf('\n', longest))}\n…`, 'diff')]
        : []),
      context(...notes),
    ],
    ...(!fits && { file: { name: `${zone.name}.diff`, text: `${lines}\n` } }),
  };
}
