import { describe, expect, it } from 'vitest';
import { canActAs, mergePolicy, rolesOf } from '../../../src/engine/approvals/policy/access.ts';
import { Policy } from '../../../src/engine/approvals/policy/policy.ts';

const person = (over: object = {}) => ({
  id: 'U1',
  isTeamAdmin: false,
  isFullMember: true,
  groups: new Set<string>(),
  ...over,
});
const policy = (roles: object) => Policy.parse({ roles });
const roles = (...args: Parameters<typeof rolesOf>) => [...rolesOf(...args)];

describe('the roles of a person', () => {
  it('are none for guests and people of other organisations, even when they are named', () => {
    expect(roles(policy({ admin: ['U1'], viewer: ['*'] }), person({ isFullMember: false, isTeamAdmin: true }))).toEqual(
      [],
    );
  });
  it('are viewer for every full member as long as nothing else is said', () => {
    expect(roles(policy({}), person())).toEqual(['viewer']);
    expect(roles(policy({ viewer: ['U2'] }), person())).toEqual([]);
  });
  it('are admin and approver for those who run the Slack team, until somebody is named', () => {
    expect(roles(policy({}), person({ isTeamAdmin: true }))).toEqual(['viewer', 'approver', 'admin']);
    expect(roles(policy({ approver: ['U2'] }), person({ isTeamAdmin: true }))).toEqual(['viewer', 'admin']);
    expect(roles(policy({ admin: ['U2'], approver: ['U2'] }), person({ isTeamAdmin: true }))).toEqual(['viewer']);
  });
  it('do not imply each other', () => {
    expect(roles(policy({ admin: ['U1'], viewer: ['U2'] }), person())).toEqual(['admin']);
  });
  it('are everybody’s where that is said', () => {
    expect(roles(policy({ operator: ['*'] }), person())).toEqual(['viewer', 'operator']);
  });
  it('come through usergroups too', () => {
    expect(roles(policy({ operator: ['S1'] }), person({ groups: new Set(['S1']) }))).toEqual(['viewer', 'operator']);
  });
});

describe('who may stand for an entry of a rule', () => {
  const approver = new Set(['approver'] as const);
  it('is whoever has the role, is named, or is in the group, and never a guest', () => {
    expect(canActAs('approver', person(), approver)).toBe(true);
    expect(canActAs('approver', person(), new Set())).toBe(false);
    expect(canActAs('U1', person(), new Set())).toBe(true);
    expect(canActAs('S1', person({ groups: new Set(['S1']) }), new Set())).toBe(true);
    expect(canActAs('approver', person({ isFullMember: false }), approver)).toBe(false);
  });
});

describe('the deployment’s policy with a team’s own', () => {
  it('adds people, keeps the floor’s channel, and keeps all rules', () => {
    const floor = Policy.parse({
      channels: { approvals: 'C1' },
      roles: { admin: ['U1'] },
      rules: [{ name: 'a', require: [] }],
    });
    const team = Policy.parse({
      channels: { approvals: 'C2', audit: 'C3' },
      roles: { admin: ['U2'], operator: ['U3'] },
      rules: [{ name: 'b', require: [] }],
    });
    expect(mergePolicy(floor, team)).toMatchObject({
      channels: { approvals: 'C1', audit: 'C3' },
      roles: { admin: ['U1', 'U2'], operator: ['U3'] },
    });
    expect(mergePolicy(floor, team).rules.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(Object.keys(mergePolicy(floor, team).roles).sort()).toEqual(['admin', 'operator']);
    expect(mergePolicy(team, floor).roles).toEqual({ admin: ['U2', 'U1'], operator: ['U3'] });
  });
});
