import type { ReactNode } from 'react';
import type { Fault } from '../data/page-shapes.ts';
import { useRead } from '../data/use-read.ts';
import { FaultIcon, GuideIcon, WireIcon } from '../shell/icons.tsx';
import type { PanelName } from './panel.tsx';

interface Props {
  readonly panel: PanelName | undefined;
  readonly onToggle: (name: PanelName) => void;
}

const buttons: readonly (readonly [PanelName, string, string, ReactNode])[] = [
  ['guide', 'Guide', 'Guide: first steps', <GuideIcon key="guide" />],
  ['wire', 'Wire', 'Wire: requests and API calls', <WireIcon key="wire" />],
  ['faults', 'Faults', 'Faults: break something', <FaultIcon key="faults" />],
];

/** Opens and closes the panels. A dot shows that a fault is on. */
export function PanelButtons({ panel, onToggle }: Props) {
  const faults = useRead<{ faults: Fault[] }>({ read: 'faults' })?.faults ?? [];
  return buttons.map(([name, word, label, icon]) => {
    const isOn = name === 'faults' && faults.length > 0;
    return (
      <button
        key={name}
        type="button"
        className="rail-button"
        title={label}
        aria-label={isOn ? `${label}, ${faults.length} on` : label}
        aria-pressed={panel === name}
        onClick={() => onToggle(name)}
      >
        {icon}
        <span className="rail-word">{word}</span>
        {isOn && <span className="rail-dot" />}
      </button>
    );
  });
}
