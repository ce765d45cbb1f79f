import { type Finding, lint } from '../../core/dns/lint/lint.ts';
import { type Answer, type Question, zoneView } from '../../core/dns/lint/zone-view.ts';
import type { Lookup } from '../../core/dns/lookup.ts';
import type { RecordSet } from '../../core/dns/record.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Resolver } from '../../ports/resolver.ts';
import { withTimeout } from '../within.ts';

export interface Linted {
  readonly findings: readonly Finding[];
  /** Questions that the rules had for live DNS. */
  readonly asked: number;
  /** Those without an answer, with why: what depends on them is left out of the findings. */
  readonly open: readonly (Question & { readonly why: string })[];
}

interface Zone {
  readonly name: string;
  readonly sets: readonly RecordSet[];
  readonly quota?: number | undefined;
}

/** What can be said at once, and what can once live DNS has answered, where that takes longer. */
export interface Linting {
  readonly soon: Linted;
  readonly later?: Promise<Linted>;
}

const mostQuestions = 500;
/** Milliseconds that somebody waits for live DNS before the zone's own findings are shown. */
const soonEnough = 300;
const patience = 3000;

/** Every rule on the zone, with what live DNS says about names outside it, as far as it says so in time. */
export async function lintZone(
  { resolver, clock }: { readonly resolver: Resolver; readonly clock: Clock },
  { name, sets, quota }: Zone,
): Promise<Linting> {
  const answers = new Map<string, Answer>();
  const unanswered = new Map<string, string>();
  const deadline = clock.now() + patience;
  const whole = askAll();
  const quick = await withTimeout(clock, soonEnough, whole);
  return quick ? { soon: quick } : { soon: look('no answer yet').linted, later: whole };

  function look(unasked: string): { linted: Linted; fresh: [string, Question][] } {
    const view = zoneView(name, sets, { quota, answers });
    const findings = lint(view);
    const open = [...view.questions].map(([key, question]) => ({ ...question, why: unanswered.get(key) ?? unasked }));
    const room = mostQuestions - answers.size - unanswered.size;
    const fresh = [...view.questions].filter(([key]) => !unanswered.has(key)).slice(0, room);
    return { linted: { findings, asked: answers.size + open.length, open }, fresh };
  }

  /** An answer can lead to further questions: what a record includes includes more. */
  async function askAll(): Promise<Linted> {
    for (;;) {
      const { linted, fresh } = look('there were too many questions to ask them all');
      if (fresh.length === 0 || clock.now() >= deadline) return linted;
      await Promise.all(fresh.map(([key, question]) => ask(key, question)));
    }
  }

  async function ask(key: string, question: Question): Promise<void> {
    const left = Math.max(0, deadline - clock.now());
    const found = await withTimeout(clock, left, resolver.lookup(question.name, question.type));
    if (!found || found.kind === 'unknown') unanswered.set(key, found?.why ?? 'no answer in time');
    else answers.set(key, answerOf(found));
  }
}

function answerOf(found: Exclude<Lookup, { kind: 'unknown' }>): Answer {
  if (found.kind === 'missing') return found.exists ? [] : 'no such name';
  return found.values.map(({ content = '' }) => content);
}
