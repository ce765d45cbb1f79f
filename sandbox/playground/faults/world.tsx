import { useId, useState } from 'react';
import { act } from '../data/control.ts';
import type { BadDayEntry } from '../data/page-shapes.ts';
import { useNow, useOffset } from '../data/use-now.ts';
import { useRead } from '../data/use-read.ts';

const zone = 'acme-mail.com';

/** Somebody else changes a record that requests are about. */
export function ChangeRecord() {
  const [message, setMessage] = useState('');
  async function change() {
    const content = `mx${Date.now() % 1000}.elsewhere.example`;
    const answer = await act({
      do: 'change-record',
      zone,
      add: { type: 'MX', name: zone, content, priority: 30, ttl: 3600 },
    });
    setMessage(answer.ok ? `${zone} now has another MX record: ${content}` : (answer.error ?? ''));
  }
  return (
    <div className="fault">
      <div>
        <p className="fault-title">A record changed behind the app’s back</p>
        <p className="fault-expect">
          Somebody adds an MX record to {zone} at Cloudflare. A waiting request or undo for its MX records is then
          refused: it says that the record changed, and nothing is written.
        </p>
        <p role="status" className="fault-message">
          {message}
        </p>
      </div>
      <button type="button" className="button button-small" onClick={() => void change()}>
        Change it
      </button>
    </div>
  );
}

/** One of the bad days, with what to expect of the app. */
export function BadDays() {
  const id = useId();
  const days = useRead<{ days: BadDayEntry[] }>({ read: 'bad-days' })?.days ?? [];
  const [chosen, setChosen] = useState('');
  const [message, setMessage] = useState('');
  const day = days.find(({ name }) => name === chosen) ?? days[0];
  async function happen() {
    const answer = await act({ do: 'bad-day', name: day?.name });
    setMessage(answer.ok ? `It happened: ${day?.happened}` : (answer.error ?? ''));
  }
  return (
    <div className="fault">
      <div>
        <label className="fault-title" htmlFor={id}>
          A bad day
        </label>
        <select id={id} className="bad-days" value={day?.name} onChange={(event) => setChosen(event.target.value)}>
          {days.map(({ name, happened }) => (
            <option key={name} value={name}>
              {happened}
            </option>
          ))}
        </select>
        <p className="fault-expect">{day?.expect}</p>
        <p role="status" className="fault-message">
          {message}
        </p>
      </div>
      <button type="button" className="button button-small" onClick={() => void happen()}>
        Let it happen
      </button>
    </div>
  );
}

const steps = [
  ['1h', '1 hour', 'Checks that are due run.'],
  ['25h', '25 hours', 'Undecided requests expire, and their requesters are told.'],
  ['31d', '31 days', 'Changes older than 30 days can no longer be undone.'],
] as const;

function ahead(milliseconds: number): string {
  const hours = Math.round(milliseconds / 3_600_000);
  if (hours === 0) return 'not moved';
  if (hours < 0) return `${-hours} h back`;
  return hours < 48 ? `${hours} h ahead` : `${Math.round(hours / 24)} days ahead`;
}

/** The sandbox's clock: forward only. */
export function MoveClock() {
  const now = useNow();
  const offset = useOffset();
  const shown = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(now);
  return (
    <div className="fault fault-column">
      <p className="fault-title">The clock forward</p>
      <p className="fault-expect">
        In here it is {shown} ({ahead(offset)}).
      </p>
      <ul className="clock-steps">
        {steps.map(([advance, label, expect]) => (
          <li key={advance}>
            <button type="button" className="button button-small" onClick={() => void act({ do: 'clock', advance })}>
              + {label}
            </button>
            <span className="fault-expect">{expect}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
