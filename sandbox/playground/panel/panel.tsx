import type { ReactNode } from 'react';
import { CloseIcon } from '../shell/icons.tsx';

export type PanelName = 'guide' | 'wire' | 'faults';

interface Props {
  readonly name: PanelName;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The right-hand side: what is behind the chat. Escape closes it where it covers everything. */
export const Panel = ({ name, title, onClose, children }: Props) => (
  <aside
    className="panel"
    data-panel={name}
    aria-label={title}
    onKeyDown={(event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    }}
  >
    <header className="pane-head">
      <h2>{title}</h2>
      <button type="button" className="button-bare" aria-label={`Close: ${title}`} onClick={onClose}>
        <CloseIcon />
      </button>
    </header>
    {children}
  </aside>
);
