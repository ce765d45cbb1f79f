import { memo, useState } from 'react';
import { AsWords } from '../blocks/as-words.tsx';
import { BlockList } from '../blocks/block-list.tsx';
import { useDirectory } from '../data/directory.tsx';
import type { SeenMessage } from '../data/page-shapes.ts';
import { useLiveSurface } from '../elements/live-surface.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { PersonAvatar } from '../shell/avatar.tsx';
import { EyeIcon } from '../shell/icons.tsx';
import { Mrkdwn } from '../text/mrkdwn.tsx';
import { Files } from './files.tsx';
import { MessageTools } from './message-tools.tsx';
import { useNotice } from './notices.tsx';
import { clockTime, longTime } from './times.ts';

interface Props {
  readonly message: SeenMessage;
  /** Follows one of the same author closely, so that name and picture are left out. */
  readonly follows?: boolean;
  /** How many answers its thread has. */
  readonly replies?: number;
  /** Opens its thread; absent inside of one. */
  readonly onThread?: ((ts: string) => void) | undefined;
}

const noValues = {};

function Body({ message }: { readonly message: SeenMessage }) {
  const { team, user } = useDirectory();
  const notice = useNotice();
  const { channel, ts, blocks = [], attachments, state, text } = message;
  const surface = useLiveSurface({
    where: { user, team: team.id, channel, ts },
    blocks,
    stored: state?.values ?? noValues,
    notice,
  });
  return (
    <SurfaceContext value={surface}>
      {blocks.length > 0 ? (
        <BlockList blocks={blocks} />
      ) : (
        text && (
          <div className="block-text">
            <Mrkdwn text={text} />
          </div>
        )
      )}
      {attachments && <AsWords part={{ type: 'attachments', attachments }} />}
    </SurfaceContext>
  );
}

/** One message: who, when, what, and what can be pressed in it. */
export const MessageView = memo(({ message, follows = false, replies = 0, onThread }: Props) => {
  const { person } = useDirectory();
  const [source, setSource] = useState(false);
  const { user = '', ts, ephemeral, edited, bot_id } = message;
  const name = person(user)?.realName ?? user;
  const at = Number(ts) * 1000;
  return (
    <article
      className={`message${follows ? ' message-follows' : ''}${ephemeral ? ' message-ephemeral' : ''}`}
      data-ts={ts}
      aria-label={`${name} at ${clockTime(at)}`}
    >
      {ephemeral && (
        <p className="only-you">
          <EyeIcon /> Only visible to you
        </p>
      )}
      <div className="message-side">
        {follows ? (
          <time className="message-time-side" dateTime={new Date(at).toISOString()} title={longTime(at)}>
            {clockTime(at)}
          </time>
        ) : (
          <PersonAvatar id={user} />
        )}
      </div>
      <div className="message-main">
        {!follows && (
          <p className="message-head">
            <strong>{name}</strong>
            {bot_id && <span className="badge">App</span>}
            <time dateTime={new Date(at).toISOString()} title={longTime(at)}>
              {clockTime(at)}
            </time>
          </p>
        )}
        <Body message={message} />
        <Files files={message.files} />
        {edited && <span className="edited">(edited)</span>}
        {replies > 0 && onThread && (
          <button type="button" className="replies" onClick={() => onThread(ts)}>
            {replies} {replies === 1 ? 'reply' : 'replies'}
          </button>
        )}
        {source && (
          <pre className="message-source">
            {JSON.stringify({ text: message.text, blocks: message.blocks }, null, 2)}
          </pre>
        )}
      </div>
      <MessageTools
        onSource={() => setSource(!source)}
        sourceShown={source}
        onThread={onThread && !ephemeral ? () => onThread(ts) : undefined}
      />
    </article>
  );
});
