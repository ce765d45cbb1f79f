import { dnsPlan } from '../../src/domain/dns/plan/dns-plan.ts';
import type { Plan } from '../../src/domain/proposal.ts';

/** Plans of one command, by what makes the difference; `''` where nothing does. */
type Samples = Readonly<Record<string, object>>;

const zone = { home: 'cloudflare', id: 'z1', name: 'acme.com', batchLimit: 200 } as const;
const set = (name: string, type: string, ...contents: string[]) => ({
  name,
  type,
  values: contents.map((content, at) => ({ id: `${type}${at}`, content, ttl: 300 })),
});
/** The zone has ten text records beside what changes. */
const rest = Array.from({ length: 10 }, (_, at) => set(`t${at}.acme.com`, 'TXT', 'note'));
function dns(
  name: string,
  type: string,
  before: readonly string[],
  after: readonly string[],
  over: object = {},
): object {
  const was = before.length > 0 ? { before: set(name, type, ...before) } : {};
  const is = after.length > 0 ? { after: set(name, type, ...after) } : {};
  return {
    ...dnsPlan({ zone, changes: [{ name, type, ...was, ...is }] }, [...rest, ...(was.before ? [was.before] : [])]),
    ...over,
  };
}
const spf = 'v=spf1 include:_spf.google.com ~all';

const adds: Samples = {
  'a first record of its name': dns('new.acme.com', 'A', [], ['192.0.2.1']),
  'a record beside one that visitors follow': dns('www.acme.com', 'A', ['192.0.2.1'], ['192.0.2.1', '192.0.2.2']),
  'a second SPF record, a mail server beside others, an address at the top': dns(
    'acme.com',
    'TXT',
    [spf],
    [spf, 'v=spf1 -all'],
  ),
};
const changes: Samples = {
  'a text record': dns('note.acme.com', 'TXT', ['one'], ['two']),
  'mail, SPF, DKIM, the top of the zone, three records or a fifth of it': dns(
    'acme.com',
    'MX',
    ['mx1.acme.com'],
    ['mx2.acme.com'],
  ),
};
const deletes: Samples = {
  'a text record': dns('note.acme.com', 'TXT', ['one'], []),
  'mail, SPF, DKIM, the top of the zone, three records or a fifth of it': dns('acme.com', 'MX', ['mx1.acme.com'], []),
};

const order = { name: 'acme.io', years: 1, price: 12, renewal: 12 };
const setting = (from: string | null, to: string | null, over: object = {}) => ({
  kind: 'domain-setting',
  domainId: 'd1',
  domain: 'acme.com',
  from,
  to,
  ...over,
});
const redirections = (inside: string, outside: string): Samples => ({
  'inside the team’s own domains': setting(null, inside, { outside: false }),
  'outside of them': setting(null, outside, { outside: true }),
});
const mailboxes = [{ id: 'm1', email: 'ana@acme.com', until: '' }];
const settings = (after: object) => ({ kind: 'settings', before: { channels: {}, roles: {} }, after });
const billing = {
  firstName: 'Ana',
  lastName: 'Ruiz',
  addressLineOne: '1 Main St',
  city: 'Lisbon',
  country: 'PT',
  postalCode: '1',
  phoneCc: '351',
  phone: '9',
};

