import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../sandbox/slack/block-kit/validate.ts';
import type { Zone } from '../../src/domain/dns/model/record.ts';
import type { SnapshotInfo } from '../../src/domain/dns/model/snapshot.ts';
import { planText } from '../../src/engine/approvals/show-card.ts';
import { diffView } from '../../src/features/dns/views/dns-diff-view.ts';
import { historyView } from '../../src/features/dns/views/dns-history-view.ts';
import { overlapView } from '../../src/features/dns/views/dns-overlap.ts';
import { recordsView } from '../../src/features/dns/views/dns-records-view.ts';
import { snapshotNote } from '../../src/features/dns/views/dns-snapshot-view.ts';
import { templatesView, templateView } from '../../src/features/templates/views/templates-view.ts';
import * as cards from '../../src/ui/requests/approval-card.ts';
import { runProgressView, runResultView } from '../../src/ui/requests/run-progress-view.ts';
import { outline } from '../helpers/outline.ts';
import { aDecision, aRequest, withUndo } from '../helpers/requests.ts';

const approversCard = withUndo(cards.approversCard);
const zone: Zone = { home: 'cloudflare', id: 'z', name: 'xn--bcher-post-9db.de', batchLimit: 200 };
const items = [
  { sign: '-' as const, text: '@ MX 10 <!channel>' },
  { sign: '+' as const, text: '@ MX 10 mx.example.net' },
];
const many = Array.from({ length: 500 }, (_, n) => ({ sign: '+' as const, text: `h${n} A 192.0.2.${n % 255}` }));
const reading = (over: Partial<SnapshotInfo> = {}): SnapshotInfo => ({
  teamId: 'T1',
  home: 'cloudflare',
  zone: zone.name,
  at: 1_000_000,
  cause: 'plan',
  content: 'a'.repeat(64),
  ...over,
});
const written = aRequest({ status: 'applied', decisions: [aDecision()], reason: 'moving to <Google>\nat last' });

const template = { name: 'cold-mail', text: '@ MX 10 {{server=mx}} ; <!channel>', savedBy: 'U0ANA', savedAt: 1000 };

const running = aRequest({ status: 'approved', decisions: [aDecision()] });
const run = {
  done: 50,
  total: 200,
  now: 'Writing <zone> after zone.',
  problems: Array.from({ length: 30 }, (_, n) => `z${n}.com: <!channel> changed`),
};

const stoppedRun = aRequest({
  status: 'failed',
  stop: { by: 'U0BO', at: 1000 },
  inverse: 'inverse',
  proposal: { ...written.proposal, subjects: ['a.com', 'b.com', 'c.com'] },
  outcome: {
    status: 'failed',
    text: '3 zones: 2 changed and read back, 1 not started.',
    lines: ['c.com: Not started.'],
    stopped: true,
    written: { 'a.com': 'all', 'b.com': 'all' },
  },
});
const stoppedInDoubt = {
  ...stoppedRun,
  outcome: {
    status: 'failed' as const,
    text: '3 zones: 1 changed and read back, 1 unknown, 1 not started.',
    stopped: true as const,
    written: { 'a.com': 'all' as const, 'b.com': 'unknown' as const },
    needsRecheck: true as const,
  },
};
const refused = (result: 'refused' | 'nothing', shown: typeof items) =>
  aRequest({
    status: 'refused',
    decisions: [aDecision()],
    outcome: {
      status: 'refused',
      text: 'MX acme-mail.com changed since this plan was made: it says <!channel> now.',
      replan: { result, title: 'Request `r-1` was not undone: <!channel> changed since.', items: shown },
    },
  });

