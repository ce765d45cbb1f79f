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
    expect(matchRule(none, none, 'dns list', proposal({ effect: 'read' }))).toBeUndefined();
  });
  it('the request says that no rule decided, so that a later default does not judge it again', () => {
    const said = (over: object) => matchRule(none, none, 'dns add', proposal(over))?.rule ?? '';
    expect([said({}), said({ effect: 'write' })].map(isDefaultRule)).toEqual([true, true]);
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

  it('a rule about an effect, a noun or a command is about nothing else', () => {
    const one = (when: object) => rules({ name: 'ours', when, require: [{ min: 2, from: 'approver' }] });
    const decided = (when: object, command: string, over: object) =>
      matchRule(one(when), none, command, proposal(over))?.rule;
    expect(decided({ effect: 'spends' }, 'wallet top-up', { effect: 'spends' })).toBe('ours');
    expect(decided({ effect: 'spends' }, 'dns delete', { effect: 'destructive' })).toMatch(/^default/);
    expect(decided({ noun: 'dns' }, 'domains dns', {})).toMatch(/^default/);
    expect(decided({ command: 'dns set' }, 'dns delete', {})).toMatch(/^default/);
    expect(decided({ noun: 'dns', effect: 'spends' }, 'dns delete', {})).toMatch(/^default/);
  });

  it('of a team alone decide as they are written, where they ask for anybody', () => {
    const two = [{ min: 2, from: 'U0BOSS' }];
    const team = rules({ name: 'ours', require: two, expires: '2h', reason: 'required' });
    const gate = { rule: 'ours', require: two, expires: 7_200_000, reason: 'required' };
    expect(matchRule(none, team, 'dns delete', proposal())).toEqual(gate);
    expect(matchRule(none, team, 'tags create', proposal({ effect: 'write', confirm: false }))).toEqual(gate);
    const loose = rules({ name: 'loose', require: [] });
    expect(matchRule(none, loose, 'tags create', proposal({ effect: 'write', confirm: false }))).toMatchObject({
      rule: 'loose',
      require: [],
    });
  });

  it.each([
    ['required', 'optional', 'required'],
    ['optional', 'required', 'required'],
    ['required', 'required', 'required'],
    ['optional', 'optional', 'optional'],
  ])('a reason is asked for where one of both asks: %s and %s', (floors, teams, both) => {
    const named = (name: string, reason: string) => rules({ name, require: [], reason });
    expect(matchRule(named('floor', floors), named('team', teams), 'dns set', proposal())).toMatchObject({
      rule: 'floor; team',
      reason: both,
    });
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

describe('a rule that somebody writes', () => {
  const read = (over: object) => Policy.safeParse({ rules: [{ name: 'ours', require: [], ...over }] });
  const expires = (text: string) => read({ expires: text }).data?.rules[0]?.expires;

  it.each([
    ['1m', 60_000],
    ['90m', 5_400_000],
    ['4h', 14_400_000],
    ['365d', 31_536_000_000],
  ])('may let a request wait for %s', (text, milliseconds) => expect(expires(text)).toBe(milliseconds));

  it.each(['0m', '366d', '24', 'h', '1.5h', '-1h', 'in 4h', '4h or so', ''])(
    'is refused where a request is to wait for “%s”',
    (text) => expect(read({ expires: text }).success).toBe(false),
  );

  it('waits for a day and asks for no reason where it does not say', () =>
    expect(read({}).data?.rules[0]).toMatchObject({ expires: 86_400_000, reason: 'optional', when: {} }));

  it.each([
    { require: [{ min: 0, from: 'approver' }] },
    { require: [{ min: 101, from: 'approver' }] },
    { require: [{ min: 1.5, from: 'approver' }] },
    { require: [{ min: 1, from: '' }] },
    { when: { effect: 'read' } },
    { when: { risk: 'extreme' } },
    { when: { role: 'viewer' } },
    { reason: 'perhaps' },
    { name: '' },
    { requires: [] },
  ])('is refused where it says %j', (over) => expect(read(over).success).toBe(false));

  it('may be about each effect and each risk', () => {
    for (const effect of ['write', 'destructive', 'spends']) expect(read({ when: { effect } }).success).toBe(true);
    for (const risk of ['low', 'medium', 'high']) expect(read({ when: { risk } }).success).toBe(true);
    for (const reason of ['required', 'optional']) expect(read({ reason }).success).toBe(true);
  });

  it('names people, usergroups and channels by their ids', () => {
    const isTaken = (policy: object) => Policy.safeParse(policy).success;
    expect(
      isTaken({ roles: { admin: ['U0ANA', 'W0BO', 'S0OPS', '*'] }, channels: { approvals: 'C0A', audit: 'G0B' } }),
    ).toBe(true);
    for (const id of ['@ana', 'xU0ANA', 'U0ANA x', 'U', '**', ''])
      expect(isTaken({ roles: { admin: [id] } })).toBe(false);
    for (const id of ['#ops', 'xC0OPS', 'C0OPS x', 'C']) expect(isTaken({ channels: { approvals: id } })).toBe(false);
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
    const both = gate && { ...gate, require: [...approver, { min: 1, from: 'S0DELIV' }] };
    expect(undoGate(both, risk('low'), approver)?.require).toEqual(approver);
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
