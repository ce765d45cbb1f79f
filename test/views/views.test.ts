import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../sandbox/slack/block-kit/validate.ts';
import { closeWithOutcome } from '../../src/engine/approvals/request/decide.ts';
import { homeView } from '../../src/engine/home/home-view.ts';
import { requestsView } from '../../src/features/approvals/views/requests-view.ts';
import { nothingToDo, recordsView } from '../../src/features/dns/views/dns-records-view.ts';
import { lintView } from '../../src/features/dns/views/lint-view.ts';
import {
  credentialFormView,
  credentialsMissingView,
  credentialsRefusedView,
} from '../../src/features/domains/credential-form.ts';
import type { NameServerWatch } from '../../src/features/domains/service/name-server-status.ts';
import { connectView } from '../../src/features/domains/views/connect-domains-view.ts';
import { nameServersView } from '../../src/features/domains/views/name-servers-view.ts';
import { assigningView } from '../../src/features/mailboxes/views/assign-mailboxes-view.ts';
import {
  endpointsView,
  subscribedView,
  subscriptionsView,
} from '../../src/features/notifications/views/channel-subscriptions-view.ts';
import { burstView, eventView } from '../../src/features/notifications/views/event-view.ts';
import { placementListView, placementView } from '../../src/features/placement/views/placement-view.ts';
import { setupBlocks, setupView, strangerBlocks } from '../../src/features/setup/views/setup-view.ts';
import { dashboardView } from '../../src/features/status/views/dashboard-view.ts';
import { factsView } from '../../src/ui/facts.ts';
import { listView } from '../../src/ui/list.ts';
import { bugView, lateFormView, problemView } from '../../src/ui/problem.ts';
import * as cards from '../../src/ui/requests/approval-card.ts';
import { denyFormView, detailsView } from '../../src/ui/requests/request-forms.ts';
import { requestCreatedView } from '../../src/ui/requests/request-state.ts';
import { outline } from '../helpers/outline.ts';
import { aDecision, aRequest, withUndo } from '../helpers/requests.ts';

const at = { undo: false };
const approversCard = withUndo(cards.approversCard);
const requesterCard = withUndo(cards.requesterCard);
const outcomeNotice = withUndo(cards.outcomeNotice);
const requestCard = withUndo(cards.requestCard);
const approved = aRequest({ status: 'approved', decisions: [aDecision()] });
const applied = closeWithOutcome(
  approved,
  { status: 'applied', text: '1 record set changed and read back.', lines: ['Other records changed meanwhile.'] },
  'inverse',
  6000,
);
const drifted = aRequest({
  status: 'refused',
  args: { domain: 'acme-mail.com', type: 'MX', name: '@' },
  decisions: [aDecision()],
  outcome: {
    status: 'refused',
    text: 'MX acme-mail.com changed since this plan was made.',
    replan: {
      title: 'Delete MX of acme-mail.com',
      items: [{ sign: '-', text: 'acme-mail.com MX 30 <!channel>' }],
    },
  },
});
const switched = { ...applied, proposal: { ...applied.proposal, undoLabel: 'Switch back to 192.0.2.10' } };
const long = aRequest({
  proposal: {
    ...aRequest().proposal,
    items: Array.from({ length: 400 }, (_, n) => ({
      sign: '+' as const,
      text: `host-${n}.acme-mail.com A 192.0.2.${n % 255}`,
    })),
    meaning: Array.from({ length: 9 }, (_, n) => `Meaning ${n} <!channel>`),
  },
});
const zone = { home: 'cloudflare' as const, id: 'z', name: 'acme-mail.com', batchLimit: 200 };
const sets = [
  {
    name: 'acme-mail.com',
    type: 'MX',
    values: [{ content: 'aspmx.l.google.com', priority: 10, ttl: 3600, comment: 'ask <@U0BO> first' }],
  },
  { name: 'www.acme-mail.com', type: 'A', values: [{ content: '192.0.2.1', ttl: 1, proxied: true }] },
];
const event = {
  id: 'evt_1',
  teamId: 'T1',
  endpointId: 'e-1',
  type: 'domain.updated',
  receivedAt: 1000,
  body: { data: { domainDetails: { domain: 'acme.io', status: 'ACTIVE' }, previousState: { status: 'PENDING' } } },
};
const strange = { ...event, id: 'evt_2', type: 'payout.<!here>', body: { hello: ['world', '<!channel>'] } };
const subscription = {
  id: 'n-1',
  teamId: 'T1',
  channel: 'C0OPS',
  types: ['domain.*'],
  filter: 'domain:*.io',
  createdBy: 'U0ADA',
  createdAt: 1000,
  state: 'well' as const,
};
const test = {
  id: 'pt_1',
  testName: 'Launch <check>',
  status: 'COMPLETED',
  createdAt: '2026-11-20T00:00:00Z',
  byProvider: [
    { provider: 'GOOGLE', inbox: 8, spam: 1, total: 10 },
    { provider: 'MICROSOFT', inbox: 5, spam: 5, missing: 0 },
  ],
};
const actor = (...roles: ('viewer' | 'operator' | 'approver' | 'admin')[]) => ({
  teamId: 'T1',
  userId: 'U0BO',
  roles: new Set(roles),
});
const step = (done: boolean) => ({ done, summary: done ? 'connected' : 'not connected yet' });