const messages = {
  'a history': historyView(zone, [
    { kind: 'request', at: 3000, request: written, how: 'all', items },
    { kind: 'outside', at: 2000, since: 1000, items, meanwhile: [] },
    { kind: 'outside', at: 900, since: 800, items, meanwhile: [{ ...written, command: 'domains <dmarc>' }] },
    { kind: 'request', at: 700, request: written, how: 'unknown', items },
    { kind: 'request', at: 600, request: running, how: 'under way', items },
    { kind: 'request', at: 500, request: { ...written, status: 'failed', undoneBy: 'r-2' }, how: 'part', items: many },
  ]),
  'no history': historyView(zone, []),
  'a difference': diffView(zone, items, 1, ['Since: then.', 'Until: now.']),
  'a long difference': diffView(zone, many, 500, ['Since: then.']),
  'no difference': diffView(zone, [], 0, ['Since: then.']),
  'an undo that would overwrite something': overlapView(
    'r-1',
    [
      {
        zone,
        changes: [
          {
            name: zone.name,
            type: 'A',
            after: { name: zone.name, type: 'A', values: [{ content: '192.0.2.1', ttl: 1 }] },
          },
        ],
      },
    ],
    1,
  ),
  'a run that goes on': runProgressView(running, run),
  'a run that somebody stopped': runProgressView({ ...running, stop: { by: 'U0BO', at: 1000 } }, run),
  'a run that is over': runResultView({
    ...running,
    status: 'failed',
    stop: { by: 'U0BO', at: 1000 },
    outcome: { status: 'failed', text: '200 zones: 199 changed, 1 failed.', lines: run.problems },
  }),
  'a run that a person ended': runResultView(stoppedRun),
  'a run that a person ended while one answer was lost': runResultView(stoppedInDoubt),
  'the card of a run that a person ended while one answer was lost': approversCard(stoppedInDoubt, { undo: true }),
  'the card of a run that a person ended': approversCard(stoppedRun, { undo: true }),
  'the card of a request that is undone in part': approversCard(
    { ...stoppedRun, undone: { 'a.com': 'r-2' } },
    { undo: true },
  ),
  'the card of a request of which it is not known whether it was written': approversCard(
    {
      ...written,
      status: 'failed',
      inverse: 'inverse',
      outcome: {
        status: 'failed',
        text: 'Cloudflare is out. It is not known whether all of it was written.',
        written: { [zone.name]: 'unknown' },
        needsRecheck: true,
      },
    },
    { undo: true },
  ),
  'the card of an undo that would be refused now': approversCard(refused('refused', items), { undo: false }),
  'the card of a change that somebody else has made': approversCard(refused('nothing', []), { undo: false }),
  'no templates': templatesView([]),
  templates: templatesView([template, { ...template, name: 'parked', text: '@ MX 0 .' }]),
  'a template': templateView(template),
  'a long template': templateView({ ...template, text: 'x TXT y\n'.repeat(1000) }),
  'records as they were': recordsView(
    zone,
    [{ name: zone.name, type: 'A', values: [{ content: '192.0.2.1', ttl: 1 }] }],
    { all: 1, earlier: { at: 1_000_000, note: 'From a reading.' } },
  ),
  'records of a type that the zone has none of': recordsView(zone, [], { all: 20, filter: { type: 'BOGUS' } }),
  'records of a name that the zone has none of': recordsView(zone, [], {
    all: 1,
    filter: { type: 'A', owner: `<b>.${zone.name}`, contains: '<!channel>' },
  }),
};

describe('every message about DNS', () => {
  it.each(Object.entries(messages))('says the same as ever, in a form that Slack takes: %s', (_, view) => {
    const { file, ...message } = { file: undefined, ...view };
    expect(validateMessage(message)).toEqual([]);
    expect(message.text).not.toMatch(/undefined|\[object|<!channel>/);
    expect(outline({ ...message, file: file && 'a file' })).toMatchSnapshot();
  });
});

it('a plan as a file begins with what it is and means', () => {
  expect(planText(aRequest({ id: 'r-1' }), items)).toMatchInlineSnapshot(`
    "# Request r-1: Delete MX of acme-mail.com
    # Plan ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff

    - @ MX 10 <!channel>
    + @ MX 10 mx.example.net
    "
  `);
});

describe('what is said of a reading', () => {
  const next = (over: Partial<SnapshotInfo>) =>
    snapshotNote({ requestedAt: 5_000_000, info: reading(), next: reading({ at: 2_000_000, ...over }) });
  it('depends on what the next one found', () => {
    expect(snapshotNote({ requestedAt: 5_000_000, info: reading({ cause: 'after', request: 'r-1' }) })).toMatch(
      /`r-1`.*It is the latest one/,
    );
    expect(next({})).toContain('has the same records');
    expect(next({ content: 'b' })).toContain('in between is unknown');
    expect(next({ content: 'b', cause: 'after', request: 'r-2' })).toContain('has what that request wrote');
  });
});
