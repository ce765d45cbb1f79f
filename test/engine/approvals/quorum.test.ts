import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../../src/engine/approvals/policy/policy.ts';
import { closedText, decide, missingApprovals } from '../../../src/engine/approvals/request/decide.ts';
import type { ApprovalRequest, RequestStatus } from '../../../src/engine/approvals/request/request.ts';
import { aDecision, aRequest } from '../../helpers/requests.ts';

/** Who presses, and which entries of the rule they could stand for. */
type Press = readonly [by: string, meets: readonly number[]];
const approvals = (presses: readonly Press[]) => presses.map(([by, meets]) => aDecision({ by, meets }));
const pressed = (require: readonly Requirement[], ...presses: Press[]): ApprovalRequest =>
  approvals(presses).reduce(decide, aRequest({ require }));
const lacking = (require: readonly Requirement[], ...presses: Press[]) =>
  missingApprovals({ ...aRequest({ require }), decisions: approvals(presses) }).map(
    ({ requirement, shortBy }) => `${shortBy} of ${requirement.from}`,
  );

const [group, approver] = [0, 1];
const groupAndApprover = [
  { min: 1, from: 'S0DELIV' },
  { min: 1, from: 'approver' },
];
const twoApprovers = [{ min: 2, from: 'approver' }];

describe('a rule that asks for one of a group and one approver', () => {
  it.each<[string, Press[], string[]]>([
    ['nobody has pressed', [], ['1 of S0DELIV', '1 of approver']],
    [
      'two approvers press and nobody of the group',
      [
        ['U1', [approver]],
        ['U2', [approver]],
      ],
      ['1 of S0DELIV'],
    ],
    [
      'two of the group press and no approver',
      [
        ['U1', [group]],
        ['U2', [group]],
      ],
      ['1 of approver'],
    ],
    ['one person presses who is both', [['U1', [group, approver]]], ['1 of approver']],
  ])('stays open while %s', (_, presses, open) => {
    expect(pressed(groupAndApprover, ...presses).status).toBe('pending');
    expect(lacking(groupAndApprover, ...presses)).toEqual(open);
  });

  it.each<[string, Press[]]>([
    [
      'one of the group, then an approver',
      [
        ['U1', [group]],
        ['U2', [approver]],
      ],
    ],
    [
      'an approver, then one of the group',
      [
        ['U1', [approver]],
        ['U2', [group]],
      ],
    ],
    [
      'somebody who is both, then one of the group',
      [
        ['U1', [group, approver]],
        ['U2', [group]],
      ],
    ],
    [
      'somebody who is both, then an approver',
      [
        ['U1', [group, approver]],
        ['U2', [approver]],
      ],
    ],
    [
      'one of the group, then somebody who is both',
      [
        ['U1', [group]],
        ['U2', [group, approver]],
      ],
    ],
    [
      'two approvers, then one of the group',
      [
        ['U1', [approver]],
        ['U2', [approver]],
        ['U3', [group]],
      ],
    ],
  ])('is met by %s', (_, presses) => {
    expect(pressed(groupAndApprover, ...presses).status).toBe('approved');
    expect(lacking(groupAndApprover, ...presses)).toEqual([]);
  });
});

describe('a rule that asks for several of the same', () => {
  it('stays open after the first, saying that one more is needed, and is met by the second', () => {
    expect(lacking(twoApprovers)).toEqual(['2 of approver']);
    expect(lacking(twoApprovers, ['U1', [0]])).toEqual(['1 of approver']);
    expect(pressed(twoApprovers, ['U1', [0]]).status).toBe('pending');
    expect(pressed(twoApprovers, ['U1', [0]], ['U2', [0]]).status).toBe('approved');
  });

  it('beside one of a group stays open while three approvers press and nobody of the group', () => {
    const require = [...twoApprovers, { min: 1, from: 'S0DELIV' }];
    const three: Press[] = ['U1', 'U2', 'U3'].map((by) => [by, [0]]);
    expect(pressed(require, ...three).status).toBe('pending');
    expect(lacking(require, ...three)).toEqual(['1 of S0DELIV']);
    expect(pressed(require, ...three, ['U4', [1]]).status).toBe('approved');
  });

  it('moves people along until the one who is left has a place', () => {
    const require = ['S1', 'S2', 'S3'].map((from) => ({ min: 1, from }));
    expect(lacking(require, ['U1', [0, 1]], ['U2', [1, 2]], ['U3', [0]])).toEqual([]);
    expect(lacking(require, ['U1', [0, 1]], ['U2', [0, 1]], ['U3', [0, 1]])).toEqual(['1 of S3']);
  });
});

describe('what does not count towards a rule', () => {
  it('is a denial', () =>
    expect(missingApprovals({ ...aRequest(), decisions: [aDecision({ type: 'deny' })] })).toHaveLength(1));

  it('is an approval of the plan as it was before', () => {
    const before = aDecision({ by: 'U1', fingerprint: 'e'.repeat(64) });
    const request = aRequest({ require: twoApprovers, decisions: [before] });
    expect(decide(request, aDecision({ by: 'U2' })).status).toBe('pending');
  });
});

