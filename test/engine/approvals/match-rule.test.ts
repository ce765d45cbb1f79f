import { describe, expect, it } from 'vitest';
import {
  hasRuleFor,
  isDefaultRule,
  matchRule,
  Policy,
  undoGate,
  withFloor,
} from '../../../src/engine/approvals/policy/policy.ts';

const none = { rules: [] };
const proposal = (over: object = {}) => ({
  effect: 'destructive' as const,
  risk: { level: 'low' as const, reasons: [] },
  confirm: true,
  ...over,
});
const rules = (...list: object[]) => Policy.parse({ rules: list });

describe('without any rule', () => {
  const somebodyElse = { require: [{ min: 1, from: 'approver' }], expires: 'next working day' };

  it('what deletes or costs needs one approver until the end of the next working day', () => {
    for (const effect of ['destructive', 'spends'] as const)
      expect(matchRule(none, none, 'x y', proposal({ effect, confirm: false }))).toMatchObject(somebodyElse);
  });
  it('what is of high risk needs one too, even if it only adds', () => {
    const write = (level: string, confirm: boolean) =>
      matchRule(none, none, 'dns add', proposal({ effect: 'write', risk: { level, reasons: [] }, confirm }));
    expect(write('high', true)).toMatchObject(somebodyElse);
    expect(write('high', false)).toMatchObject(somebodyElse);
    expect(write('medium', true)).toMatchObject({ require: [], expires: 86_400_000 });
  });
  it('a DNS write is confirmed by the requester, and any other write runs at once', () => {
    expect(matchRule(none, none, 'dns add', proposal({ effect: 'write' }))).toMatchObject({ require: [] });
    expect(matchRule(none, none, 'tags create', proposal({ effect: 'write', confirm: false }))).toBeUndefined();
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

describe('an undo', () => {
  const risk = (level: 'low' | 'medium' | 'high') => ({ risk: { level, reasons: [] } });
  const approver = [{ min: 1, from: 'approver' }];
  const gate = matchRule(none, none, 'dns delete', proposal());

  it('of what the requester confirmed alone is confirmed by its requester, though it deletes', () => {
    expect(undoGate(gate, risk('medium'), [])).toMatchObject({
      require: [],
      rule: 'an undo needs nobody more than what it undoes',
    });
  });
  it('of high risk needs whom any plan like it needs', () =>
    expect(undoGate(gate, risk('high'), [])?.require).toEqual(approver));
  it('needs no more people, and no others, than what it undoes', () => {
    expect(undoGate(gate, risk('low'), approver)).toBe(gate);
    expect(undoGate(gate, risk('low'), [{ min: 2, from: 'approver' }])).toBe(gate);
    expect(undoGate(gate, risk('low'), [{ min: 1, from: 'S0DELIV' }])?.require).toEqual([{ min: 1, from: 'S0DELIV' }]);
    const two = gate && { ...gate, require: [{ min: 2, from: 'approver' }] };
    expect(undoGate(two, risk('low'), approver)?.require).toEqual(approver);
  });
  it('of what ran at once runs at once, where no rule asks anybody', () =>
    expect(undoGate(undefined, risk('low'), [])).toBeUndefined());
});

describe('whom no rule can leave out', () => {
  const admin = [{ min: 1, from: 'admin' }];
  const gate = (require: { min: number; from: string }[]) => ({
    rule: 'setup',
    require,
    expires: 1000,
    reason: 'required' as const,
  });

  it('has to agree where nothing else is asked for, or only the requester', () => {
    expect(withFloor(undefined, admin)).toMatchObject({ require: admin, rule: 'always: 1 more admin' });
    expect(withFloor(gate([]), admin)).toEqual({ ...gate(admin), rule: 'setup; always: 1 more admin' });
  });

  it('comes on top of whom a rule asks for', () =>
    expect(withFloor(gate([{ min: 1, from: 'approver' }]), admin)?.require).toEqual([
      { min: 1, from: 'approver' },
      { min: 1, from: 'admin' },
    ]));

  it('is not asked for twice where the rule asks for as many', () => {
    expect(withFloor(gate(admin), admin)).toEqual(gate(admin));
    expect(withFloor(gate(admin), [{ min: 2, from: 'admin' }])?.require).toHaveLength(2);
  });

  it('changes nothing where there is nobody', () => {
    expect(withFloor(undefined, [])).toBeUndefined();
    expect(withFloor(gate([]), [])).toEqual(gate([]));
  });
});

describe('whether somebody wrote the rule that decided', () => {
  it('is told by the rules, and by what the request says', () => {
    const { rules: written } = rules({ name: 'adds', when: { command: 'dns add' }, require: [] });
    expect(hasRuleFor({ rules: written }, 'dns add', proposal())).toBe(true);
    expect(hasRuleFor({ rules: written }, 'dns set', proposal())).toBe(false);
    expect(['runs at once', 'default: somebody else approves', 'adds'].map(isDefaultRule)).toEqual([true, true, false]);
  });
});
