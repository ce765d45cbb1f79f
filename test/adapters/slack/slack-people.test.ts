import { describe, expect, it } from 'vitest';
import { createPeople } from '../../../src/adapters/slack/web-api/slack-people.ts';
import type { WebClients } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

/** A Slack that can be told who has left, and to fail. */
function slack() {
  const state = { asked: 0, left: false, down: false, members: ['U0BO'], user: { team_id: 'T0ACME' } as object };
  const answer = <T>(value: () => T) => {
    state.asked += 1;
    return state.down ? Promise.reject(new Error('no answer')) : Promise.resolve(value());
  };
  const client = {
    users: { info: () => answer(() => ({ user: { id: 'U0BO', ...state.user, deleted: state.left } })) },
    usergroups: { users: { list: () => answer(() => ({ users: state.members })) } },
  };
  // Only this part of the client is used.
  const clients = { reads: async () => client } as unknown as WebClients;
  return { state, clock: manualClock(), clients };
}

describe('who belongs to the team', () => {
  it.each([
    ['a person of it', { team_id: 'T0ACME' }, undefined],
    [
      'a Grid member with the organisation’s id',
      { team_id: 'E0ORG', enterprise_user: { teams: ['T9', 'T0ACME'] } },
      undefined,
    ],
    ['the same in the short form', { team_id: 'E0ORG', teams: ['T0ACME'] }, undefined],
    ['a person of another team', { team_id: 'T9' }, 'not a member of this workspace'],
    [
      'a Grid member of another workspace',
      { team_id: 'T0ACME', enterprise_user: { teams: ['T9'] } },
      'not a member of this workspace',
    ],
    ['a person with another workspace’s teams and no team id', { teams: ['T9'] }, 'not a member of this workspace'],
    ['a person of nowhere', {}, 'not a member of this workspace'],
    ['a member of no workspace', { team_id: 'T0ACME', teams: [] }, 'not a member of this workspace'],
    ['a stranger in a shared channel', { team_id: 'T0ACME', is_stranger: true }, 'not a member of this workspace'],
    ['a bot', { team_id: 'T0ACME', is_bot: true }, 'a bot'],
    ['Slack’s own bot', { team_id: 'T0ACME', id: 'USLACKBOT' }, 'a bot'],
    ['a guest', { team_id: 'T0ACME', is_ultra_restricted: true, is_restricted: true }, 'a guest'],
  ])('is told by the workspaces that Slack names, else by the team id: %s', async (_, user, outsider) => {
    const { state, clock, clients } = slack();
    state.user = user;
    const person = await createPeople({ clients, clock }).person('T0ACME', 'U0BO');
    expect([person?.isFullMember, person?.outsider]).toEqual([outsider === undefined, outsider]);
  });
});

describe('who somebody is in Slack', () => {
  it('is asked once a minute', async () => {
    const { state, clock, clients } = slack();
    const people = createPeople({ clients, clock });
    await people.person('T0ACME', 'U0BO');
    state.left = true;
    expect((await people.person('T0ACME', 'U0BO'))?.isFullMember).toBe(true);
    expect(state.asked).toBe(1);
    clock.advance(60_000);
    expect((await people.person('T0ACME', 'U0BO'))?.isFullMember).toBe(false);
  });

  it('is asked now for a decision: who has left, or left a group, a moment ago', async () => {
    const { state, clock, clients } = slack();
    const people = createPeople({ clients, clock });
    await people.person('T0ACME', 'U0BO');
    await people.group('T0ACME', 'S0DELIV');
    Object.assign(state, { left: true, members: [] });
    expect((await people.person('T0ACME', 'U0BO', { live: true }))?.isFullMember).toBe(false);
    expect(await people.group('T0ACME', 'S0DELIV', { live: true })).toEqual([]);
    expect((await people.person('T0ACME', 'U0BO'))?.isFullMember).toBe(false);
  });

  it('is never what it was a moment ago where a decision depends on it and Slack does not answer', async () => {
    const { state, clock, clients } = slack();
    const people = createPeople({ clients, clock });
    await people.person('T0ACME', 'U0BO');
    await people.group('T0ACME', 'S0DELIV');
    state.down = true;
    const tryAgain = { name: 'AppError', hint: 'Nothing was done. Try again in a minute.' };
    await expect(people.person('T0ACME', 'U0BO', { live: true })).rejects.toMatchObject(tryAgain);
    await expect(people.group('T0ACME', 'S0DELIV', { live: true })).rejects.toMatchObject(tryAgain);
    state.down = false;
    expect((await people.person('T0ACME', 'U0BO', { live: true }))?.isFullMember).toBe(true);
  });

  it('is asked once by twenty presses at the same moment', async () => {
    const { state, clock, clients } = slack();
    const people = createPeople({ clients, clock });
    await Promise.all(Array.from({ length: 20 }, () => people.person('T0ACME', 'U0BO', { live: true })));
    expect(state.asked).toBe(1);
  });
});