const watch = (name: string, change: Partial<NameServerWatch>): NameServerWatch => ({
  domainId: name,
  name,
  expected: ['ns1.litemail.example', 'ns2.litemail.example'],
  state: 'waiting',
  nextAt: 0,
  wait: 5000,
  ...change,
});
const messages = {
  'an approvers’ card that waits': approversCard(aRequest({ reason: 'moving to <Google>' }), at),
  'an approvers’ card with half its quorum': approversCard(
    aRequest({
      require: [
        { min: 2, from: 'approver' },
        { min: 1, from: 'S0DELIV' },
      ],
      eligible: [['U0BO'], ['U0ADA']],
      decisions: [aDecision()],
    }),
    at,
  ),
  'an approvers’ card of a long plan': approversCard(long, at),
  'an approvers’ card of a long plan that is done': approversCard({ ...long, status: 'applied' }, at),
  'a long plan to look at': requestCard({ ...long, status: 'applied' }),
  'an approvers’ card of a request that is being applied': approversCard(
    { ...approved, progress: 'Cloudflare asks us to wait.' },
    at,
  ),
  'an approvers’ card that is done': approversCard(applied, { ...at, undo: true }),
  'an approvers’ card that was undone': approversCard({ ...applied, undoneBy: 'r-bbbbbb' }, at),
  'an approvers’ card that was denied': approversCard(
    aRequest({ status: 'denied', decisions: [aDecision({ type: 'deny', reason: 'not <now>' })] }),
    at,
  ),
  'an approvers’ card that expired': approversCard(aRequest({ status: 'expired' }), at),
  'an approvers’ card that was refused for drift': approversCard(
    aRequest({
      status: 'refused',
      decisions: [aDecision()],
      outcome: { status: 'refused', text: 'MX acme-mail.com changed since this plan was made.' },
    }),
    at,
  ),
  'an approvers’ card that shows what the command would do now': approversCard(drifted, at),
  'a requester’s card that was refused for drift': requesterCard(drifted, at),
  'a notice of how it ended': outcomeNotice(applied, at),
  'a notice from which one can ask again': outcomeNotice(drifted, at),
  'a notice from which one can switch back': outcomeNotice(switched, { undo: true }),
  'an approvers’ card of a plan of which a part was written': approversCard(
    {
      ...applied,
      status: 'failed',
      outcome: { status: 'failed', text: 'Cloudflare refused. Read back: 3 of 5 as wished.' },
    },
    { ...at, undo: true },
  ),
  'an approvers’ card that failed': approversCard(
    aRequest({
      status: 'failed',
      decisions: [aDecision()],
      outcome: { status: 'failed', text: 'Cloudflare refused it.' },
    }),
    at,
  ),
  'a requester’s card that others decide on': requesterCard(aRequest(), at),
  'a requester’s card of which nobody was asked': requesterCard(
    aRequest({ postError: 'The app is not in that channel. Invite it with `/invite`.' }),
    at,
  ),
  'a requester’s own plan': requesterCard(aRequest({ require: [], eligible: [] }), at),
  'a requester’s card that was withdrawn': requesterCard(aRequest({ status: 'withdrawn' }), at),
  'a request to look at': requestCard(applied),
  'the answer to a command that needs approval': requestCreatedView(aRequest()),
  'the answer to a command that the requester confirms': requestCreatedView(aRequest({ require: [] })),
  'the answer to a command that runs at once': requestCreatedView(approved),
  'requests that wait': requestsView([aRequest()], [applied]),
  'no requests': requestsView([], []),
  'records of a zone': recordsView(zone, sets, { all: 2 }),
  'a zone without records': recordsView(zone, [], { all: 0 }),
  'a zone of 2,000 records': recordsView(
    zone,
    Array.from({ length: 2000 }, (_, n) => ({
      name: `h${n}.acme-mail.com`,
      type: 'A',
      values: [{ content: '192.0.2.1', ttl: 1 }],
    })),
    { all: 2000 },
  ),
  'nothing to do': nothingToDo('the record exists already.'),
  'an event': eventView(event),
  'an event of a shape that nobody knows': eventView(strange),
  'a burst of events': burstView([event, strange, ...Array.from({ length: 48 }, () => event)]),
  'a subscription that works': subscribedView(subscription, true, true),
  'a subscription that nothing will reach': subscribedView(subscription, false, false),
  subscriptions: subscriptionsView([
    subscription,
    { ...subscription, id: 'n-2', state: 'gone', problem: 'The channel is archived.' },
  ]),
  'no subscriptions': subscriptionsView([]),
  webhooks: endpointsView(
    [{ id: 'e-1', teamId: 'T1', url: 'https://a.example/hook', events: ['*'], createdBy: 'U', createdAt: 1 }],
    { items: [{ id: 'wh_1', url: 'https://b.example/hook', events: ['domain.updated'] }], odd: [] },
  ),
  'domains being connected': connectView(
    [
      { name: 'a.com', state: 'connected' },
      { name: 'b.com', state: 'failed', why: 'No such zone.' },
      { name: 'c.com', state: 'sent' },
      { name: 'd.com', state: 'waiting' },
    ],
    'LiteMail asks us to wait.',
  ),
  '500 domains being connected': connectView(
    Array.from({ length: 500 }, (_, n) => ({ name: `domain-${n}.com`, state: 'waiting' as const })),
  ),
  'credentials that are missing': credentialsMissingView(['a.com'], false),
  'credentials that were refused': credentialsRefusedView('Cloudflare did not accept them.', ['a.com']),
  'a placement test that runs': placementView({ id: 'pt_1', testName: 'x', status: 'RUNNING' }),
  'a placement test that is done': placementView(test),
  'a placement test that failed': placementView({ ...test, status: 'FAILED' }),
  'placement tests': placementListView({ items: [test], odd: [] }),
  'a list longer than a table': listView({
    title: '150 domains',
    head: ['Domain', 'Mailboxes'],
    rows: Array.from({ length: 150 }, (_, n) => [`domain-${n}.com`, String(n)]),
    right: [1],
    narrow: '--contains',
  }),
  'one thing with its facts': factsView(
    'acme-mail.com',
    [
      ['Status', 'ACTIVE'],
      ['Catch-all', undefined],
    ],
    ['A note.'],
  ),
  'mailboxes being assigned': assigningView({
    domain: 'acme-mail.com',
    people: [{ username: 'ana' }, { username: 'bo' }],
    mailboxes: [{ username: 'ana', status: 'ACTIVE' }],
    phase: 'sent',
    note: 'LiteMail asks us to wait.',
  }),
  'name servers on their way': nameServersView([
    watch('a.com', { state: 'waiting', found: ['ns1.registrar.example'] }),
    watch('b.com', { state: 'done' }),
    watch('c.com', { state: 'failed', why: 'LiteMail could not find this.' }),
  ]),
  'how things stand': dashboardView({
    account: { email: 'ada@acme-mail.com', plan: 'Pro' },
    domains: { total: 4, active: 3 },
    mailboxes: [
      ['active', 31],
      ['in_progress', 2],
      ['failed', 0],
    ],
    wallet: 42.5,
    placement: { running: 1, last: { name: 'October', inboxRate: 87.5 } },
    waiting: 2,
  }),
  'how things stand when LiteMail gives nothing': dashboardView({ waiting: 0 }),
  'a form that came too late': lateFormView({ command: 'dns add', kept: 'a'.repeat(64) }),
  'a lint that found something': lintView('acme-mail.com', {
    findings: [
      {
        rule: 'spf-two',
        severity: 'error',
        source: 'RFC 7208 §4.5',
        name: 'acme-mail.com',
        type: 'TXT',
        text: 'There are two SPF records <both>.',
        refused: false,
      },
    ] as never,
    asked: 12,
    unanswered: [{ name: '_spf.example.net', type: 'TXT', why: 'no answer' }],
  }),
  'a lint that found nothing': lintView('acme-mail.com', { findings: [], asked: 3, unanswered: [] }),
  'a problem': problemView('The domain <x> is not one.', 'Write it like acme-mail.com.'),
  'our own fault': bugView('4f2a91c0'),
  'a setup half done': setupView({
    litemail: step(true),
    cloudflare: step(false),
    channels: step(true),
    roles: step(false),
  }),
  'a setup that is done': setupView({
    litemail: step(true),
    cloudflare: step(true),
    channels: step(true),
    roles: step(true),
  }),
};
const views = {
  'the form to deny': denyFormView({ id: 'r-1', fingerprint: 'f'.repeat(16) }, 'C1'),
  'the form for credentials': credentialFormView(
    Array.from({ length: 500 }, (_, n) => `domain-${n}.com`),
    'C1',
  ),
  'the details of a long plan': detailsView(long),
  'the home of an approver': homeView({
    actor: actor('approver', 'viewer'),
    now: 5000,
    mayUndo: true,
    forMe: [aRequest()],
    mine: [],
    recent: [applied],
    commands: [{ command: 'dns list', label: 'List', needsArgs: true }],
    sections: [],
  }),
  'the home of somebody without a role': homeView({
    actor: actor(),
    now: 5000,
    mayUndo: true,
    forMe: [],
    mine: [],
    recent: [],
    sections: [{ title: 'LiteMail', blocks: strangerBlocks(actor().userId) }],
    commands: [],
  }),
  'the home of an admin of a new team': homeView({
    actor: actor('admin'),
    now: 5000,
    mayUndo: true,
    forMe: [],
    mine: [],
    recent: [],
    commands: [],
    sections: [
      {
        title: 'Set up the app',
        blocks: setupBlocks({
          litemail: step(false),
          cloudflare: step(false),
          channels: step(false),
          roles: step(false),
        }),
      },
    ],
  }),
};

