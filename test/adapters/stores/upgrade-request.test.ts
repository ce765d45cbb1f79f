import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { upgradeRequest } from '../../../src/adapters/stores/lowdb/upgrade-request.ts';

/** As a release of November 2026 stored it. */
const old = {
  id: 'r-7f3a2k',
  teamId: 'T0ACME',
  command: 'dns delete',
  args: { domain: 'acme-mail.com' },
  fingerprint: 'f'.repeat(64),
  proposal: {
    title: 'Delete MX acme-mail.com',
    effect: 'destructive',
    risk: { level: 'high', reasons: ['mail stops'] },
    items: [{ sign: '-', text: 'MX acme-mail.com' }],
    more: 4,
    long: true,
    cut: true,
    meaning: ['mail for acme-mail.com stops being delivered'],
    undo: 'Undo, for 30 days',
    back: 'Switch back',
    calls: 3,
    dns: true,
    zones: ['acme-mail.com'],
    already: ['acme-hq.com'],
    agree: [{ min: 1, from: 'admin' }],
  },
  verdict: ['SPF as before'],
  unasked: 'The channel is archived.',
  requester: 'U0ANA',
  rule: 'default',
  require: [{ min: 1, from: 'approver' }],
  eligible: [['U0BO']],
  channel: 'C0APPROVE',
  decisions: [{ by: 'U0BO', verdict: 'approve', fingerprint: 'f'.repeat(64), meets: [0], at: 2 }],
  status: 'failed',
  createdAt: 1,
  expiresAt: 9,
  closedAt: 3,
  cards: [{ channel: 'C0APPROVE', ts: '1.1', kind: 'approvers', shown: 'hash', asks: false }],
  journal: { dns: { zones: {} }, records: { status: 'failed', text: 'Out.', lines: [], again: true }, steps: {} },
  outcome: {
    status: 'failed',
    text: 'Cloudflare is out.',
    why: 'Cloudflare is out.',
    again: true,
    instead: { title: 'Delete it', items: [], more: 2, does: 'refused' },
    written: { 'acme-mail.com': 'unknown' },
  },
  version: 5,
};

const { verdict, unasked, ...same } = old;
const { more, long, cut, back, already, agree, dns: _, zones, ...proposal } = old.proposal;
const current = {
  ...same,
  proposal: {
    ...proposal,
    omittedCount: more,
    truncated: long,
    shortened: cut,
    undoLabel: back,
    confirm: true,
    subjects: zones,
    noun: 'zones',
    unchanged: already,
    agree,
  },
  enrichment: { title: 'Effect on mail', lines: verdict },
  postError: unasked,
  decisions: [{ by: 'U0BO', type: 'approve', fingerprint: 'f'.repeat(64), meets: [0], at: 2 }],
  cards: [{ channel: 'C0APPROVE', ts: '1.1', kind: 'approvers', contentHash: 'hash', awaitsDecision: false }],
  journal: {
    dns: { zones: {} },
    records: { status: 'failed', text: 'Out.', lines: [], needsRecheck: true },
    steps: {},
  },
  outcome: {
    status: 'failed',
    text: 'Cloudflare is out.',
    reason: 'Cloudflare is out.',
    needsRecheck: true,
    replan: { title: 'Delete it', items: [], omittedCount: 2, result: 'refused' },
    written: { 'acme-mail.com': 'unknown' },
  },
};

test('a request that an earlier release stored has the names of this one', () => {
  expect(upgradeRequest(old)).toEqual(current);
});

test('a request of this release stays as it is', () => {
  expect(upgradeRequest(current)).toEqual(current);
});

test('the store reads both, the open ones and those that closed long ago', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'litemail-upgrade-'));
  try {
    const state = { version: 1, teams: [], requests: [old], jobs: [], subscriptions: [], endpoints: [] };
    await writeFile(join(dataDir, 'store.json'), JSON.stringify(state));
    await writeFile(join(dataDir, 'closed-requests.jsonl'), `${JSON.stringify({ ...old, id: 'r-closed' })}\n`);
    const { journal, ...request } = current;
    for (let round = 0; round < 2; round += 1) {
      const stores = await openEmbeddedStores({ dataDir });
      expect(await stores.requests.get('T0ACME', old.id)).toEqual(request);
      expect(await stores.requests.get('T0ACME', 'r-closed')).toEqual({ ...request, id: 'r-closed' });
      expect(await stores.requests.list('T0ACME', { subject: 'acme-mail.com' })).toHaveLength(2);
      for (const id of [old.id, 'r-closed']) expect(await stores.journals.get('T0ACME', id)).toEqual(journal);
      await stores.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
