import { describe, expect, it } from 'vitest';
import {
  canUndo,
  closeWithOutcome,
  decide,
  expire,
  markSubjectsUndone,
  missingApprovals,
  requestFacts,
  restoredSubjects,
  withdraw,
} from '../../../src/engine/approvals/request/decide.ts';
import type { ApprovalRequest } from '../../../src/engine/approvals/request/request.ts';
import { aDecision, aRequest } from '../../helpers/requests.ts';

describe('one decision on a request', () => {
  it('approves it when the quorum is full, and counts the version up', () => {
    expect(decide(aRequest(), aDecision())).toMatchObject({ status: 'approved', version: 1 });
  });

  it.each([
    ['the requester approves', aRequest(), aDecision({ by: 'U0ANA' }), /somebody else has to decide/],
    ['the requester denies', aRequest(), aDecision({ by: 'U0ANA', type: 'deny' }), /somebody else has to decide/],
    ['somebody without the right approves', aRequest(), aDecision({ meets: [] }), /You can’t decide this request/],
    [
      'somebody without the right denies',
      aRequest(),
      aDecision({ meets: [], type: 'deny' }),
      /You can’t decide this request/,
    ],
    ['it comes at the very moment of the expiry', aRequest(), aDecision({ at: 100_000 }), /expired/],
    ['it was made for another plan', aRequest(), aDecision({ fingerprint: 'e'.repeat(64) }), /plan has changed/],
    ['the request is denied already', aRequest({ status: 'denied' }), aDecision(), /has been denied/],
    ['the request is applied already', aRequest({ status: 'applied' }), aDecision(), /approved and applied/],
    [
      'the same person approves twice',
      aRequest({ require: [{ min: 2, from: 'approver' }], decisions: [aDecision()] }),
      aDecision(),
      /already decided this/,
    ],
    [
      'another person confirms a plan that needs nobody else',
      aRequest({ require: [], eligible: [] }),
      aDecision({ meets: [] }),
      /Only <@U0ANA>/,
    ],
  ])('is refused when %s', (_, request, decision, why) => {
    expect(() => decide(request, decision)).toThrow(why);
  });

  it('of the requester confirms a plan that needs nobody else', () => {
    expect(decide(aRequest({ require: [] }), aDecision({ by: 'U0ANA', meets: [] })).status).toBe('approved');
  });

  it('denies for good', () => {
    expect(decide(aRequest(), aDecision({ type: 'deny', reason: 'no' }))).toMatchObject({
      status: 'denied',
      closedAt: 2000,
    });
  });
});

describe('a quorum of several entries', () => {
  const require = [
    { min: 1, from: 'S0DELIV' },
    { min: 1, from: 'approver' },
  ];

  it('is not met by one person who could stand for both', () => {
    expect(
      missingApprovals({ require, fingerprint: 'f', decisions: [aDecision({ fingerprint: 'f', meets: [0, 1] })] }),
    ).toHaveLength(1);
  });

  it('gives the person who can stand for both the seat that is left', () => {
    const decisions = [
      aDecision({ by: 'U1', fingerprint: 'f', meets: [0, 1] }),
      aDecision({ by: 'U2', fingerprint: 'f', meets: [0] }),
    ];
    expect(missingApprovals({ require, fingerprint: 'f', decisions })).toEqual([]);
  });

  it('does not count an approval of another plan', () => {
    expect(
      missingApprovals({
        require: [require[1] ?? { min: 1, from: 'x' }],
        fingerprint: 'new',
        decisions: [aDecision({ fingerprint: 'old' })],
      }),
    ).toHaveLength(1);
  });
});

describe('the end of a request', () => {
  it('comes by itself once its time is over, and only then', () => {
    expect(expire(aRequest(), 99_999)).toBeUndefined();
    expect(expire(aRequest(), 100_000)).toEqual({ ...aRequest(), status: 'expired', closedAt: 100_000, version: 1 });
    expect(expire(aRequest({ status: 'approved' }), 200_000)).toBeUndefined();
  });

  it('can be brought about by the requester alone', () => {
    expect(withdraw(aRequest(), 'U0ANA', 5)).toEqual({ ...aRequest(), status: 'withdrawn', closedAt: 5, version: 1 });
    expect(() => withdraw(aRequest(), 'U0BO', 5)).toThrow(
      expect.objectContaining({ code: 'forbidden', message: 'Only <@U0ANA> can withdraw this request.' }),
    );
    expect(() => withdraw(aRequest({ status: 'approved' }), 'U0ANA', 5)).toThrow(
      expect.objectContaining({ code: 'conflict', message: expect.stringMatching(/being applied/) }),
    );
  });

  it('is what its outcome says, and a later finding keeps the time of the first', () => {
    const running = aRequest({ status: 'approved', progress: 'Waiting.', inverse: 'old', version: 3 });
    const failed = closeWithOutcome(running, { status: 'failed', text: 'no', inverse: { a: 1 } }, undefined, 1000);
    const { progress: _, inverse: __, ...rest } = running;
    expect(failed).toEqual({
      ...rest,
      status: 'failed',
      outcome: { status: 'failed', text: 'no' },
      closedAt: 1000,
      version: 4,
    });
    expect(closeWithOutcome(failed, { status: 'applied', text: 'ok' }, 'inv', 2000)).toMatchObject({
      status: 'applied',
      inverse: 'inv',
      closedAt: 1000,
      version: 5,
    });
  });
});

