import { useEffect, useRef } from 'react';
import { useNotice } from '../conversation/notices.tsx';
import { act } from '../data/control.ts';
import { useRead } from '../data/reads.ts';
import type { Seat } from '../data/seats.ts';
import type { SeenView } from '../data/shapes.ts';
import { ModalView } from './modal-view.tsx';

interface Props {
  readonly seat: Seat;
  /** Two people are shown, so the other one has to stay within reach. */
  readonly beside: boolean;
}

const none: readonly SeenView[] = [];

export const useViews = ({ user, team }: Pick<Seat, 'user' | 'team'>) =>
  useRead<{ views: readonly SeenView[]; home: SeenView | null }>({ read: 'views', user, team });

/** The modals that a person has open: the one in front is shown, those below keep what was typed in them. */
export function ModalStack({ seat, beside }: Props) {
  const views = useViews(seat)?.views ?? none;
  const notice = useNotice();
  const dialog = useRef<HTMLDialogElement>(null);
  const top = views.at(-1);
  const open = top !== undefined;

  useEffect(() => {
    const shown = dialog.current;
    if (!open || !shown) return;
    if (beside) shown.show();
    else shown.showModal();
    return () => shown.close();
  }, [open, beside]);

  if (!top) return null;
  async function close() {
    const answer = await act({ do: 'close', user: seat.user, team: seat.team, view: top?.id });
    if (!answer.ok) notice(answer.error ?? '');
  }
  return (
    <dialog
      ref={dialog}
      className={beside ? 'dialog modal modal-beside' : 'dialog modal'}
      aria-labelledby={`title-${top.id}`}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        void close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !beside) return;
        event.preventDefault();
        void close();
      }}
    >
      {views.map((view) => (
        <ModalView key={view.id} view={view} seat={seat} isTop={view === top} depth={views.length} onClose={close} />
      ))}
    </dialog>
  );
}
