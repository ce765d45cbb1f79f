import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Channel, Person, Team } from './page-shapes.ts';
import { useRead } from './use-read.ts';

/** Names of one team, as the person at this seat may read them. */
export interface Directory {
  readonly team: Team;
  /** Who looks. */
  readonly user: string;
  readonly channels: readonly Channel[];
  person(id: string): Person | undefined;
  channel(id: string): Channel | undefined;
  usergroup(id: string): string | undefined;
}

const DirectoryContext = createContext<Directory | undefined>(undefined);

export function useDirectory(): Directory {
  const directory = useContext(DirectoryContext);
  if (!directory) throw new Error('outside of a seat');
  return directory;
}

export const useTeams = (): readonly Team[] | undefined => useRead<{ teams: Team[] }>({ read: 'people' })?.teams;

interface Props {
  readonly team: Team;
  readonly user: string;
  readonly children: ReactNode;
}

export function DirectoryOf({ team, user, children }: Props) {
  const channels = useRead<{ channels: Channel[] }>({ read: 'channels', team: team.id, user })?.channels;
  const all = useRead<{ channels: Channel[] }>({ read: 'channels' })?.channels;
  const directory = useMemo<Directory>(
    () => ({
      team,
      user,
      channels: channels ?? [],
      person: (id) => team.people.find((person) => person.id === id),
      channel: (id) => all?.find((channel) => channel.id === id) ?? channels?.find((channel) => channel.id === id),
      usergroup: (id) => team.usergroups.find((group) => group.id === id)?.handle,
    }),
    [team, user, channels, all],
  );
  return <DirectoryContext.Provider value={directory}>{children}</DirectoryContext.Provider>;
}
