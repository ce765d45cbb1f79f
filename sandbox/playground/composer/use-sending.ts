import { useState } from 'react';
import { channelOf } from '../conversation/use-messages.ts';
import { act } from '../data/control.ts';
import { useDirectory } from '../data/directory.tsx';
import type { SlashCommand } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import { typedMessage } from './typed-message.ts';

interface Sending {
  readonly busy: boolean;
  /** Sends a command or a message. Resolves with an error message, if any. */
  send(text: string): Promise<string | undefined>;
}

/** Sends what is typed in a composer. */
export function useSending(seat: Seat, slash: SlashCommand | undefined): Sending {
  const directory = useDirectory();
  const [pending, setPending] = useState(0);
  const { user, team, thread } = seat;
  const where = { user, team, channel: channelOf(seat) };

  async function send(text: string): Promise<string | undefined> {
    const [word = ''] = text.split(/\s/);
    if (word.startsWith('/') && slash && word !== slash.command)
      return `${word} is not a command here. Use ${slash.command}.`;
    if (word.startsWith('/') && thread) return `${word} does not work in threads, as in Slack. Type it in the channel.`;
    setPending((count) => count + 1);
    const answer = word.startsWith('/')
      ? await act({ do: 'command', ...where, text })
      : await act({ do: 'say', ...where, text: typedMessage(directory, text), ...(thread && { thread_ts: thread }) });
    setPending((count) => count - 1);
    return answer.shown ?? answer.error;
  }
  return { busy: pending > 0, send };
}