describe('every message', () => {
  it.each(Object.entries(messages))(
    'says the same as ever, in a form that Slack takes, with a text for those who hear it: %s',
    (_, message) => {
      expect(validateMessage(message)).toEqual([]);
      expect(message.text.length).toBeGreaterThan(5);
      expect(message.text).not.toMatch(/undefined|\[object|<!channel>|<!here>/);
      expect(JSON.stringify(message.blocks ?? [])).not.toMatch(/undefined|\[object/);
      expect(outline(message)).toMatchSnapshot();
    },
  );
});

describe('every form and home', () => {
  it.each(Object.entries(views))('looks as ever, in a form that Slack takes: %s', (_, view) => {
    expect(validateView(view)).toEqual([]);
    expect(outline(view)).toMatchSnapshot();
  });
});

it('nothing that others wrote can become a mention of everybody', () => {
  const mrkdwn = JSON.stringify(
    [...Object.values(messages), ...Object.values(views)].map((shown) => (shown as { blocks?: unknown[] }).blocks),
    (key, value) =>
      key === 'elements' && Array.isArray(value) && value[0]?.type === 'rich_text_preformatted' ? [] : value,
  );
  expect(mrkdwn).not.toMatch(/<!(channel|here|everyone)/);
});

it('no file of views is left out of the tests', () => {
  const tests = globSync('test/{views,ui}/**/*.test.ts').map((file) => readFileSync(file, 'utf8'));
  const files = globSync(['src/features/*/views/*.ts', 'src/ui/requests/*.ts']);
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => !tests.some((text) => text.includes(`../${file}'`)))).toEqual([]);
});