describe('a press on a card that waits', () => {
  it('is kept with those before it, and nothing else of the request changes', () => {
    const [first, second] = [aDecision({ by: 'U1' }), aDecision({ by: 'U2', reason: 'looks right' })];
    const request = aRequest({ require: [{ min: 3, from: 'approver' }], decisions: [first], version: 4 });
    expect(decide(request, second)).toEqual({ ...request, decisions: [first, second], version: 5 });
  });

  it('that fills the quorum leaves the request to be carried out, not closed', () =>
    expect(decide(aRequest(), aDecision())).not.toHaveProperty('closedAt'));

  it('that denies ends it, however many have approved, and somebody who approved may still do so', () => {
    const request = aRequest({ require: twoApprovers, decisions: [aDecision({ by: 'U1' })] });
    for (const by of ['U1', 'U2'])
      expect(decide(request, aDecision({ by, type: 'deny', at: 3000 }))).toMatchObject({
        status: 'denied',
        closedAt: 3000,
        version: 1,
      });
  });

  it('is refused at the moment of its expiry and taken one millisecond before', () => {
    expect(decide(aRequest(), aDecision({ at: 99_999 })).status).toBe('approved');
    expect(() => decide(aRequest(), aDecision({ at: 100_000 }))).toThrow(
      expect.objectContaining({ code: 'conflict', hint: 'Ask again if it is still needed.' }),
    );
  });

  it('tells the requester how to take it back instead of denying it', () => {
    const own = (verdict: 'approve' | 'deny') => () => decide(aRequest(), aDecision({ by: 'U0ANA', type: verdict }));
    expect(own('deny')).toThrow(
      expect.objectContaining({ code: 'forbidden', hint: expect.stringMatching(/Withdraw/) }),
    );
    expect(own('approve')).toThrow(expect.objectContaining({ code: 'forbidden', hint: 'Nothing was changed.' }));
  });

  it('of the requester is refused even if the rule would take it', () =>
    expect(() => decide(aRequest(), aDecision({ by: 'U0ANA', meets: [0] }))).toThrow(/somebody else has to decide/));

  it('of somebody whom the rule does not name says who gives the right', () =>
    expect(() => decide(aRequest(), aDecision({ meets: [] }))).toThrow(
      expect.objectContaining({ code: 'forbidden', hint: expect.stringContaining('/litemail setup') }),
    ));

  it('on a plan that has changed sends to the newest card', () =>
    expect(() => decide(aRequest(), aDecision({ fingerprint: 'e'.repeat(64) }))).toThrow(
      expect.objectContaining({ code: 'drift', hint: 'Use the newest card.' }),
    ));

  it('of the requester, where nobody else is asked, can also call it off', () =>
    expect(decide(aRequest({ require: [] }), aDecision({ by: 'U0ANA', meets: [], type: 'deny' })).status).toBe(
      'denied',
    ));

  it('of anybody else, where nobody else is asked, neither confirms it nor calls it off', () => {
    for (const verdict of ['approve', 'deny'] as const)
      expect(() => decide(aRequest({ require: [] }), aDecision({ meets: [], type: verdict }))).toThrow(
        expect.objectContaining({ code: 'forbidden', message: 'Only <@U0ANA> can confirm this plan.' }),
      );
  });

  it('that comes a second time is no second approval', () => {
    const once = decide(aRequest({ require: twoApprovers }), aDecision());
    expect(() => decide(once, aDecision({ at: 5000 }))).toThrow(
      expect.objectContaining({ code: 'conflict', message: expect.stringContaining('your first decision counts') }),
    );
  });
});

describe('a press that comes too late', () => {
  const by = {
    decisions: [aDecision({ by: 'U1' }), aDecision({ by: 'U2' }), aDecision({ by: 'U1', type: 'deny' })],
  };

  it.each<[RequestStatus, string]>([
    ['approved', 'has been approved and is being applied (decided by <@U1>, <@U2>)'],
    ['applied', 'has been approved and applied (decided by <@U1>, <@U2>)'],
    ['failed', 'has been approved, but applying it failed (decided by <@U1>, <@U2>)'],
    ['refused', 'was approved, then refused because a record had changed (decided by <@U1>, <@U2>)'],
    ['denied', 'has been denied (decided by <@U1>, <@U2>)'],
    ['expired', 'has expired'],
    ['withdrawn', 'has been withdrawn by <@U0ANA>'],
  ])('on a request that is %s is told how it ended and changes nothing', (status, ended) => {
    const request = aRequest({ status, ...by });
    expect(closedText(request)).toBe(`This request ${ended}. Nothing more was done.`);
    expect(() => decide(request, aDecision({ by: 'U3' }))).toThrow(
      expect.objectContaining({ code: 'conflict', message: closedText(request) }),
    );
  });
});
