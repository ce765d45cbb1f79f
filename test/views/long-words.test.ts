import { expect, it } from 'vitest';
import type { ApprovalRequest } from '../../src/engine/approvals/request/request.ts';
import { approversCard, requesterCard } from '../../src/ui/requests/approval-card.ts';
import { detailsView } from '../../src/ui/requests/request-forms.ts';
import { textOf } from '../helpers/text-of.ts';

const meaning = Array.from({ length: 8 }, (_, at) => `Meaning ${at}: ${'what follows from it '.repeat(20)}ends.`);
const request = (reason: string): ApprovalRequest => ({
  id: 'r-1',
  teamId: 'T1',
  command: 'dns delete',
  args: {},
  fingerprint: 'f'.repeat(64),
  proposal: {
    title: 'Delete MX of acme-mail.com',
    effect: 'destructive',
    risk: { level: 'high', reasons: ['mail stops', 'nothing arrives', 'r'.repeat(700), 's'.repeat(700)] },
    items: [{ sign: '-', text: 'acme-mail.com MX 10 mx.example.net' }],
    meaning,
    undo: 'Undo brings it back.',
    calls: 3,
  },
  requester: 'U0ANA',
  reason,
  rule: 'everything destructive',
  require: [{ min: 1, from: 'approver' }],
  eligible: [['U0BO']],
  channel: 'C1',
  decisions: [],
  status: 'pending',
  createdAt: 1,
  expiresAt: 2,
  cards: [],
  version: 1,
});
const facts = { missing: [{ requirement: { min: 1, from: 'approver' }, shortBy: 1 }], written: false, undo: false };

it.each([
  ['3,000 letters', 'x'.repeat(3000)],
  ['3,000 characters that are written as five', '&'.repeat(3000)],
  ['3,000 characters that nobody can see', '\u200b'.repeat(3000)],
  ['1,500 lines', 'x\n'.repeat(1500)],
])('a reason of %s takes nothing of the card away', (_, reason) => {
  const wanted = request(reason);
  for (const card of [approversCard(wanted, facts), requesterCard(wanted, facts)]) {
    const said = JSON.stringify(card.blocks);
    for (const line of meaning) expect(said).toContain(line);
    for (const part of [
      'High risk. Mail stops.',
      's'.repeat(600),
      'Undo brings it back.',
      'MX 10 mx.example.net',
      'from approvers (<@U0BO>)',
    ])
      expect(said).toContain(part);
  }
  expect(JSON.stringify(approversCard(wanted, facts).blocks)).toContain('"Details"');
});

it('Details has every word of the reason and of the meaning', () => {
  const reason = Array.from({ length: 300 }, (_, at) => `word${at}`).join(' ');
  const said = textOf({ blocks: detailsView(request(reason)).blocks } as never);
  for (const word of reason.split(' ')) expect(said).toContain(word);
  for (const line of meaning) expect(said).toContain(line);
});
