import { describe, expect, it } from 'vitest';
import { createPeople } from '../../../src/adapters/slack/web-api/slack-people.ts';
import type { WebClients } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

/** A Slack that can be told who has left, and to fail. */
function slack() {
  const state = { asked: 0, left: false, down: false, members: ['U0BO'] };
  const answer = <T>(value: () => T) => {
    state.asked += 1;
    return state.down ? Promise.reject(new Error('no answer')) : Promise.resolve(value());
  };
  const client = {
    users: { info: () => answer(() => ({ user: { id: 'U0BO', team_id: 'T0ACME', deleted: state.left } })) },
    usergroups: { users: { list: () => answer(() => ({ users: state.members })) } },
  };
  // Only this part of the client is used.
  const clients = { reads: async () => client } as unknown as WebClients;
  return { state, clock: manualClock(), clients };
}

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

  it('is what it was within the minute while Slack does not answer, and a failure after that', async () => {
    const { state, clock, clients } = slack();
    const people = createPeople({ clients, clock });
    await people.person('T0ACME', 'U0BO');
    state.down = true;
    expect((await people.person('T0ACME', 'U0BO', { live: true }))?.isFullMember).toBe(true);
    clock.advance(120_000);
    await expect(people.person('T0ACME', 'U0BO', { live: true })).rejects.toMatchObject({ name: 'AppError' });
  });

  it('is asked once by twenty presses at the same moment', async () => {
    const { state, clock, clients } = slack();
    const people = createPeople({ clients, clock });
    await Promise.all(Array.from({ length: 20 }, () => people.person('T0ACME', 'U0BO', { live: true })));
    expect(state.asked).toBe(1);
  });
});
