import { type Operation, Refusal } from '../context.ts';
import { paged, query, searched } from '../input.ts';
import type { Title } from '../paths.ts';
import type { Domain, TeamState } from '../team-state.ts';

/** A domain as lists show it. Counts come as text, as in the sibling's answers. */
export const listed = (domain: Domain, team: TeamState) => {
  const mailboxes = team.mailboxes.filter(({ domainId }) => domainId === domain.id);
  return {
    id: domain.id,
    workspaceId: domain.workspaceId,
    domain: domain.domain,
    status: domain.status,
    createdAt: domain.createdAt,
    updatedAt: domain.updatedAt,
    forwardTo: domain.forwardTo,
    forwardToAddedOnReseller: domain.forwardTo !== null,
    dmarcEmail: domain.dmarcEmail,
    dmarcEmailAddedToReseller: domain.dmarcEmail !== null,
    assignedMailboxesCount: String(mailboxes.length),
    mailboxes: mailboxes.map(({ id, username }) => ({ id, username })),
  };
};

export function domainById(team: TeamState, id: string | undefined): Domain {
  const domain = team.domains.find((each) => each.id === id);
  if (!domain) throw new Refusal(404, 'Domain not found');
  return domain;
}

const retrieve: Operation = ({ team, call }) => {
  const status = query(call, 'status')?.toUpperCase();
  const domains = searched(call, team.domains, ({ domain }) => [domain]).filter(
    (domain) => status === undefined || domain.status === status,
  );
  return {
    message: 'Domains retrieved successfully',
    data: paged(
      call,
      'domains',
      domains.map((domain) => listed(domain, team)),
    ),
  };
};

const assignable: Operation = ({ team, call }) => {
  const free = team.domains.filter(
    ({ id, status }) => status === 'ACTIVE' && team.mailboxes.filter(({ domainId }) => domainId === id).length < 5,
  );
  return {
    message: 'Assignable domains retrieved successfully',
    data: paged(
      call,
      'domains',
      searched(call, free, ({ domain }) => [domain]).map((domain) => listed(domain, team)),
    ),
  };
};

const details: Operation = ({ team, call }) => {
  const domain = domainById(team, call.params.domainId);
  const { nameServers, catchAllEmail, emailForwardingTo, expireOn, autoRenew, tags } = domain;
  return {
    message: 'Domain details retrieved successfully',
    data: { ...listed(domain, team), nameServers, catchAllEmail, emailForwardingTo, expireOn, autoRenew, tags },
  };
};

const remove: Operation = ({ team, call }) => {
  const body = call.body as { ids?: string[] } | undefined;
  const ids = call.params.domainId ? [call.params.domainId] : (body?.ids ?? []);
  if (ids.length === 0) throw new Refusal(400, 'ids is required');
  for (const domain of ids.map((id) => domainById(team, id)))
    if (team.mailboxes.some(({ domainId }) => domainId === domain.id))
      throw new Refusal(400, `Domain ${domain.domain} still has mailboxes`);
  team.domains = team.domains.filter(({ id }) => !ids.includes(id));
  team.dns = team.dns.filter(({ domainId }) => !ids.includes(domainId));
  return { message: 'Domain removed successfully' };
};

export const domains = {
  'Retrieve Domains': retrieve,
  'List Assignable Domains': assignable,
  'Get Domain Details': details,
  'Remove Unused Domain': remove,
} satisfies Partial<Record<Title, Operation>>;
