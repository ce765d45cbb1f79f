import type { ReactNode } from 'react';

interface Props {
  readonly icon: ReactNode;
  readonly name: string;
  readonly current: boolean;
  readonly unread: number;
  readonly onGo: () => void;
}

export const PlaceLink = ({ icon, name, current, unread, onGo }: Props) => (
  <li>
    <button
      type="button"
      className={unread > 0 ? 'place place-unread' : 'place'}
      aria-current={current ? 'page' : undefined}
      onClick={onGo}
    >
      {icon}
      <span className="place-name">{name}</span>
      {unread > 0 && (
        <span className="count">
          {unread}
          <span className="hidden"> new</span>
        </span>
      )}
    </button>
  </li>
);
