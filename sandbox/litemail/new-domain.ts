import { newId } from './litemail-context.ts';
import type { Domain, TeamState } from './team-state.ts';

const year = 365 * 24 * 3_600_000;

/** A domain on which nothing has been set yet. */
export function newDomain(
  team: Pick<TeamState, 'workspaces'>,
  name: string,
  status: string,
  at: string,
  nameServers: string[],
): Domain {
  return {
    id: newId(),
    workspaceId: team.workspaces[0]?.id ?? '',
    domain: name,
    status,
    createdAt: at,
    updatedAt: at,
    expireOn: new Date(Date.parse(at) + year).toISOString(),
    autoRenew: true,
    forwardTo: null,
    dmarcEmail: null,
    dmarcPolicy: null,
    emailForwardingTo: null,
    catchAllEmail: null,
    tags: [],
    nameServers,
    propagatedAt: null,
  };
}
