import { useCallback, useRef } from 'react';
import { useDirectory } from '../data/directory.tsx';
import type { Seat } from '../data/seats.ts';
import { Avatar } from '../shell/avatar.tsx';
import { MessageList } from './message-list.tsx';
import { useMessages } from './use-messages.ts';

interface Props {
  readonly seat: Seat;
  readonly title: string;
  readonly onThread: (ts: string) => void;
}

function Empty({ seat, title }: Pick<Props, 'seat' | 'title'>) {
  const { channel } = useDirectory();
  if (seat.place === 'app')
    return (
      <div className="empty">
        <Avatar id="app" name="LiteMail" isBot size="large" />
        <h2>LiteMail</h2>
        <p>Outcomes, plans to confirm and slow answers are sent to you here.</p>
      </div>
    );
  const known = channel(seat.place);
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>
        No messages yet. Type <kbd>/</kbd> to see what LiteMail can do.
      </p>
      {known && !known.is_member && <p>The app is not in this channel, so only you see its answers to you.</p>}
    </div>
  );
}

/** The messages of a channel, or of the app's direct message. */
export function ChannelPane({ seat, title, onThread }: Props) {
  const { messages, replies } = useMessages(seat);
  const latest = useRef(onThread);
  latest.current = onThread;
  // Stays the same function so that messages need not be drawn again.
  const open = useCallback((ts: string) => latest.current(ts), []);
  if (!messages) return <div className="message-list-frame" aria-busy="true" />;
  return (
    <MessageList
      key={`${seat.user} ${seat.place}`}
      messages={messages}
      replies={replies}
      onThread={open}
      label={`Messages in ${title}`}
      empty={<Empty seat={seat} title={title} />}
    />
  );
}
