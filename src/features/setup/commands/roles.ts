import { z } from 'zod';
import { type Role, roles } from '../../../domain/actor.ts';
import { flag } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';
import { anotherAdmin, applySettings, SettingsPlan, settingsPlan, settingsProposal } from '../service/settings-plan.ts';

const people = (role: Role, help: string) =>
  flag(z.array(z.string().regex(/^[UW][A-Z0-9]+$/, 'Pick people from the list.')).optional(), {
    label: `${role[0]?.toUpperCase()}${role.slice(1)}s`,
    help,
    example: '@ana',
    widget: 'user',
  });

const groups = flag(
  z
    .array(
      z.string().regex(/^(viewer|operator|approver|admin):S[A-Z0-9]+$/, 'Use role:group, such as approver:S0123ABCD.'),
    )
    .optional(),
  { label: 'Usergroups', help: 'role:group, such as approver:S0123ABCD', example: 'approver:S0123ABCD', ids: true },
);

export const setupRoles = command.planned({
  name: 'setup roles',
  summary: 'Assign roles to people and usergroups',
  role: 'admin',
  autoApply: true,
  notes: [
    'Roles that are not named stay as they are. Roles do not imply each other. If nobody is named as viewer, every full member is one.',
  ],
  args: {
    operator: people('operator', 'Can request changes and confirm their own'),
    approver: people('approver', 'Can approve or deny what others request'),
    admin: people('admin', 'Can set up the app'),
    viewer: people('viewer', 'Can view everything; leave empty for every full member'),
    groups,
  },
  /** A role for which somebody is given, a person or a group, is given whole. */
  async prefill(ctx, given) {
    const { team } = await ctx.access.policy(ctx.actor.teamId);
    const groupsGiven = [given.groups ?? []].flat().map(String);
    const others = roles.filter((role) => given[role] === undefined && !groupsGiven.join().includes(`${role}:`));
    const named = (kind: RegExp, role: Role) => (team.roles[role] ?? []).filter((id) => kind.test(id));
    return {
      ...given,
      ...Object.fromEntries(others.map((role) => [role, named(/^[UW]/, role)])),
      groups: [...groupsGiven, ...others.flatMap((role) => named(/^S/, role).map((id) => `${role}:${id}`))],
    };
  },
  planSchema: SettingsPlan,
  async plan(ctx, args) {
    if (Object.values(args).every((value) => value === undefined)) {
      throw new AppError('bad_input', 'Nobody was named, so no role was changed.', {
        hint: `Choose people in the form: ${typed('setup')}.`,
      });
    }
    const grouped = (role: Role) =>
      (args.groups ?? []).flatMap((entry) => (entry.startsWith(`${role}:`) ? [entry.slice(role.length + 1)] : []));
    const chosen = Object.fromEntries(
      roles.map((role) => [role, [...new Set([...(args[role] ?? []), ...grouped(role)])]]),
    );
    const given = Object.fromEntries(Object.entries(chosen).filter(([, ids]) => ids.length > 0));
    const { deploymentPolicy, team } = await ctx.access.policy(ctx.actor.teamId);
    if ((team.roles.admin ?? []).length > 0 && !given.admin && !(deploymentPolicy.roles.admin ?? []).length) {
      throw new AppError('bad_input', 'At least one admin is needed.', {
        fields: { admin: 'Name at least one person.' },
      });
    }
    const plan = await settingsPlan(ctx, (policy) => ({ ...policy, roles: given }));
    return plan ?? noChange({ text: 'The roles are already set this way.' });
  },
  floor: anotherAdmin,
  describe: settingsProposal,
  apply: applySettings,
});
