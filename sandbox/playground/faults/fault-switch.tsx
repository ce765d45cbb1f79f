import { useId } from 'react';
import { act } from '../data/control.ts';
import type { Fault } from '../data/page-shapes.ts';
import { type FaultChoice, sameFault } from './fault-list.ts';

interface Props {
  readonly choice: FaultChoice;
  /** All that are on, of every API. */
  readonly on: readonly Fault[];
}

/** The sandbox switches all faults of an API off at once; the others are put back. */
async function switchOff(fault: Fault, on: readonly Fault[]): Promise<void> {
  await act({ do: 'fault', kind: 'off', api: fault.api });
  for (const other of on) if (other.api === fault.api && !sameFault(other, fault)) await act({ do: 'fault', ...other });
}

export function FaultSwitch({ choice, on }: Props) {
  const id = useId();
  const { title, expect, fault } = choice;
  const current = on.find((it) => sameFault(it, fault));
  const left = current?.times;
  return (
    <div className="fault" data-on={current !== undefined}>
      <div>
        <p id={id} className="fault-title">
          {title}
          {left !== undefined && <span className="badge">{left === 1 ? 'the next one' : `the next ${left}`}</span>}
        </p>
        <p id={`${id}-expect`} className="fault-expect">
          {expect}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={current !== undefined}
        aria-labelledby={id}
        aria-describedby={`${id}-expect`}
        onClick={() => void (current ? switchOff(fault, on) : act({ do: 'fault', ...fault }))}
      />
    </div>
  );
}
