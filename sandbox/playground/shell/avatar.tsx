import { useDirectory } from '../data/directory.tsx';

const hues = 6;
const hueOf = (id: string): number => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % hues;
const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

interface Props {
  readonly id: string;
  readonly name: string;
  readonly isBot?: boolean;
  readonly size?: 'small' | 'middle' | 'large';
}

/** Initials on a colour of their own; the app has an envelope. */
export const Avatar = ({ id, name, isBot = false, size = 'middle' }: Props) => (
  <span className={`avatar avatar-${size}`} data-hue={isBot ? 'app' : hueOf(id)} aria-hidden="true">
    {isBot ? (
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M4 7h16v11H4z M4 7.5l8 6 8-6" />
      </svg>
    ) : (
      initials(name)
    )}
  </span>
);

/** The avatar of a person in this seat's team. */
export function PersonAvatar({ id, size = 'middle' }: { readonly id: string; readonly size?: Props['size'] }) {
  const { person } = useDirectory();
  const known = person(id);
  return <Avatar id={id} name={known?.realName ?? id} isBot={known?.isBot ?? false} size={size ?? 'middle'} />;
}
