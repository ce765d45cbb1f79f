import { type ReactNode, useState } from 'react';
import type { Element } from '../data/page-shapes.ts';
import { ConfirmDialog, confirmOf } from './confirm.tsx';

/** `ask(then)` calls back at once, or after confirmation if the app wants one; render `dialog`. */
export function useAsking(element: Element): { ask: (then: () => void) => void; dialog: ReactNode } {
  const [pending, setPending] = useState<{ then: () => void }>();
  const confirm = confirmOf(element);
  return {
    ask: (then) => (confirm ? setPending({ then }) : then()),
    dialog: confirm && pending && (
      <ConfirmDialog
        confirm={confirm}
        onNo={() => setPending(undefined)}
        onYes={() => {
          setPending(undefined);
          pending.then();
        }}
      />
    ),
  };
}
