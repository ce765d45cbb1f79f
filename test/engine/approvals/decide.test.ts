import { describe, expect, it } from 'vitest';
import {
  canUndo,
  closeWithOutcome,
  decide,
  expire,
  missingApprovals,
  withdraw,
} from '../../../src/engine/approvals/request/decide.ts';
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
    expect(expire(aRequest(), 100_000)).toMatchObject({ status: 'expired' });
    expect(expire(aRequest({ status: 'approved' }), 200_000)).toBeUndefined();
  });

  it('can be brought about by the requester alone', () => {
    expect(withdraw(aRequest(), 'U0ANA', 5).status).toBe('withdrawn');
    expect(() => withdraw(aRequest(), 'U0BO', 5)).toThrow(/Only <@U0ANA>/);
    expect(() => withdraw(aRequest({ status: 'approved' }), 'U0ANA', 5)).toThrow(/being applied/);
  });

  it('keeps what undoes it for 30 days, unless it has been undone', () => {
    const day = 86_400_000;
    const applied = closeWithOutcome(
      aRequest({ status: 'approved', progress: 'x' }),
      { status: 'applied', text: 'ok' },
      'inv',
      1000,
    );
    expect(applied).not.toHaveProperty('progress');
    expect(canUndo(applied, 1000 + 30 * day - 1)).toBe(true);
    expect(canUndo(applied, 1000 + 30 * day)).toBe(false);
    expect(canUndo({ ...applied, undoneBy: 'r-2' }, 2000)).toBe(false);
    expect(
      canUndo(closeWithOutcome(aRequest({ status: 'approved' }), { status: 'failed', text: 'no' }, undefined, 1), 2),
    ).toBe(false);
  });
});
