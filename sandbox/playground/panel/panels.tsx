import type { Seat } from '../data/seats.ts';
import { FaultsPanel } from '../faults/faults-panel.tsx';
import { GuidePanel } from '../tour/guide-panel.tsx';
import { WirePanel } from '../wire/wire-panel.tsx';
import { Panel, type PanelName } from './panel.tsx';

interface Props {
  readonly name: PanelName;
  readonly onClose: () => void;
  readonly onSeats: (seats: readonly Seat[]) => void;
}

const titles: Readonly<Record<PanelName, string>> = {
  guide: 'First steps',
  wire: 'On the wire',
  faults: 'Break something',
};

/** The one panel that is open. */
export const Panels = ({ name, onClose, onSeats }: Props) => (
  <Panel name={name} title={titles[name]} onClose={onClose}>
    {name === 'guide' && <GuidePanel onSeats={onSeats} />}
    {name === 'wire' && <WirePanel />}
    {name === 'faults' && <FaultsPanel />}
  </Panel>
);
