import { CheckIcon } from '../shell/icons.tsx';
import type { Doing, Progress, Step } from './story.ts';

interface Props {
  readonly step: Step;
  readonly number: number;
  readonly progress: Progress;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onDo: (doing: Doing) => void;
}

/** One step: its tick, and while it is open what it is about and what helps. */
export function StepView({ step, number, progress, open, onOpen, onDo }: Props) {
  const done = step.done(progress);
  return (
    <li className="step" data-done={done}>
      <button type="button" className="step-head" aria-expanded={open} onClick={onOpen}>
        <span className="step-mark">{done ? <CheckIcon /> : number}</span>
        <span className="step-title">{step.title}</span>
        {done && <span className="hidden">(done)</span>}
      </button>
      {open && (
        <div className="step-body">
          <p>{step.text}</p>
          {step.doings.map(({ doing, done: isDone }, index) => (
            <div key={doing.label} className="doing">
              {doing.kind === 'type' && <code className="doing-text">{doing.text}</code>}
              <button
                type="button"
                className={index === 0 ? 'button button-small button-primary solid' : 'button button-small'}
                onClick={() => onDo(doing)}
              >
                {doing.label}
                {isDone?.(progress) && ' ✓'}
              </button>
            </div>
          ))}
          {step.doings.some(({ doing }) => doing.kind === 'type') && (
            <p className="soft step-note">It is put into the text field; Enter sends it.</p>
          )}
        </div>
      )}
    </li>
  );
}
