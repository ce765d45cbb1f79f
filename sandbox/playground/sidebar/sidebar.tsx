import { useDirectory } from '../data/directory.tsx';
import type { Seat } from '../data/seats.ts';
import { useUnread } from '../data/unread.ts';
import { Avatar } from '../shell/avatar.tsx';
import { HashIcon, HomeIcon, LockIcon } from '../shell/icons.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PlaceLink } from './place-link.tsx';

interface Props {
  readonly seat: Seat;
  readonly onSeat: (seat: Seat) => void;
}

/** Where the first person can go. */
export function Sidebar({ seat, onSeat }: Props) {
  const { team, channels } = useDirectory();
  const go = (place: string) => onSeat({ team: seat.team, user: seat.user, place });
  const places = channels.filter((it) => !it.is_im && !it.is_archived);
  const unread = useUnread(seat, [...places.map((it) => it.id), 'app']);
  return (
    <nav className="sidebar" aria-label="Channels and people">
      <h2 className="team-name">{team.name}</h2>
      <PersonMenu seat={seat} onSeat={onSeat} />
      <h3 className="sidebar-title" id="channels">
        Channels
      </h3>
      <ul aria-labelledby="channels">
        {places.map((it) => (
          <PlaceLink
            key={it.id}
            icon={it.is_private ? <LockIcon /> : <HashIcon />}
            name={it.name ?? it.id}
            current={seat.place === it.id}
            unread={unread(it.id)}
            onGo={() => go(it.id)}
          />
        ))}
      </ul>
      <h3 className="sidebar-title" id="apps">
        Apps
      </h3>
      <ul aria-labelledby="apps">
        <PlaceLink
          icon={<Avatar id="app" name="LiteMail" isBot size="small" />}
          name="LiteMail"
          current={seat.place === 'app'}
          unread={unread('app')}
          onGo={() => go('app')}
        />
        <PlaceLink
          icon={<HomeIcon />}
          name="LiteMail Home"
          current={seat.place === 'home'}
          unread={0}
          onGo={() => go('home')}
        />
      </ul>
    </nav>
  );
}
