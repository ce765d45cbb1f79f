import { useEffect, useState } from 'react';
import { SeatView } from './conversation/seat-view.tsx';
import { DirectoryOf, useTeams } from './data/directory.tsx';
import { useConnected } from './data/live.ts';
import { type Seat, sit, useSeats } from './data/seats.ts';
import type { Team } from './data/shapes.ts';
import { Panels } from './panel/panels.tsx';
import { usePanel } from './panel/use-panel.ts';
import { besideSeat, firstSeat } from './shell/first-seat.ts';
import { Rail } from './shell/rail.tsx';
import { Sidebar } from './sidebar/sidebar.tsx';

const known = (teams: readonly Team[], { team, user }: Seat): boolean =>
  teams.some((it) => it.id === team && it.people.some((person) => person.id === user));

/** The whole window: teams, places, one or two people, and what happens behind them. */
export function App() {
  const teams = useTeams();
  const all = useSeats();
  const connected = useConnected();
  const [drawer, setDrawer] = useState(false);
  const { panel, toggle, close } = usePanel();
  const seats = teams ? all.filter((seat) => known(teams, seat)) : [];
  const [first, second] = seats;
  const start = teams?.[0];
  useEffect(() => {
    if (!first && start) sit([firstSeat(start)]);
  }, [first, start]);
  if (!teams || !first) return <p className="starting">The sandbox is starting…</p>;

  const teamOf = (seat: Seat) => teams.find((team) => team.id === seat.team) as Team;
  function put(index: number, seat: Seat | undefined) {
    setDrawer(false);
    sit(
      index === 0 ? [seat ?? (first as Seat), ...(second ? [second] : [])] : [first as Seat, ...(seat ? [seat] : [])],
    );
  }
  return (
    <div className="app" data-drawer={drawer} data-split={second !== undefined}>
      {!connected && (
        <p role="alert" className="lost">
          The sandbox does not answer. Is <code>npm run sandbox</code> still running? The page goes on by itself.
        </p>
      )}
      <Rail
        seat={first}
        isSplit={second !== undefined}
        panel={panel}
        onPanel={toggle}
        onSeat={(seat) => put(0, seat)}
        onSplit={() => put(1, second ? undefined : besideSeat(first, teamOf(first).people))}
      />
      <DirectoryOf team={teamOf(first)} user={first.user}>
        <Sidebar seat={first} onSeat={(seat) => put(0, seat)} />
        {drawer && (
          <button type="button" className="veil" aria-label="Close the list" onClick={() => setDrawer(false)} />
        )}
        <main className="seats">
          <SeatView
            seat={first}
            index={0}
            beside={second !== undefined}
            onSeat={(seat) => put(0, seat)}
            onMenu={() => setDrawer(true)}
          />
          {second && (
            <DirectoryOf team={teamOf(second)} user={second.user}>
              <SeatView seat={second} index={1} beside onSeat={(seat) => put(1, seat)} onMenu={() => setDrawer(true)} />
            </DirectoryOf>
          )}
        </main>
      </DirectoryOf>
      {panel && <Panels name={panel} onClose={close} onSeats={sit} />}
    </div>
  );
}
