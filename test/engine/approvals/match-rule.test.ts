import { describe, expect, it } from 'vitest';
import { matchRule, Policy } from '../../../src/engine/approvals/policy/policy.ts';

const none = { rules: [] };
const proposal = (over: object = {}) => ({
  effect: 'destructive' as const,
  risk: { level: 'low' as const, reasons: [] },
  confirm: true,
  ...over,
});
const rules = (...list: object[]) => Policy.parse({ rules: list });

describe('without any rule', () => {
  it('what deletes or costs needs one approver within a day', () => {
    for (const effect of ['destructive', 'spends'] as const) {
      expect(matchRule(none, none, 'x y', proposal({ effect, confirm: false }))).toMatchObject({
        require: [{ min: 1, from: 'approver' }],
        expires: 86_400_000,
      });
    }
  });
  it('a DNS write is confirmed by the requester, and any other write runs at once', () => {
    expect(matchRule(none, none, 'dns add', proposal({ effect: 'write' }))).toMatchObject({ require: [] });
    expect(matchRule(none, none, 'domains connect', proposal({ effect: 'write', confirm: false }))).toBeUndefined();
  });
});

describe('with rules', () => {
  const floor = rules(
    {
      name: 'high',
      when: { risk: 'high' },
      require: [{ min: 2, from: 'approver' }],
      expires: '4h',
      reason: 'required',
    },
    { name: 'adds', when: { command: 'dns add', risk: 'low' }, require: [] },
    { name: 'dns', when: { noun: 'dns' }, require: [{ min: 1, from: 'S0DELIV' }] },
  );

  it('the first that matches decides', () => {
    expect(matchRule(floor, none, 'dns delete', proposal({ risk: { level: 'high', reasons: [] } }))).toMatchObject({
      rule: 'high',
      expires: 14_400_000,
      reason: 'required',
    });
    expect(matchRule(floor, none, 'dns add', proposal({ effect: 'write' }))).toMatchObject({
      rule: 'adds',
      require: [],
    });
    expect(matchRule(floor, none, 'dns set', proposal())).toMatchObject({ rule: 'dns' });
  });

  it('a star stands for any words, so that one rule is about many commands', () => {
    const many = rules({ name: 'all dns', when: { command: 'dns *' }, require: [{ min: 1, from: 'U0BOSS' }] });
    expect(matchRule(many, none, 'dns add', proposal({ effect: 'write' }))?.rule).toBe('all dns');
    expect(matchRule(many, none, 'domains dns', proposal())?.rule).not.toBe('all dns');
  });

  it('what a team adds comes on top of the deployment’s floor and never loosens it', () => {
    const team = rules(
      { name: 'ours', when: {}, require: [{ min: 1, from: 'U0BOSS' }], expires: '2h' },
      { name: 'loose', when: {}, require: [] },
    );
    expect(matchRule(floor, team, 'dns set', proposal())).toMatchObject({
      require: [
        { min: 1, from: 'S0DELIV' },
        { min: 1, from: 'U0BOSS' },
      ],
      expires: 7_200_000,
    });
    const loose = rules({ name: 'loose', when: {}, require: [] });
    expect(matchRule(floor, loose, 'dns set', proposal())?.require).toEqual([{ min: 1, from: 'S0DELIV' }]);
    expect(matchRule(none, loose, 'mailboxes remove', proposal({ confirm: false }))?.require).toEqual([
      { min: 1, from: 'approver' },
    ]);
  });
});
