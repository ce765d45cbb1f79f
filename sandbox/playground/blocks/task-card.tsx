import type { Block, TextObject } from '../data/page-shapes.ts';
import { RichText } from './rich-text.tsx';

const marks: Readonly<Record<string, readonly [mark: string, words: string]>> = {
  pending: ['○', 'waiting'],
  in_progress: ['◐', 'under way'],
  complete: ['✓', 'done'],
  error: ['✕', 'failed'],
};

interface Task {
  readonly title?: unknown;
  readonly status?: unknown;
  readonly details?: unknown;
  readonly output?: unknown;
  readonly [other: string]: unknown;
}

const wordsOf = (title: unknown): string => (typeof title === 'string' ? title : ((title as TextObject)?.text ?? ''));

export function TaskCard({ task }: { readonly task: Task }) {
  const status = String(task.status ?? 'pending');
  const [mark, words] = marks[status] ?? ['○', status];
  return (
    <div className="task" data-status={status}>
      <span className="task-mark" role="img" aria-label={words}>
        {mark}
      </span>
      <div>
        {wordsOf(task.title)}
        {[task.details, task.output].map((part, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: two places, always the same
          part ? <RichText key={index} block={part as Pick<Block, 'elements'>} /> : null,
        )}
      </div>
    </div>
  );
}

export const Plan = ({ block }: { readonly block: Block }) => (
  <section className="container">
    <div className="container-title">{wordsOf(block.title)}</div>
    {((block.tasks ?? []) as readonly (Task & { task_id: string })[]).map((task) => (
      <TaskCard key={task.task_id} task={task} />
    ))}
  </section>
);
