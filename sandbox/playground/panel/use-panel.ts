import { useRemembered } from '../data/remembered.ts';
import type { PanelName } from './panel.tsx';

const names: readonly string[] = ['guide', 'wire', 'faults'];
const isName = (name: string): name is PanelName => names.includes(name);
const isWide = () => matchMedia('(min-width: 861px)').matches;

interface OpenPanel {
  readonly panel: PanelName | undefined;
  readonly toggle: (name: PanelName) => void;
  readonly close: () => void;
}

/** Which panel is open. On the first visit it is the guide, where there is room for it. */
export function usePanel(): OpenPanel {
  const [name, remember] = useRemembered('panel', '');
  const panel = isName(name) ? name : name === '' && isWide() ? 'guide' : undefined;
  return {
    panel,
    toggle: (next) => remember(next === panel ? 'none' : next),
    close: () => remember('none'),
  };
}
