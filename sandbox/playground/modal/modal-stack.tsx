import { useNotice } from '../conversation/notices.tsx';
import { act } from '../data/control.ts';
import type { SeenView } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import { useRead } from '../data/use-read.ts';
import { ModalDialog } from './modal-dialog.tsx';
import { ModalView } from './modal-view.tsx';

interface Props {
  readonly seat: Seat;
  readonly beside: boolean;
}

const none: readonly SeenView[] = [];

export const useViews = ({ user, team }: Pick<Seat, 'user' | 'team'>) =>
  useRead<{ views: readonly SeenView[]; home: SeenView | null }>({ read: 'views', user, team });

/** The modals that a person has open: the one in front is shown, those below keep what was typed in them. */
export function ModalStack({ seat, beside }: Props) {
  const views = useViews(seat)?.views ?? none;
  const notice = useNotice();
  const top = views.at(-1);
  if (!top) return null;

  async function close() {
    const answer = await act({ do: 'close', user: seat.user, team: seat.team, view: top?.id });
    if (!answer.ok) notice(answer.error ?? '');
  }
  return (
    <ModalDialog key={seat.user} labelledBy={`title-${top.id}`} beside={beside} onClose={() => void close()}>
      {views.map((view) => (
        <ModalView
          key={view.id}
          view={view}
          seat={seat}
          isTop={view === top}
          depth={views.length}
          onClose={() => void close()}
        />
      ))}
    </ModalDialog>
  );
}
