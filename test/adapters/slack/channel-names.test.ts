import { describe, expect, it } from 'vitest';
import { resolveChannelIds } from '../../../src/adapters/slack/handlers/on-command.ts';
import type { WebClients } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { findCommand } from '../../../src/engine/commands/names.ts';
import { registry } from '../../../src/features/all-features.ts';

const subscribe = findCommand(registry, 'notify subscribe');
if (!subscribe) throw new Error('no notify subscribe');

/** A Slack with two pages of channels; the cursors it was asked for are kept. */
function slack(fails = false) {
  const asked: (string | undefined)[] = [];
  const list = async ({ cursor }: { cursor?: string }) => {
    asked.push(cursor);
    if (fails) throw new Error('missing_scope');
    return cursor
      ? { channels: [{ id: 'C0OPS', name: 'ops' }] }
      : { channels: [{ id: 'C0GEN', name: 'general' }], response_metadata: { next_cursor: 'next' } };
  };
  // Only this part of the client is used.
  const clients = { reads: async () => ({ conversations: { list } }) } as unknown as WebClients;
  return { clients, asked };
}

describe('a channel typed by hand', () => {
  it('is found by its name, on whatever page it stands', async () => {
    const { clients, asked } = slack();
    const here = { teamId: 'T0ACME', channel: 'C0GEN', channelName: 'general' };
    const raw = { types: ['domain.*'], channel: '#Ops', filter: '#ops' };
    expect(await resolveChannelIds(clients, here, subscribe, raw)).toEqual({ ...raw, channel: 'C0OPS' });
    expect(asked).toEqual([undefined, 'next']);
  });

  it('is not asked for where it is the one the command was typed in, or came as an id', async () => {
    const { clients, asked } = slack();
    const here = { teamId: 'T0ACME', channel: 'C0OPS', channelName: 'ops' };
    expect(await resolveChannelIds(clients, here, subscribe, { channel: '#ops' })).toEqual({ channel: 'C0OPS' });
    expect(await resolveChannelIds(clients, here, subscribe, { channel: 'C0GEN' })).toEqual({ channel: 'C0GEN' });
    expect(asked).toEqual([]);
  });

  it('stays as it was typed when there is none, or Slack does not say', async () => {
    const here = { teamId: 'T0ACME' };
    const raw = { channel: '#nowhere' };
    expect(await resolveChannelIds(slack().clients, here, subscribe, raw)).toEqual(raw);
    expect(await resolveChannelIds(slack(true).clients, here, subscribe, raw)).toEqual(raw);
  });
});
