import { requestFacts } from '../../src/engine/approvals/request/decide.ts';
import type { ApprovalRequest, Decision } from '../../src/engine/approvals/request/request.ts';
import type { View } from '../../src/ports/notifier.ts';
import type { RequestFacts } from '../../src/ui/requests/request-state.ts';

/** A pending request of U0ANA that one approver has to approve. */
export const aRequest = (over: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  id: 'r-aaaaaa',
  teamId: 'T1',
  command: 'dns delete',
  args: {},
  fingerprint: 'f'.repeat(64),
  proposal: {
    title: 'Delete MX of acme-mail.com',
    effect: 'destructive',
    risk: { level: 'high', reasons: ['It stops mail.'] },
    items: [{ sign: '-', text: 'acme-mail.com MX 10 mx' }],
    meaning: [],
    undo: 'Undo, for 30 days.',
    calls: 3,
    confirm: true,
    subjects: ['acme-mail.com'],
    noun: 'zones',
  },
  requester: 'U0ANA',
  rule: 'default',
  require: [{ min: 1, from: 'approver' }],
  eligible: [['U0BO', 'U0ADA']],
  channel: 'C0APPROVE',
  decisions: [],
  status: 'pending',
  createdAt: 1000,
  expiresAt: 100_000,
  cards: [],
  version: 0,
  ...over,
});

export const aDecision = (over: Partial<Decision> = {}): Decision => ({
  by: 'U0BO',
  type: 'approve',
  fingerprint: 'f'.repeat(64),
  meets: [0],
  at: 2000,
  ...over,
});

/** A card as it is drawn, with Undo offered as the test says. */
export const withUndo =
  (draw: (request: ApprovalRequest, facts: RequestFacts) => View) =>
  (request: ApprovalRequest, { undo }: { readonly undo: boolean } = { undo: false }): View =>
    draw(request, { ...requestFacts(request, 5000), undo });
