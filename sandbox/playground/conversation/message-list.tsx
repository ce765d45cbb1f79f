import { Fragment, type ReactNode } from 'react';
import type { SeenMessage } from '../data/page-shapes.ts';
import { MessageView } from './message.tsx';
import { dayName, sameDay } from './times.ts';
import { useFollowing } from './use-following.ts';

interface Props {
  readonly messages: readonly SeenMessage[];
  /** Replies by the ts of their parent. */
  readonly replies?: ReadonlyMap<string, number>;
  readonly onThread?: (ts: string) => void;
  /** Shown while there are no messages. */
  readonly empty: ReactNode;
  readonly label: string;
}

const together = 5 * 60_000;
const atOf = ({ ts }: SeenMessage): number => Number(ts) * 1000;
const follows = (message: SeenMessage, before: SeenMessage | undefined): boolean =>
  before !== undefined &&
  before.user === message.user &&
  !before.ephemeral &&
  !message.ephemeral &&
  atOf(message) - atOf(before) < together &&
  !message.blocks &&
  !before.blocks;

/** Messages, oldest first. It stays at the newest one unless the person scrolled away from it. */
export function MessageList({ messages, replies, onThread, empty, label }: Props) {
  const { frame, inner, unseen, onScroll, onClickCapture, toEnd } = useFollowing(messages.length);
  return (
    <div className="message-list-frame">
      <div
        ref={frame}
        className="message-list"
        role="log"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable
        tabIndex={0}
        onScroll={onScroll}
        onClickCapture={onClickCapture}
      >
        <div ref={inner} className="message-list-inner">
          {messages.length === 0 && empty}
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const newDay = !before || !sameDay(atOf(before), atOf(message));
            return (
              <Fragment key={message.ts}>
                {newDay && (
                  <div className="day">
                    <span>{dayName(atOf(message))}</span>
                  </div>
                )}
                <MessageView
                  message={message}
                  follows={!newDay && follows(message, before)}
                  replies={replies?.get(message.ts) ?? 0}
                  onThread={onThread}
                />
              </Fragment>
            );
          })}
        </div>
      </div>
      {unseen > 0 && (
        <button type="button" className="to-newest" onClick={toEnd}>
          {unseen} new {unseen === 1 ? 'message' : 'messages'} ↓
        </button>
      )}
    </div>
  );
}
