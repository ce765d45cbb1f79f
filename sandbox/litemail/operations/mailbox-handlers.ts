import { randomBytes } from 'node:crypto';
import { fieldsOf, optionalText, paged, query, searched, text } from '../input.ts';
import { type Context, iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { Domain, Mailbox, TeamState } from '../team-state.ts';
import { domainById } from './domain-handlers.ts';

const perDomain = 5;
const month = 30 * 24 * 3_600_000;

export const purchased = (team: TeamState) =>
  team.subscriptions
    .filter(({ status }) => status === 'ACTIVE')
    .reduce((sum, { totalMailboxQuantity }) => sum + totalMailboxQuantity, 0);

const shown = ({ removeAtRenewal, ...mailbox }: Mailbox) => ({ ...mailbox, scheduledForRemoval: removeAtRenewal });

function nested({ team, call }: Context, mailboxes: Mailbox[]) {
  const owners = team.domains.filter(({ id }) => mailboxes.some(({ domainId }) => domainId === id));
  const assigned = team.mailboxes.length;
  return {
    purchasedMailboxes: purchased(team),
    totalAssignedMailboxes: assigned,
    totalActiveMailboxes: team.mailboxes.filter(({ status }) => status === 'ACTIVE').length,
    availableMailboxes: purchased(team) - assigned,
    ...paged(
      call,
      'domains',
      owners.map(({ id, domain }) => ({
        id,
        domain,
        mailboxes: mailboxes.filter(({ domainId }) => domainId === id).map(shown),
      })),
    ),
  };
}

const retrieve: Operation = (context) => {
  const { team, call, options } = context;
  const status = query(call, 'status')?.toUpperCase();
  const domainId = query(call, 'domainId');
  const matches = searched(call, team.mailboxes, ({ email, firstName, lastName }) => [
    email,
    firstName,
    lastName,
  ]).filter(
    (mailbox) =>
      (status === undefined || mailbox.status === status) && (domainId === undefined || mailbox.domainId === domainId),
  );
  const message = 'Mailboxes retrieved successfully';
  if (options.mailboxes === 'nested') return { message, data: nested(context, matches) };
  const page = paged(call, 'mailboxes', matches.map(shown));
  return { message, data: options.mailboxes === 'bare' ? page.items : page };
};

interface Person {
  firstName: string;
  lastName: string;
  username: string;
}

function personIn(fields: Record<string, unknown>): Person {
  const username = (optionalText(fields, 'username') ?? text(fields, 'mailboxUsername')).toLowerCase();
  if (!/^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/.test(username)) throw new Refusal(400, `Invalid username: ${username}`);
  return { firstName: text(fields, 'firstName'), lastName: text(fields, 'lastName'), username };
}

/** All or none; they are ready some time later. */
function assignTo(context: Context, domain: Domain, people: Person[]): void {
  const { team, now, options, schedule } = context;
  if (domain.status !== 'ACTIVE') throw new Refusal(400, `Domain ${domain.domain} is not active`);
  const there = team.mailboxes.filter(({ domainId }) => domainId === domain.id);
  if (there.length + people.length > perDomain)
    throw new Refusal(400, `Domain ${domain.domain} can have at most ${perDomain} mailboxes`);
  if (team.mailboxes.length + people.length > purchased(team))
    throw new Refusal(400, 'Not enough purchased mailboxes. Upgrade your subscription.');
  const names = [...there.map(({ username }) => username), ...people.map(({ username }) => username)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Refusal(409, `Mailbox ${twice}@${domain.domain} already exists`);
  for (const person of people) {
    const mailbox: Mailbox = {
      id: newId(),
      email: `${person.username}@${domain.domain}`,
      ...person,
      status: 'IN_PROGRESS',
      profilePicture: null,
      domain: domain.domain,
      domainId: domain.id,
      assignedOn: null,
      expireOn: iso(now() + month),
      createdAt: iso(now()),
      appPassword: randomBytes(8).toString('hex'),
      password: randomBytes(9).toString('base64url'),
      secret: randomBytes(10).toString('hex').toUpperCase(),
      isWarmedUp: false,
      removeAtRenewal: false,
    };
    team.mailboxes.push(mailbox);
    schedule(options.delays.assign, { kind: 'activate-mailbox', mailboxId: mailbox.id });
  }
}

const assign: Operation = (context) => {
  const fields = fieldsOf(context.call);
  assignTo(context, domainById(context.team, text(fields, 'domainId')), [personIn(fields)]);
  return { message: 'Mailbox will be assigned shortly' };
};

export function mailboxById(team: TeamState, id: string | undefined): Mailbox {
  const mailbox = team.mailboxes.find((each) => each.id === id);
  if (!mailbox) throw new Refusal(404, 'Mailbox not found');
  return mailbox;
}

/** The sibling sends a map from domain id to people, LiteMail more likely one domain with a list. */
const assignMany: Operation = (context) => {
  const { domainId, mailboxes, ...map } = fieldsOf(context.call);
  const wanted = mailboxes === undefined ? Object.entries(map) : [[domainId, mailboxes] as const];
  if (wanted.length === 0) throw new Refusal(400, 'domainId is required');
  const orders = wanted.map(([id, people]) => {
    if (typeof id !== 'string') throw new Refusal(400, 'domainId is required');
    if (!Array.isArray(people) || people.length === 0) throw new Refusal(400, 'mailboxes must not be empty');
    return { domain: domainById(context.team, id), people: people.map((each) => personIn(Object(each))) };
  });
  for (const { domain, people } of orders) assignTo(context, domain, people);
  return { message: 'Mailboxes will be assigned shortly' };
};

const update: Operation = ({ team, call, options, schedule }) => {
  const fields = fieldsOf(call);
  const mailbox = mailboxById(team, call.params.id);
  const username = optionalText(fields, 'username')?.toLowerCase();
  const email = `${username}@${mailbox.domain}`;
  if (username && team.mailboxes.some((each) => each !== mailbox && each.email === email))
    throw new Refusal(409, `Mailbox ${email} already exists`);
  mailbox.firstName = optionalText(fields, 'firstName') ?? mailbox.firstName;
  mailbox.lastName = optionalText(fields, 'lastName') ?? mailbox.lastName;
  mailbox.profilePicture = optionalText(fields, 'profilePicture') ?? mailbox.profilePicture;
  if (fields.removeProfilePicture === true) mailbox.profilePicture = null;
  if (username && username !== mailbox.username) {
    Object.assign(mailbox, { username, email, status: 'IN_PROGRESS' });
    schedule(options.delays.assign, { kind: 'activate-mailbox', mailboxId: mailbox.id });
  }
  return { message: 'Mailbox updated successfully', data: { mailbox: shown(mailbox) } };
};

const remove: Operation = ({ team, call }) => {
  mailboxById(team, call.params.id).removeAtRenewal = true;
  return { message: 'Mailbox will be removed at the next renewal' };
};

export const mailboxes = {
  'Retrieve Mailboxes': route('GET /mailboxes', retrieve),
  'Assign New Mailbox to Domain': route('POST /mailboxes', assign),
  'Assign Mailboxes to Domain': route('POST /mailboxes/assign', assignMany, {
    sibling: '/assign-mailboxes',
    onlyInV3: true,
  }),
  'Get Mailbox Details': route('GET /mailboxes/:id', ({ team, call }) => ({
    message: 'Mailbox details retrieved successfully',
    data: { mailbox: shown(mailboxById(team, call.params.id)) },
  })),
  'Update Mailbox': route('PUT /mailboxes/:id', update),
  'Remove Mailbox (Next Renewal)': route('DELETE /mailboxes/:id', remove),
} satisfies Routes;
