import { describe, expect, it } from 'vitest';
import { createAccess } from '../../../src/engine/approvals/policy/access.ts';
import { Policy } from '../../../src/engine/approvals/policy/policy.ts';
import type { People, Person } from '../../../src/ports/people.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const member = (id: string, over: Partial<Person> = {}): Person => ({
  id,
  name: id,
  isTeamAdmin: false,
  isFullMember: true,
  ...over,
});
const gone = (id: string): Person => member(id, { isFullMember: false, outsider: 'deactivated' });

/** A Slack with these people and usergroups, and the roles and rules of a team. */
function team(policy: object, everybody: Person[], groups: Record<string, string[]> = {}) {
  const asked: string[] = [];
  const people: People = {
    person: async (_team, id, { live = false } = {}) => {
      asked.push(`${id}${live ? ' now' : ''}`);
      return everybody.find((person) => person.id === id);
    },
    group: async (_team, id) => groups[id] ?? [],
    forgetGroup: () => undefined,
    everybody: async () => everybody.filter(({ isFullMember }) => isFullMember),
  };
  const settings = { teamId: 'T1', policy: Policy.parse(policy), secrets: {}, version: 1 };
  const teams = { get: async () => settings, replace: async () => true, all: async () => [settings] };
  const deploymentPolicy = Policy.parse({});
  return { asked, people, ...createAccess({ people, teams, deploymentPolicy, clock: manualClock() }) };
}

describe('which entries of a rule somebody stands for', () => {
  const require = [
    { min: 1, from: 'S0DELIV' },
    { min: 1, from: 'approver' },
    { min: 1, from: 'U3' },
    { min: 1, from: 'S0OLD' },
  ];
  const { meets } = team(
    { roles: { approver: ['U2', 'U4', 'U5'] } },
    [member('U1'), member('U2'), member('U3'), member('U4'), gone('U5')],
    { S0DELIV: ['U1', 'U4'], S0OLD: ['U1'] },
  );
  it.each<[string, string, number[]]>([
    ['one of the group', 'U1', [0, 3]],
    ['an approver who is not in it', 'U2', [1]],
    ['the person who is named', 'U3', [2]],
    ['an approver of the group', 'U4', [0, 1]],
    ['an approver who has left', 'U5', []],
    ['somebody whom Slack does not know', 'U6', []],
  ])('is judged for each of them: %s', async (_, user, entries) => {
    expect(await meets('T1', user, require)).toEqual(entries);
  });
});

describe('who can act as admin', () => {
  const owner = member('U1', { isTeamAdmin: true });
  const eligible = (access: ReturnType<typeof team>, except = 'U9') => access.eligible('T1', 'admin', except);

  it('is who runs the Slack team while nobody is named', async () =>
    expect(await eligible(team({}, [owner, member('U2')]))).toEqual(['U1']));

  it('is who is named, and nobody else', async () =>
    expect(await eligible(team({ roles: { admin: ['U2'] } }, [owner, member('U2')]))).toEqual(['U2']));

  it('is who runs the Slack team again once all who are named have left', async () => {
    const access = team({ roles: { admin: ['U2', 'S1'] } }, [owner, gone('U2'), gone('U3')], { S1: ['U3'] });
    expect(await eligible(access)).toEqual(['U1']);
    expect([...(await access.actor('T1', 'U1')).roles]).toContain('admin');
    expect([...(await access.actor('T1', 'U2')).roles]).toEqual([]);
  });

  it('stays who is named as long as one of them, or of their usergroup, is there', async () => {
    const access = team({ roles: { admin: ['U2', 'S1'] } }, [owner, gone('U2'), member('U3')], { S1: ['U3'] });
    expect(await eligible(access)).toEqual(['U3']);
    expect([...(await access.actor('T1', 'U1')).roles]).not.toContain('admin');
  });

  it('leaves out who asks', async () =>
    expect(await eligible(team({}, [owner, member('U2', { isTeamAdmin: true })]), 'U1')).toEqual(['U2']));
});

describe('who could meet an entry of a rule', () => {
  const everybody = [member('U1'), member('U2'), gone('U3')];
  const rules = [{ name: 'ours', require: [{ min: 1, from: 'S1' }] }];

  it('is everybody but who asks, and who has left, where the role is everybody’s', async () =>
    expect(await team({ roles: { approver: ['*'] } }, everybody).eligible('T1', 'approver', 'U1')).toEqual(['U2']));

  it('is the members of the usergroup that it names', async () =>
    expect(await team({ rules }, everybody, { S1: ['U2', 'U3'] }).eligible('T1', 'S1', 'U1')).toEqual(['U2']));

  it('is the person whom it names, and nobody where that is who asks', async () => {
    expect(await team({}, everybody).eligible('T1', 'U2', 'U1')).toEqual(['U2']);
    expect(await team({}, everybody).eligible('T1', 'U1', 'U1')).toEqual([]);
  });
});

describe('somebody whom nothing names', () => {
  it('has no role where Slack does not know the person', async () => {
    const actor = await team({ roles: { viewer: ['*'], admin: ['U9'] } }, [member('U1')]).actor('T1', 'U9');
    expect(actor).toEqual({ teamId: 'T1', userId: 'U9', roles: new Set() });
  });

  it('has the rights of the deployment where the team has settled nothing', async () => {
    const { people } = team({}, [member('U1'), member('U2', { isTeamAdmin: true })]);
    const teams = { get: async () => undefined, replace: async () => true, all: async () => [] };
    const deploymentPolicy = Policy.parse({ roles: { operator: ['U1'] } });
    const access = createAccess({ people, teams, deploymentPolicy, clock: manualClock() });
    expect([...(await access.actor('T1', 'U1')).roles]).toEqual(['viewer', 'operator']);
    expect([...(await access.actor('T1', 'U2')).roles]).toEqual(['viewer', 'approver', 'admin']);
    expect((await access.policy('T1')).merged).toEqual(deploymentPolicy);
  });
});

describe('entries of a role that stand for nobody', () => {
  it('are told with the reason, asked of Slack now', async () => {
    const { nobodyAmong, asked } = team(
      {},
      [member('U1'), gone('U2'), member('U3', { isFullMember: false, outsider: 'a guest' })],
      { S1: ['U2', 'U3'], S2: ['U2', 'U1'] },
    );
    expect(await nobodyAmong('T1', ['U1', 'U2', 'U3', 'U4', 'S1', 'S2', 'S3', '*'])).toEqual([
      { id: 'U2', why: 'is deactivated' },
      { id: 'U3', why: 'is a guest' },
      { id: 'U4', why: 'is not known in this workspace' },
      { id: 'S1', why: 'has no member who may act, or is disabled' },
      { id: 'S3', why: 'has no member who may act, or is disabled' },
    ]);
    expect(asked.every((each) => each.endsWith(' now'))).toBe(true);
  });
});