/** Of every command that plans, what its plans can be. The table of effects is made of these by the commands themselves. */
export const samplePlans: Readonly<Record<string, Samples>> = {
  'setup channels': { '': settings({ channels: { approvals: 'C0APPROVE' }, roles: {} }) },
  'setup roles': { '': settings({ channels: {}, roles: { approver: ['U0BO'] } }) },
  'domains buy': {
    '': { kind: 'buy-domains', orders: [order], useWallet: true },
    'over $200, or LiteMail gives no price': {
      kind: 'buy-domains',
      orders: [{ ...order, price: null }],
      useWallet: true,
    },
  },
  'domains payment-link': { '': { kind: 'payment-link', order } },
  'domains dmarc': {
    'a first one': setting(null, 'dmarc@acme.com'),
    'one that is replaced': setting('dmarc@acme.com', 'other@acme.com'),
    'mail is to be rejected': setting(null, 'dmarc@acme.com', { policy: 'reject' }),
  },
  'domains forward': redirections('https://acme.com', 'https://elsewhere.example'),
  'domains unforward': { '': setting('https://acme.com', null) },
  'domains email-forward': redirections('ana@acme.com', 'ana@elsewhere.example'),
  'domains email-unforward': { '': setting('ana@acme.com', null) },
  'domains catch-all': redirections('ana@acme.com', 'ana@elsewhere.example'),
  'domains catch-all-off': { '': setting('ana@acme.com', null) },
  'domains remove': { '': { kind: 'remove-domain', domainId: 'd1', domain: 'acme.com' } },
  'domains retire': { '': { ...dns('acme.com', 'MX', ['mx1.acme.com'], ['.']), retire: { domain: 'acme.com' } } },
  'dns add': adds,
  'dns set': changes,
  'dns edit': { ...changes, 'an include of SPF': dns('acme.com', 'TXT', [spf], ['v=spf1 ~all']) },
  'dns swap': { 'an address': dns('www.acme.com', 'A', ['192.0.2.1'], ['192.0.2.2'], { switches: 'over' }) },
  'dns delete': deletes,
  'dns import': { ...adds, ...changes },
  'dns undo': {
    'of an addition that its requester confirmed': dns('new.acme.com', 'A', ['192.0.2.1'], [], { restores: true }),
    'of a deletion': dns('new.acme.com', 'A', [], ['192.0.2.1'], { restores: true }),
  },
  'templates save': {
    'a new one': { kind: 'template', name: 't', after: 'www A 192.0.2.1' },
    'one that is replaced': { kind: 'template', name: 't', before: 'www A 192.0.2.2', after: 'www A 192.0.2.1' },
  },
  'templates delete': { '': { kind: 'template', name: 't', before: 'www A 192.0.2.1' } },
  'mailboxes assign': {
    '': {
      kind: 'assign-mailboxes',
      domain: 'acme.com',
      people: [{ firstName: 'Ana', lastName: 'Ruiz', username: 'ana' }],
      headed: true,
    },
  },
  'mailboxes update': {
    'a name or the picture': {
      kind: 'update-mailbox',
      id: 'm1',
      email: 'ana@acme.com',
      domain: 'acme.com',
      from: { firstName: 'An' },
      to: { firstName: 'Ana' },
    },
    'the address': {
      kind: 'update-mailbox',
      id: 'm1',
      email: 'ana@acme.com',
      domain: 'acme.com',
      from: { username: 'ana' },
      to: { username: 'anna' },
    },
  },
  'mailboxes remove': { '': { kind: 'remove-mailboxes', mailboxes } },
  'mailboxes export': { '': { kind: 'export-mailboxes', app: 'INSTANTLY', filter: {}, tags: [], mailboxes } },
  'mailboxes connect-inboxes': { '': { kind: 'connect-inboxes', platform: 'INSTANTLY', mailboxes } },
  'wallet top-up': { '': { kind: 'top-up', amount: 50 } },
  'wallet credit': { '': { kind: 'credit', amount: 50 } },
  'wallet auto-recharge': {
    on: { kind: 'auto-recharge', from: { on: false, below: 20, adds: 50 }, to: { on: true, below: 20, adds: 50 } },
    off: { kind: 'auto-recharge', from: { on: true, below: 20, adds: 50 }, to: { on: false, below: 20, adds: 50 } },
  },
  'placement run': { '': { kind: 'placement-test', name: 'Launch check', mailboxes } },
  'workspaces update': { '': { kind: 'rename-workspace', id: 'w1', from: 'Main', to: 'EU' } },
  'tags update': { '': { kind: 'update-tag', id: 't1', from: { name: 'warm' }, to: { name: 'hot' } } },
  'tags delete': { '': { kind: 'delete-tag', id: 't1', name: 'warm' } },
  'subscriptions cancel': {
    '': { kind: 'cancel-subscription', id: 's1', plan: 'Pro', mailboxes: 50, price: 150, until: '' },
  },
  'subscriptions upgrade': {
    '': { kind: 'upgrade-subscription', id: 's1', from: 'Pro', to: 'Scale', price: 150, mailboxes: 50 },
  },
  'billing update': { '': { kind: 'billing-details', details: billing } },
  'exports update-account': {
    '': { kind: 'update-account', app: 'INSTANTLY', sealed: 'x', details: { email: 'ops@acme.com' } },
  },
  'webhooks delete': { '': { kind: 'delete-webhook', id: 'wh1', url: 'https://bot.example.com' } },
};

/** A sample as its command stores it. */
export const asPlan = (sample: object): Plan => JSON.parse(JSON.stringify(sample)) as Plan;
