import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { CloseIcon } from '../shell/icons.tsx';

const NoticeContext = createContext<(text: string) => void>(() => {});

/** Says something to the person at this seat, as Slack itself would. */
export const useNotice = (): ((text: string) => void) => useContext(NoticeContext);

interface Props {
  readonly children: (bar: ReactNode) => ReactNode;
}

/** Keeps the latest notice until it is dismissed; `bar` shows it. */
export function Notices({ children }: Props) {
  const [text, setText] = useState('');
  const say = useCallback((next: string) => setText(next), []);
  const bar = (
    <div role="alert" className="notice-place">
      {text && (
        <div className="notice">
          <span>{text}</span>
          <button type="button" className="button-bare" aria-label="Put away" onClick={() => setText('')}>
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  );
  return <NoticeContext value={say}>{children(bar)}</NoticeContext>;
}
