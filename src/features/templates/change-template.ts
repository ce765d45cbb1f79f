import { z } from 'zod';
import { placeholders } from '../../domain/dns/plan/template.ts';
import type { Outcome, Proposal } from '../../domain/proposal.ts';
import { AppError } from '../../lib/errors.ts';
import { commandPrefix } from '../../lib/text.ts';
import type { CommandContext } from '../product-context.ts';

/** A template that is made, replaced or deleted. */
export const TemplatePlan = z.object({
  kind: z.literal('template'),
  name: z.string(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});
export type TemplatePlan = z.infer<typeof TemplatePlan>;

export async function planTemplate(
  { stores, actor }: CommandContext,
  name: string,
  after: string | undefined,
): Promise<TemplatePlan | undefined> {
  const before = (await stores.templates.get(actor.teamId, name))?.text;
  if (before === after) return undefined;
  return { kind: 'template', name, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

const lines = (sign: '+' | '-', text: string | undefined) =>
  (text === undefined ? [] : text.trimEnd().split('\n')).map((line) => ({ sign, text: line }));

export function templateProposal({ name, before, after }: TemplatePlan): Proposal {
  const verb = after === undefined ? 'Delete' : before === undefined ? 'Save' : 'Replace';
  const gaps = placeholders(after ?? '').map((gap) => gap.name);
  return {
    title: `${verb} the template ${name}`,
    effect: before === undefined ? 'write' : 'destructive',
    risk: { level: 'low', reasons: [] },
    items: [...lines('-', before), ...lines('+', after)],
    meaning: [
      'This changes no DNS records.',
      ...(gaps.length > 0 ? [`Using it requires a value for ${gaps.join(', ')}.`] : []),
    ],
    undo: before === undefined ? 'Delete the template.' : 'Save the template again as it was; the card shows it.',
    calls: 0,
  };
}

/** Refuses when somebody else saved or deleted it meanwhile. */
export async function applyTemplate(
  { stores, actor, clock }: CommandContext,
  { name, before, after }: TemplatePlan,
): Promise<Omit<Outcome, 'inverse'>> {
  const { teamId, userId } = actor;
  const now = (await stores.templates.get(teamId, name))?.text;
  if (now !== after && now !== before)
    throw new AppError('drift', `The template ${name} changed since this plan was made.`, {
      hint: 'Run the command again to see what is there now.',
    });
  if (now !== after && after === undefined) await stores.templates.delete(teamId, name);
  if (now !== after && after !== undefined)
    await stores.templates.put({ teamId, name, text: after, savedBy: userId, savedAt: clock.now() });
  return {
    status: 'applied',
    text:
      after === undefined
        ? `The template ${name} was deleted.`
        : `The template ${name} is saved. Use it with ${commandPrefix} dns import <domain> --template ${name}`,
  };
}
