import type { ReactNode } from 'react';
import { useDirectory } from '../data/directory.tsx';

const Pill = ({ children, mine = false }: { readonly children: ReactNode; readonly mine?: boolean }) => (
  <span className={mine ? 'mention mention-me' : 'mention'}>{children}</span>
);

export function UserMention({ id, label }: { readonly id: string; readonly label?: string | undefined }) {
  const { person, user } = useDirectory();
  return <Pill mine={id === user}>@{person(id)?.realName ?? label ?? id}</Pill>;
}

export function ChannelMention({ id, label }: { readonly id: string; readonly label?: string | undefined }) {
  const { channel } = useDirectory();
  return <Pill>#{channel(id)?.name ?? label ?? id}</Pill>;
}

export function UsergroupMention({ id, label }: { readonly id: string; readonly label?: string | undefined }) {
  const { team, user, usergroup } = useDirectory();
  const mine = team.usergroups.some((group) => group.id === id && group.users.includes(user));
  return <Pill mine={mine}>@{usergroup(id) ?? label?.replace(/^@/, '') ?? id}</Pill>;
}

export const Broadcast = ({ range }: { readonly range: string }) => <Pill mine>@{range}</Pill>;
