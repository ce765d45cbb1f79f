import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import { Refusal } from './slack-refusal.ts';

/** What a response_url leads back to. */
export interface ResponseUrl {
  readonly id: string;
  readonly teamId: string;
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed, for `replace_original`. */
  readonly ts?: string;
  readonly threadTs?: string;
  readonly expiresAt: number;
  left: number;
}

interface Trigger {
  readonly teamId: string;
  readonly user: string;
  readonly expiresAt: number;
  used: boolean;
}

/** Short-lived permissions that Slack hands out with each interaction. */
export interface Handles {
  /** Good for one modal and 3 seconds. */
  newTrigger(teamId: string, user: string): string;
  /** Uses it up; refuses with Slack's code if it cannot be used. */
  spendTrigger(id: string, teamId: string): { user: string };
  /** Good for 5 uses in 30 minutes; the answer is its id. */
  newResponseUrl(target: Omit<ResponseUrl, 'id' | 'expiresAt' | 'left'>): Promise<string>;
  spendResponseUrl(id: string): Promise<ResponseUrl>;
}

const minute = 60_000;
const key = (id: string) => `slack/response/${id}`;

export function createHandles(documents: Documents, clock: Clock, { triggerMs = 3000 } = {}): Handles {
  // A trigger does not outlive the process: after a restart it would have expired anyway.
  const triggers = new Map<string, Trigger>();

  async function forgetOld(): Promise<void> {
    for (const [id, trigger] of triggers) if (trigger.expiresAt + minute < clock.now()) triggers.delete(id);
    const old = documents
      .keys('slack/response/')
      .filter((name) => (documents.get<ResponseUrl>(name)?.expiresAt ?? 0) + 60 * minute < clock.now());
    await Promise.all(old.map((name) => documents.delete(name)));
  }

  return {
    newTrigger(teamId, user) {
      const id = `${Math.floor(clock.now())}.${randomBytes(4).readUInt32BE()}.${randomBytes(8).toString('hex')}`;
      triggers.set(id, { teamId, user, expiresAt: clock.now() + triggerMs, used: false });
      return id;
    },
    spendTrigger(id, teamId) {
      const trigger = triggers.get(id);
      if (!trigger || trigger.teamId !== teamId) throw new Refusal('invalid_trigger_id');
      if (trigger.used) throw new Refusal('exchanged_trigger_id');
      if (trigger.expiresAt < clock.now()) throw new Refusal('expired_trigger_id');
      trigger.used = true;
      return trigger;
    },
    async newResponseUrl(target) {
      await forgetOld();
      const id = `${target.teamId}/${randomBytes(6).readUIntBE(0, 6)}/${randomBytes(12).toString('base64url')}`;
      await documents.set(key(id), { ...target, id, expiresAt: clock.now() + 30 * minute, left: 5 });
      return id;
    },
    async spendResponseUrl(id) {
      const handle = documents.get<ResponseUrl>(key(id));
      if (!handle || handle.expiresAt < clock.now()) throw new Refusal('expired_url');
      if (handle.left <= 0) throw new Refusal('used_url');
      handle.left -= 1;
      await documents.set(key(id), handle);
      return handle;
    },
  };
}
