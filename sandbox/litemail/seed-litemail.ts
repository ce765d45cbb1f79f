import { cloudflareZoneId, hexId, sandboxCredentials } from '../seed-ids.ts';
import { newDomain } from './new-domain.ts';
import type { Domain, Mailbox, TeamState } from './team-state.ts';

const day = 24 * 3_600_000;
export const liteMailNameServers = ['ns1.litemail.example', 'ns2.litemail.example'];
const cloudflarePair = ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'];

export function seededMailbox(domain: Domain, index: number, name: string, status: string, at: number): Mailbox {
  const [firstName = '', lastName = ''] = name.split(' ');
  const username = firstName.toLowerCase();
  const key = hexId(`${username}@${domain.domain}`);
  return {
    id: `cmgmb${String(index).padStart(2, '0')}`,
    email: `${username}@${domain.domain}`,
    username,
    firstName,
    lastName,
    status,
    profilePicture: null,
    domain: domain.domain,
    domainId: domain.id,
    assignedOn: status === 'ACTIVE' ? new Date(at - 60 * day).toISOString() : null,
    expireOn: new Date(at + 20 * day).toISOString(),
    createdAt: new Date(at - 61 * day).toISOString(),
    appPassword: key.slice(0, 16).replace(/(.{4})(?!$)/g, '$1 '),
    password: key.slice(16, 28),
    secret: key.slice(8, 28).toUpperCase(),
    isWarmedUp: status === 'ACTIVE',
    removeAtRenewal: false,
  };
}

function empty(team: string, number: string, person: TeamState['user'], key: string, at: number): TeamState {
  const created = person.createdAt;
  const main = { id: `cmgws${number}`, userId: person.id, name: 'Main', createdAt: created, updatedAt: created };
  const subscription = { id: `sub_${hexId(team).slice(0, 14)}`, plan: 'Pro', status: 'ACTIVE', canceledAt: null };
  const [periodStart, periodEnd] = [new Date(at - 10 * day).toISOString(), new Date(at + 20 * day).toISOString()];
  return {
    team,
    apiKeys: [key],
    user: person,
    credentials: null,
    connections: {},
    domains: [],
    mailboxes: [],
    dns: [],
    tags: [],
    workspaces: [{ ...main, deletedAt: null }],
    billing: null,
    wallet: { balance: 0, savedCard: false, autoRecharge: null, entries: [], invoices: [], links: [] },
    placementTests: [],
    webhooks: [],
    subscriptions: [
      {
        ...subscription,
        price: 150,
        totalMailboxQuantity: 50,
        periodStart,
        periodEnd,
        subscriptionCreationDate: created,
      },
    ],
    accounts: [],
    exports: [],
    jobs: [],
  };
}

const walletHistory: [daysAgo: number, amount: number, reason: string][] = [
  [90, 100, 'Balance added'],
  [88, -12.99, 'Domain acme-outreach.net'],
  [60, -25.98, 'Domains acmehq.io, getacme.co'],
  [31, 50, 'Auto recharge'],
  [30, -68.53, 'Mailboxes renewed'],
];

