import { z } from 'zod';
import { roles } from '../../../domain/actor.ts';
import type { PlanItem, Proposal } from '../../../domain/proposal.ts';
import { Policy, type Requirement } from '../../../engine/approvals/policy/policy.ts';
import { AppError } from '../../../lib/errors.ts';
import { canonicalJson } from '../../../lib/json.ts';
import { typed } from '../../../lib/text.ts';
import type { CommandContext } from '../../product-context.ts';
import { amendSettings } from './amend-settings.ts';

const Settings = Policy.pick({ channels: true, roles: true });
type Settings = z.infer<typeof Settings>;

/** A change of who may do what, and where it is asked. */
export const SettingsPlan = z.object({ kind: z.literal('settings'), before: Settings, after: Settings });
export type SettingsPlan = z.infer<typeof SettingsPlan>;

const chosen = ({ channels, roles: given }: Settings): Settings => ({ channels, roles: given });

/** The plan, or nothing when it changes nothing. Throws `bad_input` when nobody would have a role that it gives. */
export async function settingsPlan(
  ctx: CommandContext,
  change: (policy: Policy) => Policy,
): Promise<SettingsPlan | undefined> {
  const { team } = await ctx.access.policy(ctx.actor.teamId);
  const [before, after] = [chosen(team), chosen(change(team))];
  if (canonicalJson(before) === canonicalJson(after)) return undefined;
  const plan = { kind: 'settings' as const, before, after };
  await assertSomebodyCanAct(ctx, plan);
  return plan;
}

async function assertSomebodyCanAct({ access, actor }: CommandContext, { before, after }: SettingsPlan): Promise<void> {
  const { deploymentPolicy } = await access.policy(actor.teamId);
  for (const role of roles) {
    const entries = [...(deploymentPolicy.roles[role] ?? []), ...(after.roles[role] ?? [])];
    if (entries.length === 0 || canonicalJson(before.roles[role]) === canonicalJson(after.roles[role])) continue;
    const nobody = await access.nobodyAmong(actor.teamId, entries);
    if (nobody.length < entries.length) continue;
    const names = nobody.map(({ id, why }) => `${mention(id)} ${why}`).join(', ');
    throw new AppError('bad_input', `Nobody could act as ${role} then: ${names}.`, {
      hint: 'Nothing was changed. Name at least one full member of this workspace.',
      fields: { [role]: 'Name at least one full member of this workspace.' },
    });
  }
}

const otherAdmins = ({ access, actor }: CommandContext): Promise<string[]> =>
  access.eligible(actor.teamId, 'admin', actor.userId, { live: true });

/** Once two people can act as admins, named or by default, the other one has to agree. */
export const anotherAdmin = async (ctx: CommandContext): Promise<Requirement[]> =>
  (await otherAdmins(ctx)).length > 0 ? [{ min: 1, from: 'admin' }] : [];

const mention = (id: string): string => {
  if (id === '*') return 'everybody';
  return id.startsWith('S') ? `<!subteam^${id}>` : /^[CGD]/.test(id) ? `<#${id}>` : `<@${id}>`;
};

function items({ before, after }: SettingsPlan): PlanItem[] {
  const changed = (label: string, was: readonly string[], is: readonly string[]): PlanItem[] => [
    ...was.filter((id) => !is.includes(id)).map((id) => ({ sign: '-' as const, text: `${label} ${mention(id)}` })),
    ...is.filter((id) => !was.includes(id)).map((id) => ({ sign: '+' as const, text: `${label} ${mention(id)}` })),
  ];
  return [
    ...(['approvals', 'audit'] as const).flatMap((name) =>
      changed(`${name} channel`, [before.channels[name] ?? []].flat(), [after.channels[name] ?? []].flat()),
    ),
    ...roles.flatMap((role) => changed(role, before.roles[role] ?? [], after.roles[role] ?? [])),
  ];
}

export function settingsProposal(plan: SettingsPlan): Proposal {
  const lines = items(plan);
  const [gives, takesAway] = (['+', '-'] as const).map((sign) =>
    roles.some((role) => lines.some((line) => line.sign === sign && line.text.startsWith(`${role} `))),
  );
  const moved = (['approvals', 'audit'] as const).filter(
    (name) => plan.before.channels[name] !== plan.after.channels[name],
  );
  return {
    title: lines.some(({ text }) => text.includes('channel')) ? 'Change this app’s channels' : 'Change roles',
    effect: 'write',
    risk: {
      level: 'medium',
      reasons: [
        ...(gives ? ['It gives people the right to act.'] : []),
        ...(takesAway ? ['It takes rights away from people.'] : []),
        ...moved.map((name) =>
          name === 'approvals' ? 'Requests are posted in another channel.' : 'The audit is told in another channel.',
        ),
      ],
    },
    items: lines,
    mentions: true,
    subjects: ['settings'],
    meaning: [],
    undo: 'Set the old values the same way.',
    calls: 0,
  };
}

/** Refuses when the settings changed since the plan was made. What a sole admin changes is told in the audit channel. */
export async function applySettings(
  ctx: CommandContext,
  plan: SettingsPlan,
): Promise<{ status: 'applied'; text: string }> {
  const { actor, clock, notifier, stores } = ctx;
  await assertSomebodyCanAct(ctx, plan);
  const isSole = (await otherAdmins(ctx)).length === 0;
  await amendSettings(stores, actor.teamId, (settings) => {
    const now = canonicalJson(chosen(settings.policy));
    if (now === canonicalJson(plan.after)) return settings;
    if (now !== canonicalJson(plan.before)) {
      throw new AppError('drift', 'The settings changed since this plan was made.', {
        hint: `Open ${typed('setup')} again.`,
      });
    }
    return { ...settings, policy: { ...settings.policy, ...plan.after } };
  });
  if (isSole)
    await stores.audit.append({
      at: new Date(clock.now()).toISOString(),
      teamId: actor.teamId,
      actor: actor.userId,
      action: 'settings.changed_alone',
      key: `${ctx.request}:alone`,
      details: {
        changes: items(plan)
          .map(({ sign, text }) => `${sign} ${text}`)
          .join('; '),
      },
    });
  const [was, is] = [plan.before.channels.audit, plan.after.channels.audit];
  if (was && was !== is)
    await notifier.post(actor.teamId, was, {
      text: `The audit is told ${is ? `in <#${is}>` : 'nowhere'} from now on: ${mention(actor.userId)} changed it.`,
    });
  return { status: 'applied', text: `The new settings are in effect. ${typed('setup')} shows them.` };
}
