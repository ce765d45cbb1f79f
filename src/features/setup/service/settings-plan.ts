import { z } from 'zod';
import { roles } from '../../../domain/actor.ts';
import type { PlanItem, Proposal } from '../../../domain/proposal.ts';
import { Policy } from '../../../engine/approvals/policy/policy.ts';
import { AppError } from '../../../lib/errors.ts';
import { canonicalJson } from '../../../lib/json.ts';
import { typed } from '../../../lib/text.ts';
import type { CommandContext } from '../../product-context.ts';
import { amendSettings } from './amend-settings.ts';

const Settings = Policy.pick({ channels: true, roles: true });
type Settings = z.infer<typeof Settings>;

/** A change of who may do what, and where it is asked. `agree`: another admin has to approve it. */
export const SettingsPlan = z.object({
  kind: z.literal('settings'),
  before: Settings,
  after: Settings,
  agree: z.boolean(),
});
export type SettingsPlan = z.infer<typeof SettingsPlan>;

const chosen = ({ channels, roles: given }: Settings): Settings => ({ channels, roles: given });

/** The plan, or nothing when it changes nothing. Once there are two admins, one of the others has to agree. */
export async function settingsPlan(
  { access, actor }: CommandContext,
  change: (policy: Policy) => Policy,
): Promise<SettingsPlan | undefined> {
  const { team, merged } = await access.policy(actor.teamId);
  const [before, after] = [chosen(team), chosen(change(team))];
  if (canonicalJson(before) === canonicalJson(after)) return undefined;
  const others = merged.roles.admin ? await access.eligible(actor.teamId, 'admin', actor.userId) : [];
  return { kind: 'settings', before, after, agree: others.length > 0 && merged.channels.approvals !== undefined };
}

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
    ...(plan.agree && { defaultApprovers: [{ min: 1, from: 'admin' }] }),
  };
}

/** Refuses when the settings changed since the plan was made. */
export async function applySettings(
  { stores, actor }: CommandContext,
  plan: SettingsPlan,
): Promise<{ status: 'applied'; text: string }> {
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
  return { status: 'applied', text: `The new settings are in effect. ${typed('setup')} shows them.` };
}