function acme(at: number): TeamState {
  const created = new Date(at - 120 * day).toISOString();
  const ada = { id: 'cmg0user01', email: 'ada@acme-mail.com', firstName: 'Ada', lastName: 'Admin', createdAt: created };
  const team = empty('T0ACME', '01', ada, sandboxCredentials.acme.liteMailKey, at);
  team.credentials = { ...sandboxCredentials.acme.cloudflareLogin };
  const domain = (number: string, name: string, status: string, nameServers: string[]) => {
    const made = { ...newDomain(team, name, status, created, nameServers), id: `cmgdom${number}` };
    team.domains.push(made);
    return made;
  };
  const mail = domain('01', 'acme-mail.com', 'ACTIVE', cloudflarePair);
  const outreach = domain('02', 'acme-outreach.net', 'ACTIVE', cloudflarePair);
  const held = domain('03', 'getacme.co', 'ACTIVE', liteMailNameServers);
  domain('04', 'bücher-post.de', 'PENDING', cloudflarePair);
  mail.dmarcEmail = 'dmarc@acme-mail.com';
  for (const each of ['acme-mail.com', 'acme-outreach.net']) team.connections[cloudflareZoneId(each)] = 'connected';
  team.mailboxes = [
    seededMailbox(mail, 1, 'Ana Ruiz', 'ACTIVE', at),
    seededMailbox(mail, 2, 'Bo Lind', 'ACTIVE', at),
    seededMailbox(mail, 3, 'Cleo Park', 'ACTIVE', at),
    seededMailbox(outreach, 4, 'Dan Mori', 'ACTIVE', at),
    seededMailbox(outreach, 5, 'Eva Stone', 'INACTIVE', at),
    seededMailbox(held, 6, 'Fay Okoro', 'FAILED', at),
  ];
  const row = (number: number, type: string, name: string, value: string, priority: number | null = null) =>
    team.dns.push({
      id: `cmgdns0${number}`,
      domainId: held.id,
      type,
      name,
      value,
      ttl: 3600,
      priority,
      createdAt: created,
    });
  row(1, 'MX', '@', 'mx1.litemail.example', 10);
  row(2, 'TXT', '@', 'v=spf1 include:_spf.litemail.example ~all');
  row(3, 'TXT', '_dmarc', 'v=DMARC1; p=none; rua=mailto:dmarc@getacme.co');
  row(4, 'A', '@', '198.51.100.20');
  row(5, 'CNAME', 'www', 'getacme.co');
  team.tags = [
    { id: 'cmgtag01', name: 'warm', color: '#2196F3' },
    { id: 'cmgtag02', name: 'parked', color: '#9E9E9E' },
  ];
  mail.tags = ['cmgtag01'];
  team.wallet = history(at);
  team.placementTests = [
    {
      id: 'cmgpt01',
      testName: 'October baseline',
      emailSubject: 'Quick question',
      status: 'COMPLETED',
      createdAt: new Date(at - 21 * day).toISOString(),
      completedAt: new Date(at - 21 * day + 900_000).toISOString(),
      mailboxIds: ['cmgmb01', 'cmgmb02'],
    },
  ];
  return team;
}

function history(at: number): TeamState['wallet'] {
  const entries = walletHistory.map(([daysAgo, amount, reason], index) => ({
    id: `cmgle0${index + 1}`,
    at: new Date(at - daysAgo * day).toISOString(),
    amount,
    reason,
  }));
  const invoices = entries.map(({ at: createdAt, amount }, index) => {
    const number = `LM-${String(index + 1).padStart(5, '0')}`;
    const invoiceUrl = `https://invoices.example.com/${number}`;
    const paid = { currency: 'usd', status: 'paid', createdAt, invoiceUrl, pdfUrl: `${invoiceUrl}.pdf` };
    return { id: `cmginv0${index + 1}`, number, amount: Math.abs(amount), ...paid };
  });
  const autoRecharge = { threshold: 20, minimumRechargeAmount: 50 };
  return { balance: 42.5, savedCard: true, autoRecharge, entries, invoices: invoices.toReversed(), links: [] };
}

function nova(at: number): TeamState {
  const created = new Date(at - 14 * day).toISOString();
  const nia = {
    id: 'cmg0user02',
    email: 'nia@nova-agency.com',
    firstName: 'Nia',
    lastName: 'Nova',
    createdAt: created,
  };
  const team = empty('T0NOVA', '02', nia, sandboxCredentials.nova.liteMailKey, at);
  const domain = newDomain(team, 'nova-hello.com', 'ACTIVE', created, liteMailNameServers);
  team.domains.push({ ...domain, id: 'cmgdom51' });
  return team;
}

/** The two teams of the sandbox; Nova has not given LiteMail any Cloudflare login. `at` is epoch milliseconds. */
export const liteMailSeed = (at: number): TeamState[] => [acme(at), nova(at)];
