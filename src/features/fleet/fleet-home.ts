import { displayName } from '../../domain/dns/model/name.ts';
import type { HomeSection } from '../../engine/features/surfaces.ts';
import { defineButton } from '../../engine/features/surfaces.ts';
import { typed } from '../../lib/text.ts';
import { actions, button, context, section, sections, slackTime } from '../../ui/block-kit.ts';
import type { ModalView } from '../../ui/block-types.ts';
import { plural } from '../../ui/list.ts';
import { formTooLate, problemView } from '../../ui/problem.ts';
import type { CommandContext } from '../product-context.ts';
import { loadLook, worstFirst } from './fleet-look.ts';
import { checkButtons, checkLines, checkName, domainLines, fleetRoute, summaryLines } from './fleet-view.ts';

const mostLines = 80;

function listModal(title: string, lines: readonly string[]): ModalView {
  const more = lines.length - mostLines;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title.slice(0, 24) },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      ...(lines.length > 0 ? sections(lines.slice(0, mostLines)) : [section('Nothing was found in the last look.')]),
      ...(more > 0 ? [context(`${more} more in the file of ${typed('fleet')}.`)] : []),
    ],
  };
}

/** From what is kept: nothing is asked of anybody. */
export const fleetButton = defineButton({
  ...fleetRoute,
  for: 'viewer',
  async press(ctx: CommandContext, { domain, check }) {
    const domains = worstFirst(await loadLook(ctx, ctx.actor.teamId));
    const one = domains.find(({ name }) => name === domain);
    if (domain && !one)
      return problemView(`${displayName(domain)} is not in the fleet any more.`, `${typed('fleet')} looks again.`);
    const modal = one
      ? listModal('Health of a domain', [`*${displayName(one.name)}*`, ...domainLines(one)])
      : listModal(check ? checkName(check) : 'Fleet', check ? checkLines(domains, check) : []);
    return (await ctx.openForm?.(modal)) ? undefined : formTooLate;
  },
});

export const fleetHome: HomeSection = {
  title: 'Fleet',
  order: 3,
  for: 'viewer',
  async blocks(ctx) {
    const { at, domains } = await loadLook(ctx as CommandContext, ctx.actor.teamId);
    const again = button(at === undefined ? 'Look at all domains' : 'Look again', 'command.run', { command: 'fleet' });
    if (at === undefined) return [section('Nobody has looked yet at how all domains are.', again)];
    const all = worstFirst({ domains });
    return [
      section(`${plural(all.length, 'domain')}: ${summaryLines(all).join('\n')}\nLooked at ${slackTime(at)}`, again),
      ...(checkButtons(all).length > 0 ? [actions(...checkButtons(all))] : []),
    ];
  },
};
