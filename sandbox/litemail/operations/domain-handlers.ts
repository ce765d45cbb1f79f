import { fieldsOf, paged, query, searched, texts } from '../input.ts';
import { type Context, iso, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import { newDomain } from '../new-domain.ts';
import { liteMailNameServers } from '../seed-litemail.ts';
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

/** The domain of the path or the query, by id or name. */
function domainAsked({ team, call }: Context): Domain {
  const id = call.params.domainId ?? query(call, 'domainId');
  if (id !== undefined) return domainById(team, id);
  const name = query(call, 'domainName');
  if (name === undefined) throw new Refusal(400, 'domainId is required');
  const domain = team.domains.find((each) => each.domain === name.toLowerCase());
  if (!domain) throw new Refusal(404, 'Domain not found');
  return domain;
}

/** Whether LiteMail's own name servers answer for the domain. */
export const heldHere = ({ nameServers }: Domain) => nameServers[0] === liteMailNameServers[0];

const retrieve: Operation = ({ team, call }) => {
  const status = query(call, 'status')?.toUpperCase();
  const matches = searched(call, team.domains, ({ domain }) => [domain])
    .filter((domain) => status === undefined || domain.status === status)
    .map((domain) => listed(domain, team));
  return { message: 'Domains retrieved successfully', data: paged(call, 'domains', matches) };
};

const assignable: Operation = ({ team, call }) => {
  const mailboxesOf = (id: string) => team.mailboxes.filter(({ domainId }) => domainId === id).length;
  const free = team.domains.filter(({ id, status }) => status === 'ACTIVE' && mailboxesOf(id) < 5);
  const matches = searched(call, free, ({ domain }) => [domain]).map((domain) => listed(domain, team));
  return { message: 'Assignable domains retrieved successfully', data: paged(call, 'domains', matches) };
};

const details: Operation = ({ team, call }) => {
  const domain = domainById(team, call.params.domainId);
  const { nameServers, catchAllEmail, emailForwardingTo, expireOn, autoRenew } = domain;
  const tags = team.tags.filter(({ id }) => domain.tags.includes(id));
  return {
    message: 'Domain details retrieved successfully',
    data: { ...listed(domain, team), nameServers, catchAllEmail, emailForwardingTo, expireOn, autoRenew, tags },
  };
};

const remove: Operation = ({ team, call }) => {
  const ids = call.params.domainId ? [call.params.domainId] : texts(fieldsOf(call), 'ids');
  for (const domain of ids.map((id) => domainById(team, id)))
    if (team.mailboxes.some(({ domainId }) => domainId === domain.id))
      throw new Refusal(400, `Domain ${domain.domain} still has mailboxes`);
  team.domains = team.domains.filter(({ id }) => !ids.includes(id));
  team.dns = team.dns.filter(({ domainId }) => !ids.includes(domainId));
  return { message: 'Domain removed successfully' };
};

const nameServers: Operation = (context) => {
  const { domain, nameServers } = domainAsked(context);
  return { message: 'Name servers retrieved successfully', data: { domain, nameServers } };
};

const elsewhere = ['ns1.registrar.example', 'ns2.registrar.example'];

/** Seen everywhere some time after the domain was added; then the domain is ready. */
const verify: Operation = (context) => {
  const domain = domainAsked(context);
  const propagated =
    domain.status === 'ACTIVE' || (domain.propagatedAt !== null && Date.parse(domain.propagatedAt) <= context.now());
  if (propagated) domain.status = 'ACTIVE';
  const expected = domain.nameServers;
  return {
    message: propagated ? 'Name servers are propagated' : 'Name servers are not propagated yet',
    data: { domain: domain.domain, propagated, expected, found: propagated ? expected : elsewhere },
    changed: true,
  };
};

const host = /^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

/** Names that LiteMail is to answer for. What is there already is left alone. */
const connect: Operation = (context) => {
  const { team, call, now, options, schedule } = context;
  const names = texts(fieldsOf(call), 'domainNames').map((name) => name.toLowerCase());
  const wrong = names.filter((name) => !host.test(name));
  if (wrong.length > 0) throw new Refusal(400, `Invalid domain: ${wrong.join(', ')}`);
  for (const name of names.filter((each) => !team.domains.some(({ domain }) => domain === each))) {
    const domain = newDomain(team, name, 'PENDING', iso(now()), liteMailNameServers);
    domain.propagatedAt = iso(now() + options.delays.propagation);
    team.domains.push(domain);
    schedule(options.delays.propagation, { kind: 'activate-domain', domainId: domain.id });
  }
  const domains = team.domains.filter(({ domain }) => names.includes(domain));
  const waiting = domains.some(({ status }) => status !== 'ACTIVE');
  if (options.paths === 'inferred') return { message: 'Domains will be connected shortly' };
  const data = domains.map(({ domain, status }) => ({
    domainName: domain,
    status: status === 'ACTIVE' ? 'SUCCESS' : 'PENDING',
  }));
  return { status: waiting ? 207 : 200, message: waiting ? 'Connection in progress' : 'Domains connected', data };
};

const check: Operation = (context) => {
  const domain = domainAsked(context);
  const ready = domain.status === 'ACTIVE';
  const records = context.team.dns.filter(({ domainId }) => domainId === domain.id);
  const has = (type: string, start: string) =>
    heldHere(domain) ? records.some((each) => each.type === type && each.value.startsWith(start)) : ready;
  return {
    message: 'DNS records checked successfully',
    data: {
      domain: domain.domain,
      spf: has('TXT', 'v=spf1'),
      dkim: has('TXT', 'v=DKIM1'),
      dmarc: domain.dmarcEmail !== null || has('TXT', 'v=DMARC1'),
      mx: has('MX', ''),
      records,
    },
  };
};

export const domains = {
  'Retrieve Domains': route('GET /domains', retrieve),
  'List Assignable Domains': route('GET /domains/assignable', assignable),
  'Get Domain Details': route('GET /domains/:domainId', details, { onlyInV3: true }),
  'Remove Unused Domain': route('DELETE /domains/:domainId', remove, { sibling: '/domains' }),
  'Get Name Servers': route('GET /domains/:domainId/name-servers', nameServers, { sibling: '/domains/name-servers' }),
  'Verify Name Server Propagation': route('GET /domains/:domainId/name-servers/verify', verify, {
    sibling: '/domains/name-servers/verify',
  }),
  'Connect Domains with LiteMail': route('POST /domains/connect', connect, { sibling: '/domains/connect-domain' }),
  'Check DNS Records': route('GET /domains/:domainId/dns/check', check, { sibling: '/domains/dns/check' }),
} satisfies Routes;
