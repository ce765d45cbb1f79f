import { type FormEvent, useEffect, useRef, useState } from 'react';
import { BlockList } from '../blocks/block-list.tsx';
import { HeadingLevel } from '../blocks/header.tsx';
import { act } from '../data/control.ts';
import type { SeenView } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import { useLiveSurface } from '../elements/live-surface.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { BackIcon, CloseIcon } from '../shell/icons.tsx';
import { Text } from '../text/mrkdwn.tsx';

interface Props {
  readonly view: SeenView;
  readonly seat: Seat;
  readonly isTop: boolean;
  /** How many modals lie on each other. */
  readonly depth: number;
  readonly onClose: () => void;
}

const fields = 'input:not([type=hidden]), textarea, select';

const toFirstWrong = (body: HTMLElement | null) => body?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();

/** One modal: title, blocks, and the buttons under them. */
export function ModalView({ view, seat, isTop, depth, onClose }: Props) {
  const [trouble, setTrouble] = useState('');
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { id, blocks, title, submit, close, errors = {}, state } = view;
  const where = { user: seat.user, team: seat.team, view: id };
  const surface = useLiveSurface({ where, blocks, stored: state.values, errors, notice: setTrouble });
  const wrong = blocks.filter((block) => surface.error(block)).length;

  useEffect(() => {
    if (!isTop) return;
    const first = body.current?.querySelector<HTMLElement>(`[autofocus], ${fields}`);
    (first ?? form.current?.querySelector<HTMLElement>('[type=submit], .modal-close'))?.focus();
  }, [isTop]);
  useEffect(() => {
    if (Object.keys(view.errors ?? {}).length > 0) toFirstWrong(body.current);
  }, [view.errors]);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (sending || !submit) return;
    setSending(true);
    setTrouble('');
    const values = surface.entered();
    surface.resent();
    const answer = await act({ do: 'submit', ...where, values });
    setSending(false);
    const message = answer.shown ?? (answer.errors ? undefined : answer.error);
    if (message) setTrouble(message);
    if (answer.errors) toFirstWrong(body.current);
  }
  return (
    <form ref={form} className="modal-view" hidden={!isTop} noValidate onSubmit={(event) => void send(event)}>
      <header className="modal-head">
        {depth > 1 && (
          <button type="button" className="button-bare" aria-label="Back" onClick={onClose}>
            <BackIcon />
          </button>
        )}
        <h2 id={`title-${id}`}>{title && <Text of={title} />}</h2>
        <button type="button" className="button-bare modal-close" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div ref={body} className="modal-body">
        <SurfaceContext value={surface}>
          <HeadingLevel value={3}>
            <BlockList blocks={blocks} />
          </HeadingLevel>
        </SurfaceContext>
      </div>
      <div role="alert" className="modal-trouble">
        {trouble || (wrong > 0 && `${wrong === 1 ? 'One field needs' : `${wrong} fields need`} fixing.`)}
      </div>
      <footer className="dialog-actions">
        {(close || submit) && (
          <button type="button" className="button" onClick={onClose}>
            {close ? <Text of={close} /> : submit ? 'Cancel' : 'Close'}
          </button>
        )}
        {submit && (
          <button type="submit" className="button button-primary solid" aria-busy={sending}>
            <Text of={submit} />
          </button>
        )}
      </footer>
    </form>
  );
}
