import { useTeams } from '../data/directory.tsx';
import type { Team } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import type { PanelName } from '../panel/panel.tsx';
import { PanelButtons } from '../panel/panel-buttons.tsx';
import { firstSeat } from './first-seat.ts';
import { SplitIcon } from './icons.tsx';
import { ThemeButton } from './theme-button.tsx';

interface Props {
  readonly seat: Seat;
  readonly isSplit: boolean;
  readonly panel: PanelName | undefined;
  readonly onPanel: (name: PanelName) => void;
  readonly onSeat: (seat: Seat) => void;
  readonly onSplit: () => void;
}

const initials = (name: string) =>
  name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2);

/** Teams at the left edge, and what concerns the whole window. */
export function Rail({ seat, isSplit, panel, onPanel, onSeat, onSplit }: Props) {
  const teams = useTeams() ?? [];
  const go = (team: Team) => onSeat(firstSeat(team));
  const split = 'Split: show a second person';
  return (
    <div className="rail">
      <nav aria-label="Teams">
        {teams.map((team) => (
          <button
            key={team.id}
            type="button"
            className="rail-team"
            title={team.name}
            aria-label={team.name}
            data-initials={initials(team.name)}
            aria-current={team.id === seat.team ? 'true' : undefined}
            onClick={() => go(team)}
          />
        ))}
      </nav>
      <div className="rail-end">
        <PanelButtons panel={panel} onToggle={onPanel} />
        <button
          type="button"
          className="rail-button not-narrow"
          aria-label={split}
          title={split}
          aria-pressed={isSplit}
          onClick={onSplit}
        >
          <SplitIcon />
          <span className="rail-word">Split</span>
        </button>
        <ThemeButton />
      </div>
    </div>
  );
}
