import { useMemo } from 'react';
import { useDirectory } from '../data/directory.tsx';
import type { Names } from './complete.ts';

/** People and channels that can be mentioned from this seat. */
export function useNames(): Names {
  const { team, channels } = useDirectory();
  return useMemo(
    () => ({
      people: team.people.filter((person) => !person.deleted),
      channels: channels.flatMap(({ name, is_im }) => (name && !is_im ? [name] : [])),
    }),
    [team, channels],
  );
}
