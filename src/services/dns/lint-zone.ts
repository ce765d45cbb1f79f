import { type Finding, lint } from '../../core/dns/lint/lint.ts';
import { type Answer, type Question, zoneView } from '../../core/dns/lint/zone-view.ts';
import type { Lookup } from '../../core/dns/lookup.ts';
import type { RecordSet } from '../../core/dns/record.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Resolver } from '../../ports/resolver.ts';
import { within } from '../within.ts';

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

const mostQuestions = 500;
const patience = 3000;

/** Every rule on the zone, with what live DNS says about names outside it, as far as it says so in time. */
export async function lintZone(
  { resolver, clock }: { readonly resolver: Resolver; readonly clock: Clock },
  { name, sets, quota }: Zone,
): Promise<Linted> {
  const answers = new Map<string, Answer>();
  const unanswered = new Map<string, string>();
  const deadline = clock.now() + patience;
  for (;;) {
    const view = zoneView(name, sets, { quota, answers });
    const findings = lint(view);
    // An answer can lead to further questions: what a record includes includes more.
    const room = mostQuestions - answers.size - unanswered.size;
    const fresh = [...view.questions].filter(([key]) => !unanswered.has(key)).slice(0, room);
    if (fresh.length === 0 || clock.now() >= deadline) {
      const why = (key: string) => unanswered.get(key) ?? 'there were too many questions to ask them all';
      const open = [...view.questions].map(([key, question]) => ({ ...question, why: why(key) }));
      return { findings, asked: answers.size + open.length, open };
    }
    await Promise.all(fresh.map(([key, question]) => ask(key, question)));
  }

  async function ask(key: string, question: Question): Promise<void> {
    const left = Math.max(0, deadline - clock.now());
    const found = await within(clock, left, resolver.lookup(question.name, question.type));
    if (!found || found.kind === 'unknown') unanswered.set(key, found?.why ?? 'no answer in time');
    else answers.set(key, answerOf(found));
  }
}

function answerOf(found: Exclude<Lookup, { kind: 'unknown' }>): Answer {
  if (found.kind === 'missing') return found.exists ? [] : 'no such name';
  return found.values.map(({ content = '' }) => content);
}
