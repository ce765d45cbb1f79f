import { useState } from 'react';
import type { Fault } from '../data/page-shapes.ts';
import { useRead } from '../data/use-read.ts';
import { Segments } from '../panel/segments.tsx';
import { type FaultApi, faultsOf } from './fault-list.ts';
import { FaultSwitch } from './fault-switch.tsx';
import { BadDays, ChangeRecord, MoveClock } from './world.tsx';

const apis = [
  ['cloudflare', 'Cloudflare'],
  ['litemail', 'LiteMail'],
  ['slack', 'Slack'],
] as const;

/** The faults, each with what to expect from the app. */
export function FaultsPanel() {
  const [api, setApi] = useState<string>('cloudflare');
  const on = useRead<{ faults: Fault[] }>({ read: 'faults' })?.faults ?? [];
  const choices = apis.map(([name, label]) => {
    const count = on.filter((fault) => fault.api === name).length;
    return [name, count > 0 ? `${label} (${count} on)` : label] as const;
  });
  return (
    <div className="panel-body faults">
      <div className="panel-intro">
        <p className="soft">Switch something on, go on working, and see what the app makes of it.</p>
        <Segments label="Which API" choices={choices} value={api} onChange={setApi} />
      </div>
      {faultsOf(api as FaultApi).map((choice) => (
        <FaultSwitch key={choice.title} choice={choice} on={on} />
      ))}
      <h3 className="panel-title">In the world</h3>
      <BadDays />
      <ChangeRecord />
      <MoveClock />
      <p className="panel-foot soft">
        To start over: <code>npm run sandbox -- --reset</code>
      </p>
    </div>
  );
}
