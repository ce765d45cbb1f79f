import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface Props {
  /** Id of its title. */
  readonly labelledBy: string;
  /** Two people are shown, so the other one has to stay within reach. */
  readonly beside: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The frame of a person's modals. Closing it, while it is still there, gives the focus back to where it was. */
export function ModalDialog({ labelledBy, beside, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (beside) shown?.show();
    else shown?.showModal();
    return () => shown?.close();
  }, [beside]);
  return (
    <dialog
      ref={dialog}
      className={beside ? 'dialog modal modal-beside' : 'dialog modal'}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !beside) return;
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
