import { Composer } from '../composer/composer.tsx';
import type { Seat } from '../data/seats.ts';
import { CloseIcon } from '../shell/icons.tsx';
import { MessageList } from './message-list.tsx';
import { useThread } from './use-messages.ts';

interface Props {
  readonly seat: Seat;
  readonly onClose: () => void;
}

/** A thread, beside the channel. */
export function Thread({ seat, onClose }: Props) {
  const messages = useThread(seat);
  return (
    <aside className="thread" aria-label="Thread">
      <header className="pane-head">
        <h2>Thread</h2>
        <button type="button" className="button-bare" aria-label="Close thread" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <MessageList messages={messages} label="Thread" empty={<p className="soft">This message is gone.</p>} />
      <Composer seat={seat} label="Answer" />
    </aside>
  );
}
