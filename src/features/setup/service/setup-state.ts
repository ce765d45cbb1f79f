import type { Role } from '../../../domain/actor.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../product-context.ts';

/** One step of the setup: done, or what is missing. */
interface Step {
  readonly done: boolean;
  readonly summary: string;
}
interface SetupState {
  readonly litemail: Step;
  readonly cloudflare: Step;
  readonly channels: Step;
  readonly roles: Step;
}

const checkStep = async (ask: () => Promise<string>): Promise<Step> => {
  try {
    return { done: true, summary: await ask() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { done: false, summary: error.code === 'not_configured' ? 'not connected yet' : error.message };
  }
};

const mentions = (ids: readonly string[]): string =>
  ids.map((id) => (id === '*' ? 'everybody' : id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`)).join(', ');

/** How far a team's setup is, asked of the APIs themselves. */
export async function setupState(ctx: CommandContext): Promise<SetupState> {
  const { teamId } = ctx.actor;
  const { merged } = await ctx.access.policy(teamId);
  const [litemail, cloudflare] = await Promise.all([
    checkStep(async () => {
      const litemail = await ctx.apis.litemail(teamId);
      const account = await litemail.getUser().catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') return 'not available' as const;
        throw error;
      });
      if (account === 'not available') return 'connected, account not available';
      return `connected${account.email ? ` as ${account.email}` : ''}`;
    }),
    checkStep(async () => {
      const home = await ctx.apis.provider(teamId, 'cloudflare');
      if (!home) throw new AppError('not_configured', 'Cloudflare is not connected yet.');
      const zones = await home.zones();
      return `connected, ${zones.length} zone${zones.length === 1 ? '' : 's'} visible`;
    }),
  ]);
  const { approvals, audit } = merged.channels;
  const named = (['operator', 'approver', 'admin'] as const).filter(
    (role: Role) => (merged.roles[role] ?? []).length > 0,
  );
  return {
    litemail,
    cloudflare,
    channels: {
      done: approvals !== undefined,
      summary: approvals
        ? `approvals in <#${approvals}>${audit ? `, audit in <#${audit}>` : ''}`
        : 'no approvals channel yet: nothing that deletes or costs money can be requested',
    },
    roles: {
      done: named.includes('operator') && named.includes('approver'),
      summary:
        named.length === 0
          ? 'no roles assigned yet: Slack’s owners and admins are admins and approvers, and nobody can request changes'
          : named.map((role) => `*${role}* ${mentions(merged.roles[role] ?? [])}`).join('  ·  '),
    },
  };
}