describe('Undo', () => {
  const day = 86_400_000;
  const ended = (status: 'applied' | 'failed' | 'refused', over = {}, inverse?: string) =>
    closeWithOutcome(aRequest({ status: 'approved' }), { status, text: 'so', ...over }, inverse, 1000);
  const isOffered = (...args: Parameters<typeof ended>) => canUndo(ended(...args), 2000);

  it('is offered for 30 days, unless it has been done', () => {
    const applied = ended('applied', {}, 'inv');
    expect(canUndo(applied, 1000 + 30 * day - 1)).toBe(true);
    expect(canUndo(applied, 1000 + 30 * day)).toBe(false);
    expect(canUndo({ ...applied, undoneBy: 'r-2' }, 2000)).toBe(false);
  });

  it('is offered for what was written, also of a plan that failed on its way', () => {
    expect(isOffered('failed', {}, 'inv')).toBe(true);
    expect(isOffered('applied', { undoable: true })).toBe(true);
    expect(isOffered('failed', { undoable: true })).toBe(true);
  });

  it('is not offered where nothing was written, or nothing can be put back', () => {
    expect(isOffered('failed')).toBe(false);
    expect(isOffered('applied')).toBe(false);
    expect(isOffered('refused', { undoable: true })).toBe(false);
    for (const status of ['pending', 'approved', 'denied', 'expired', 'withdrawn'] as const)
      expect(canUndo(aRequest({ status, inverse: 'inv', closedAt: 1000 }), 2000)).toBe(false);
    expect(canUndo(aRequest({ status: 'applied' }), 2000)).toBe(false);
  });

  it('is what a card says of a request, with who is still missing', () => {
    expect(requestFacts(ended('applied', {}, 'inv'), 2000)).toMatchObject({ written: true, undo: true });
    expect(requestFacts(ended('applied', {}, 'inv'), 1000 + 30 * day)).toMatchObject({ written: true, undo: false });
    expect(requestFacts(aRequest(), 2000)).toEqual({
      missing: [{ requirement: { min: 1, from: 'approver' }, shortBy: 1 }],
      written: false,
      undo: false,
    });
  });
});

describe('what an undo has put back', () => {
  const zones = ['a.com', 'b.com'];
  const undo = (status: ApprovalRequest['status'], over: Partial<ApprovalRequest> = {}, unchanged?: string[]) => {
    const { proposal } = aRequest();
    return aRequest({ status, proposal: { ...proposal, subjects: zones, ...(unchanged && { unchanged }) }, ...over });
  };
  const outcome = (written: Record<string, 'all' | 'part' | 'unknown'>) => ({
    outcome: { status: 'failed' as const, text: 'no', written },
  });

  it('is all of it once it is applied, with what needed no change', () => {
    expect(restoredSubjects(undo('applied'))).toEqual(zones);
    expect(restoredSubjects(undo('applied', {}, ['c.com']))).toEqual([...zones, 'c.com']);
  });

  it('is only what was written as a whole where it failed on its way', () => {
    expect(restoredSubjects(undo('failed', outcome({ 'a.com': 'all', 'b.com': 'part' })))).toEqual(['a.com']);
    expect(restoredSubjects(undo('failed', outcome({ 'a.com': 'unknown' }), ['c.com']))).toEqual(['c.com']);
    expect(restoredSubjects(undo('failed'))).toEqual([]);
    expect(restoredSubjects(undo('failed', { outcome: { status: 'failed', text: 'no' } }))).toEqual([]);
  });

  it('is nothing where it was not carried out', () => {
    for (const status of ['pending', 'approved', 'denied', 'refused', 'expired', 'withdrawn'] as const)
      expect(restoredSubjects(undo(status, {}, ['c.com']))).toEqual([]);
  });

  it('is nothing where its plan names no parts', () => {
    const { subjects: _, ...proposal } = aRequest().proposal;
    expect(restoredSubjects(aRequest({ status: 'applied', proposal }))).toEqual([]);
  });
});

describe('a request of which something was put back', () => {
  const original = (over: Partial<ApprovalRequest> = {}) =>
    aRequest({
      status: 'applied',
      outcome: { status: 'applied', text: 'ok', written: { 'a.com': 'all', 'b.com': 'all' } },
      ...over,
    });
  const undo = { id: 'r-undo', status: 'applied' as const };

  it('is undone for that part, and can still be undone for the rest', () => {
    const half = markSubjectsUndone(original(), undo, ['a.com']);
    expect(half).toEqual({ ...original(), undone: { 'a.com': 'r-undo' }, version: 1 });
  });

  it('is undone as a whole once every part is', () => {
    const before = original({ undone: { 'a.com': 'r-first' } });
    expect(markSubjectsUndone(before, undo, ['a.com', 'b.com'])).toEqual({
      ...before,
      undone: { 'a.com': 'r-first', 'b.com': 'r-undo' },
      undoneBy: 'r-undo',
      version: 1,
    });
  });

  it('stays as it is where the undo brought nothing new', () => {
    expect(markSubjectsUndone(original({ undone: { 'a.com': 'r-first' } }), undo, ['a.com'])).toBeUndefined();
    expect(markSubjectsUndone(original(), undo, [])).toBeUndefined();
    expect(markSubjectsUndone(original({ undoneBy: 'r-first' }), undo, ['a.com'])).toBeUndefined();
  });

  it('without parts of its own is undone by an undo that was applied, and by no other', () => {
    for (const outcome of [{ outcome: { status: 'applied' as const, text: 'ok' } }, {}]) {
      const whole = aRequest({ status: 'applied', ...outcome });
      expect(markSubjectsUndone(whole, undo, [])).toEqual({ ...whole, undone: {}, undoneBy: 'r-undo', version: 1 });
      expect(markSubjectsUndone(whole, { ...undo, status: 'failed' }, [])).toBeUndefined();
      const part = markSubjectsUndone(whole, { ...undo, status: 'failed' }, ['a.com']);
      expect(part).toMatchObject({ undone: { 'a.com': 'r-undo' } });
      expect(part).not.toHaveProperty('undoneBy');
    }
  });
});
