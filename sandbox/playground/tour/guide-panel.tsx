import { useState } from 'react';
import { act } from '../data/control.ts';
import { setDraft } from '../data/drafts.ts';
import type { Seat } from '../data/seats.ts';
import { focusComposer } from '../shell/focus-composer.ts';
import { StepView } from './step-view.tsx';
import { type Doing, event, steps } from './story.ts';
import { useProgress } from './use-progress.ts';

interface Props {
  readonly onSeats: (seats: readonly Seat[]) => void;
}

const isWide = () => matchMedia('(min-width: 1200px)').matches;
const anaInOps: Seat = { team: 'T0ACME', user: 'U0ANA', place: 'C0OPS' };

/** The first ten minutes in five steps. Each is done for real, and ticks itself off once it happened. */
export function GuidePanel({ onSeats }: Props) {
  const progress = useProgress();
  const [chosen, choose] = useState<number>();
  const [trouble, setTrouble] = useState('');
  const done = steps.map((step) => step.done(progress));
  const count = done.filter(Boolean).length;
  const next = done.indexOf(false);
  const open = chosen ?? next;

  async function run(doing: Doing) {
    setTrouble('');
    if (doing.kind === 'deliver') {
      const answer = await act({ do: 'deliver', ...event });
      const heard = ((answer.tries as readonly object[] | undefined) ?? []).length > 0;
      if (!heard) setTrouble(answer.error ?? 'LiteMail has no endpoint to send it to yet. Register first.');
      return;
    }
    const { seat } = doing;
    onSeats(doing.kind === 'go' && doing.beside && isWide() ? [anaInOps, seat] : [seat]);
    if (doing.kind !== 'type') return;
    setDraft(seat, doing.text);
    focusComposer();
  }
  return (
    <div className="panel-body guide">
      <div className="panel-intro">
        <p>
          This is the real app. Only Slack, LiteMail and Cloudflare are stand-ins, on this machine. Five steps show what
          it is for.
        </p>
        <div className="guide-progress" role="status">
          <div className="guide-bar" aria-hidden="true">
            {done.map((isDone, index) => (
              <span key={steps[index]?.title} data-done={isDone} />
            ))}
          </div>
          {count === steps.length ? 'All done' : `${count} of ${steps.length} done`}
        </div>
      </div>
      <ol className="steps">
        {steps.map((step, index) => (
          <StepView
            key={step.title}
            step={step}
            number={index + 1}
            progress={progress}
            open={open === index}
            onOpen={() => choose(open === index ? -1 : index)}
            onDo={(doing) => {
              choose(undefined);
              void run(doing);
            }}
          />
        ))}
      </ol>
      <p role="alert" className="guide-trouble">
        {trouble}
      </p>
      {count === steps.length && (
        <p className="panel-foot">
          Now look behind the scenes with <strong>On the wire</strong>, or <strong>Break something</strong>: both are at
          the left edge. <code>/litemail help</code> shows the rest.
        </p>
      )}
    </div>
  );
}
