import type { SeenMessage } from '../data/page-shapes.ts';
import { useRead } from '../data/use-read.ts';
import { type Progress, subscribedIn } from './story.ts';

const none: readonly SeenMessage[] = [];

function useMessagesOf(channel: string, user: string): readonly SeenMessage[] {
  return useRead<{ messages: SeenMessage[] }>({ read: 'messages', team: 'T0ACME', channel, user })?.messages ?? none;
}

/** How far the story went, read from what happened: nothing is remembered apart. */
export function useProgress(): Progress {
  const direct = useMessagesOf('U0ANA', 'U0ANA');
  const approvals = useMessagesOf('C0APPROVE', 'U0BO');
  const ops = useMessagesOf('C0OPS', 'U0ADA');
  const endpoints = useRead<{ endpoints: readonly object[] }>({ read: 'events', team: 'T0ACME' })?.endpoints ?? [];
  return {
    direct,
    approvals,
    ops: ops.filter(({ ephemeral }) => !ephemeral),
    registered: endpoints.length > 0,
    subscribed: subscribedIn(ops),
  };
}
