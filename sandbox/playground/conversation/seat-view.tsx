import { useEffect } from 'react';
import { Composer } from '../composer/composer.tsx';
import { useDirectory } from '../data/directory.tsx';
import type { Seat } from '../data/seats.ts';
import { AppHome } from '../home/app-home.tsx';
import { AppTabs } from '../home/app-tabs.tsx';
import { ModalStack } from '../modal/modal-stack.tsx';
import { ChannelPane } from './channel-pane.tsx';
import { Notices } from './notices.tsx';
import { SeatHead } from './seat-head.tsx';
import { Thread } from './thread.tsx';

interface Props {
  readonly seat: Seat;
  /** 0 is the one that the sidebar belongs to. */
  readonly index: number;
  readonly beside: boolean;
  readonly onSeat: (seat: Seat | undefined) => void;
  readonly onMenu?: (() => void) | undefined;
  readonly onGuide?: (() => void) | undefined;
}

const isApp = (place: string): boolean => place === 'home' || place === 'app';

/** What one person has on the screen: a channel or the app, perhaps a thread, and the modals they opened. */
export function SeatView({ seat, index, beside, onSeat, onMenu, onGuide }: Props) {
  const { person, channel } = useDirectory();
  const name = person(seat.user)?.realName ?? seat.user;
  const { thread, ...rest } = seat;
  const title = isApp(seat.place) ? 'LiteMail' : `#${channel(seat.place)?.name ?? seat.place}`;
  useEffect(() => {
    if (index === 0) document.title = `${title} · ${name} · LiteMail sandbox`;
  }, [index, title, name]);
  return (
    <section className="seat" aria-label={`${name}: ${title}`} data-seat={index}>
      <Notices>
        {(bar) => (
          <>
            <div className="pane">
              <SeatHead seat={seat} index={index} title={title} onSeat={onSeat} onMenu={onMenu} onGuide={onGuide} />
              {isApp(seat.place) && <AppTabs place={seat.place} onPlace={(place) => onSeat({ ...rest, place })} />}
              {seat.place === 'home' ? (
                <AppHome seat={seat} />
              ) : (
                <ChannelPane seat={seat} title={title} onThread={(ts) => onSeat({ ...rest, thread: ts })} />
              )}
              {bar}
              {seat.place === 'app' && (
                <p className="read-only">This app does not read direct messages. Type commands in a channel.</p>
              )}
              {!isApp(seat.place) && <Composer seat={rest} label={`Message ${title}`} />}
            </div>
            {thread && <Thread seat={seat} onClose={() => onSeat(rest)} />}
            <ModalStack seat={seat} beside={beside} />
          </>
        )}
      </Notices>
    </section>
  );
}
