import { SeatView } from './conversation/seat-view.tsx';
import { DirectoryOf, useTeams } from './data/directory.tsx';
import type { Team } from './data/page-shapes.ts';
import { type Seat, sit } from './data/seats.ts';
import { Panels } from './panel/panels.tsx';
import { usePanel } from './panel/use-panel.ts';
import { focusComposer } from './shell/focus-composer.ts';
import { Lost } from './shell/lost.tsx';
import { Rail } from './shell/rail.tsx';
import { useArrangement } from './shell/use-arrangement.ts';
import { useDrawer } from './shell/use-drawer.ts';
import { Sidebar } from './sidebar/sidebar.tsx';

/** The whole window: teams, places, one or two people, and the panels. */
export function App() {
  const teams = useTeams();
  const { first, second, putFirst, putSecond, split } = useArrangement(teams);
  const drawer = useDrawer();
  const { panel, toggle, close } = usePanel();
  if (!teams || !first) return <p className="starting">The sandbox is starting…</p>;

  const teamOf = (seat: Seat) => teams.find((team) => team.id === seat.team) as Team;
  /** Whatever is chosen in the drawer closes it. */
  const chosen =
    <T,>(then: (value: T) => void) =>
    (value: T) => {
      drawer.close();
      then(value);
    };
  /** A panel that covers the conversation goes when it shows something there. */
  const show = (seats: readonly Seat[]) => {
    sit(seats);
    if (matchMedia('(max-width: 1240px)').matches) close();
  };
  return (
    <div className="app" data-drawer={drawer.isOpen} data-split={second !== undefined}>
      <button type="button" className="skip" onClick={focusComposer}>
        Go to the text field
      </button>
      <Lost />
      <Rail
        seat={first}
        isSplit={second !== undefined}
        panel={panel}
        onPanel={chosen(toggle)}
        onSeat={chosen(putFirst)}
        onSplit={split}
      />
      <DirectoryOf team={teamOf(first)} user={first.user}>
        <Sidebar seat={first} onSeat={chosen(putFirst)} />
        {drawer.isOpen && <button type="button" className="veil" aria-label="Close the list" onClick={drawer.close} />}
        <main className="seats">
          <SeatView
            seat={first}
            index={0}
            beside={second !== undefined}
            onSeat={putFirst}
            onMenu={drawer.open}
            onGuide={() => toggle('guide')}
          />
          {second && (
            <DirectoryOf team={teamOf(second)} user={second.user}>
              <SeatView seat={second} index={1} beside onSeat={putSecond} />
            </DirectoryOf>
          )}
        </main>
      </DirectoryOf>
      {panel && <Panels name={panel} onClose={close} onSeats={show} />}
    </div>
  );
}
