import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import type { Element, TextObject } from '../data/page-shapes.ts';
import { Text } from '../text/mrkdwn.tsx';

interface Confirm {
  readonly title?: TextObject;
  readonly text?: TextObject;
  readonly confirm?: TextObject;
  readonly deny?: TextObject;
  readonly style?: 'primary' | 'danger';
}

export const confirmOf = ({ confirm }: Element): Confirm | undefined => confirm as Confirm | undefined;

interface Props {
  readonly confirm: Confirm;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

const plain = (text: string): TextObject => ({ type: 'plain_text', text });

/** The question that an app may put before a press counts. */
export function ConfirmDialog({ confirm, onYes, onNo }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const { title = plain('Are you sure?'), text, confirm: yes = plain('Yes'), deny = plain('Cancel'), style } = confirm;
  return (
    <dialog
      ref={dialog}
      className="dialog confirm"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onNo();
      }}
    >
      <h2 id={`${id}-title`} className="dialog-title">
        <Text of={title} />
      </h2>
      <div id={`${id}-text`} className="dialog-body">
        {text && <Text of={text} />}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onNo}>
          <Text of={deny} />
        </button>
        <button
          type="button"
          className={`button ${style === 'danger' ? 'button-danger' : 'button-primary'} solid`}
          onClick={onYes}
        >
          <Text of={yes} />
        </button>
      </div>
    </dialog>
  );
}
