import type { AuditFact } from '../../src/domain/audit/audit-chain.ts';
import type { ChannelSubscription, Endpoint, LiteMailEvent } from '../../src/domain/events/event.ts';
import type { ApprovalRequest } from '../../src/engine/approvals/request/request.ts';
import type { NewJob, TeamSettings } from '../../src/ports/stores.ts';

export const acme = 'T0ACME';
export const nova = 'T0NOVA';
export const start = Date.parse('2026-11-02T09:00:00Z');

export const aTeam = (over: Partial<TeamSettings> = {}): TeamSettings => ({
  teamId: acme,
  policy: { channels: { approvals: 'C0APPROVE' }, roles: { approver: ['U0BO'] }, rules: [] },
  secrets: { 'litemail.apiKey': 'k1.sealed' },
  version: 1,
  ...over,
});

export const aRequest = (over: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  id: 'R1',
  teamId: acme,
  command: 'dns delete',
  args: { domain: 'acme-mail.com', type: 'MX', name: '@' },
  fingerprint: 'f'.repeat(64),
  proposal: {
    title: 'Delete 2 MX records of acme-mail.com',
    effect: 'destructive',
    risk: { level: 'high', reasons: ['Mail for acme-mail.com stops being delivered.'] },
    items: [{ sign: '-', text: 'acme-mail.com MX 10 mx1.example.net' }],
    meaning: ['Mail for acme-mail.com stops being delivered.'],
    undo: 'One request puts the records back.',
    calls: 3,
    confirm: true,
    subjects: ['acme-mail.com'],
    noun: 'zones',
  },
  requester: 'U0ANA',
  rule: 'everything destructive',
  require: [{ min: 1, from: 'approver' }],
  eligible: [['U0BO', 'U0ADA']],
  channel: 'C0APPROVE',
  decisions: [],
  status: 'pending',
  createdAt: start,
  expiresAt: start + 86_400_000,
  cards: [],
  version: 1,
  ...over,
});

export const aJob = (over: Partial<NewJob> = {}): NewJob => ({
  teamId: acme,
  kind: 'apply-request',
  key: 'R1',
  data: { id: 'R1' },
  runAt: start,
  ...over,
});

export const anEvent = (over: Partial<LiteMailEvent> = {}): LiteMailEvent => ({
  id: 'evt_1',
  teamId: acme,
  endpointId: 'E1',
  type: 'domain.updated',
  receivedAt: start,
  body: { id: 'evt_1', type: 'domain.updated', data: { domainDetails: { domain: 'acme-mail.com' } } },
  ...over,
});

export const aSubscription = (over: Partial<ChannelSubscription> = {}): ChannelSubscription => ({
  id: 'S1',
  teamId: acme,
  channel: 'C0OPS',
  types: ['domain.*'],
  createdBy: 'U0ADA',
  createdAt: start,
  state: 'well',
  ...over,
});

export const anEndpoint = (over: Partial<Endpoint> = {}): Endpoint => ({
  id: 'E1',
  teamId: acme,
  url: 'https://app.example.com/webhooks/litemail/E1',
  secret: 'k1.sealed',
  events: ['*'],
  createdBy: 'U0ADA',
  createdAt: start,
  ...over,
});

export const aFact = (over: Partial<AuditFact> = {}): AuditFact => ({
  at: '2026-11-02T09:00:00.000Z',
  teamId: acme,
  actor: 'U0ANA',
  action: 'request.created',
  request: 'R1',
  details: { command: 'dns delete' },
  ...over,
});

/** So that a test can show that what it holds and what is stored are two things. */
export function scribbleOn(value: object | undefined): void {
  for (const key of Object.keys(value ?? {})) {
    const inner = Reflect.get(value ?? {}, key);
    if (typeof inner === 'object' && inner !== null) scribbleOn(inner);
    else Reflect.set(value ?? {}, key, 'scribbled over');
  }
}
