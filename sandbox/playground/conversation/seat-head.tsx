import { useDirectory } from '../data/directory.tsx';
import type { Seat } from '../data/seats.ts';
import { Menu } from '../elements/menu.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { ChevronIcon, CloseIcon, GuideIcon, HashIcon, MenuIcon } from '../shell/icons.tsx';
import { PersonMenu } from '../sidebar/person-menu.tsx';

interface Props {
  readonly seat: Seat;
  readonly index: number;
  readonly title: string;
  readonly onSeat: (seat: Seat | undefined) => void;
  readonly onMenu?: (() => void) | undefined;
  readonly onGuide?: (() => void) | undefined;
}

/** Where the second person looks: there is no sidebar of their own. */
function PlaceMenu({ seat, title, onSeat }: Pick<Props, 'seat' | 'title' | 'onSeat'>) {
  const { channels } = useDirectory();
  const { thread: _, ...rest } = seat;
  const items = [
    ...channels.filter((it) => !it.is_im && !it.is_archived).map((it) => ({ id: it.id, label: `#${it.name}` })),
    { id: 'app', label: 'LiteMail: messages' },
    { id: 'home', label: 'LiteMail: Home' },
  ];
  return (
    <Menu
      className="place-menu"
      label={`${title}, choose another channel`}
      choice
      items={items.map((item) => ({ ...item, checked: item.id === seat.place }))}
      onPick={(place) => onSeat({ ...rest, place })}
    >
      <span>{title}</span>
      <ChevronIcon />
    </Menu>
  );
}

const Title = ({ seat, title }: Pick<Props, 'seat' | 'title'>) => (
  <h1 className="pane-title">
    {seat.place === 'home' || seat.place === 'app' ? (
      <Avatar id="app" name="LiteMail" isBot size="small" />
    ) : (
      <HashIcon />
    )}
    {title.replace(/^#/, '')}
  </h1>
);

export function SeatHead({ seat, index, title, onSeat, onMenu, onGuide }: Props) {
  const { channel } = useDirectory();
  const members = channel(seat.place)?.members.length;
  if (index > 0)
    return (
      <header className="pane-head">
        <PersonMenu seat={seat} onSeat={onSeat} compact />
        <PlaceMenu seat={seat} title={title} onSeat={onSeat} />
        <button
          type="button"
          className="button-bare"
          aria-label="Close the second person"
          onClick={() => onSeat(undefined)}
        >
          <CloseIcon />
        </button>
      </header>
    );
  return (
    <header className="pane-head">
      <button
        type="button"
        className="button-bare only-narrow"
        aria-label="Channels and people"
        data-opens="drawer"
        onClick={onMenu}
      >
        <MenuIcon />
      </button>
      <Title seat={seat} title={title} />
      {members !== undefined && <span className="soft pane-members">{members} members</span>}
      <button
        type="button"
        className="button-bare only-narrow pane-guide"
        aria-label="Guide: first steps"
        onClick={onGuide}
      >
        <GuideIcon />
      </button>
    </header>
  );
}
