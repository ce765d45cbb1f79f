import { useDirectory } from '../data/directory.tsx';
import type { Seat } from '../data/seats.ts';
import { Menu } from '../elements/menu.tsx';
import { Avatar, PersonAvatar } from '../shell/avatar.tsx';
import { ChevronIcon } from '../shell/icons.tsx';
import { noteOf } from './person-notes.ts';

interface Props {
  readonly seat: Seat;
  readonly onSeat: (seat: Seat) => void;
  readonly compact?: boolean;
}

/** Who acts: any person of the team. The place stays where they are in it too. */
export function PersonMenu({ seat, onSeat, compact = false }: Props) {
  const { team, person } = useDirectory();
  const now = person(seat.user);
  const people = team.people.filter((it) => !it.isBot && !it.deleted);
  return (
    <Menu
      className={compact ? 'person-menu person-menu-compact' : 'person-menu'}
      choice
      items={people.map(({ id, realName }) => ({
        id,
        label: realName,
        detail: noteOf(id),
        picture: <Avatar id={id} name={realName} size="small" />,
        checked: id === seat.user,
      }))}
      onPick={(user) => onSeat({ team: seat.team, user, place: seat.place })}
    >
      <PersonAvatar id={seat.user} size={compact ? 'small' : 'middle'} />
      <span className="person-name">
        <span className={compact ? 'hidden' : 'person-as'}>Acting as</span>
        <strong>{now?.realName}</strong>
        {!compact && <span className="person-note">{noteOf(seat.user)}</span>}
      </span>
      <ChevronIcon />
    </Menu>
  );
}
