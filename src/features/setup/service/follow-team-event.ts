import { amendRequest, cardJob, changedJob } from '../../../engine/approvals/request/amend-request.ts';
import type { Json } from '../../../lib/json.ts';
import { typed } from '../../../lib/text.ts';
import type { TeamEvent } from '../../../ports/notifier.ts';
import { markGone, markWell, moveNotifications } from '../../notifications/index.ts';
import type { Services } from '../../product-context.ts';
import { amendSettings } from './amend-settings.ts';

const MAX_TOLD = 10;

/** What the app knows of channels, and what it may still do, follows what happens in Slack. May be told twice. */
export async function followTeamEvent(services: Services, teamId: string, event: TeamEvent): Promise<void> {
  if (event.kind === 'uninstalled') return forgetSecrets(services, teamId);
  if (event.kind === 'channel-moved') return moveChannel(services, teamId, event);
  const problem = event.problem ?? (await services.notifier.mayPost(teamId, event.channel));
  if (problem) await loseChannel(services, teamId, event.channel, problem);
  else await regainChannel(services, teamId, event.channel);
}

/** Which of a team's settings name the channel: `approvals`, `audit`. */
async function usesOf({ access }: Services, teamId: string, channel: string) {
  const { merged, deploymentPolicy } = await access.policy(teamId);
  const uses = (['approvals', 'audit'] as const).filter((name) => merged.channels[name] === channel);
  return { uses, fixed: uses.filter((name) => deploymentPolicy.channels[name] === channel) };
}

/** A direct message to those who can put it right. */
async function tellAdmins({ access, notifier }: Services, teamId: string, text: string): Promise<void> {
  const admins = await access.eligible(teamId, 'admin', '');
  for (const admin of admins.slice(0, MAX_TOLD)) await notifier.post(teamId, admin, { text });
}

const openRequestsIn = async ({ stores }: Services, teamId: string, channel: string) =>
  (await stores.requests.list(teamId, { status: ['pending', 'approved'] })).filter((one) => one.channel === channel);

async function moveChannel(
  services: Services,
  teamId: string,
  move: { readonly from: string; readonly to: string },
): Promise<void> {
  const { stores, clock } = services;
  const { from, to } = move;
  const { uses, fixed } = await usesOf(services, teamId, from);
  const moved = (channel: string) => (channel === from ? to : channel);
  if (uses.length > fixed.length) {
    await amendSettings(stores, teamId, (settings) => {
      const { approvals, audit: log } = settings.policy.channels;
      const channels = { ...(approvals && { approvals: moved(approvals) }), ...(log && { audit: moved(log) }) };
      return { ...settings, policy: { ...settings.policy, channels } };
    });
    await audit(services, teamId, 'settings.channel_moved', { from, to });
  }
  await moveNotifications(services, teamId, move);
  for (const request of await openRequestsIn(services, teamId, from))
    await amendRequest(services, request, (latest) => {
      const cards = latest.cards.map((card) => ({ ...card, channel: moved(card.channel) }));
      const next = { ...latest, channel: to, cards, version: latest.version + 1 };
      return { next, jobs: [changedJob(next, clock.now())] };
    });
  if (fixed.length > 0)
    await tellAdmins(
      services,
      teamId,
      `:warning: Slack has given <#${to}> another id. The deployment’s policy file still names \`${from}\` for ${fixed.join(' and ')}: whoever runs the app has to put \`${to}\` there.`,
    );
}

async function loseChannel(services: Services, teamId: string, channel: string, problem: string): Promise<void> {
  await markGone(services, teamId, channel, problem);
  const { uses } = await usesOf(services, teamId, channel);
  if (uses.length > 0)
    await tellAdmins(
      services,
      teamId,
      `:warning: I can no longer post in <#${channel}>, the channel for ${uses.join(' and ')}: ${problem} Fix that, or choose another one with ${typed('setup channels')}.`,
    );
  for (const { id, requester } of await openRequestsIn(services, teamId, channel))
    await services.notifier.post(teamId, requester, {
      text: `:warning: Your request \`${id}\` waits in <#${channel}>, where it can no longer be answered: ${problem} Withdraw it and ask again once there is a channel for approvals.`,
    });
}

/** Cards that could not be posted there are posted now. */
async function regainChannel(services: Services, teamId: string, channel: string): Promise<void> {
  const { stores, clock } = services;
  await markWell(services, teamId, channel);
  const waiting = (await openRequestsIn(services, teamId, channel)).filter(({ postError }) => postError);
  await stores.jobs.add(waiting.map((request) => cardJob(request, 'approvers', clock.now())));
}

/** Nobody of the team can use its keys any more, so they are not kept. */
async function forgetSecrets(services: Services, teamId: string): Promise<void> {
  const { stores } = services;
  const removed = Object.keys((await stores.teams.get(teamId))?.secrets ?? {});
  const endpoints = (await stores.endpoints.list(teamId)).filter(({ secret }) => secret !== undefined);
  if (removed.length > 0) await amendSettings(stores, teamId, (settings) => ({ ...settings, secrets: {} }));
  for (const { secret: _, ...endpoint } of endpoints) await stores.endpoints.put(endpoint);
  if (removed.length + endpoints.length > 0)
    await audit(services, teamId, 'team.uninstalled', {
      removed: [...removed, ...endpoints.map(({ id }) => `endpoint ${id}`)],
    });
}

const audit = (
  { stores, clock }: Services,
  teamId: string,
  action: string,
  details: { readonly [key: string]: Json },
) => stores.audit.append({ at: new Date(clock.now()).toISOString(), teamId, actor: 'system', action, details });
