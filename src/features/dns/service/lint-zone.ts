import { type Finding, lint } from '../../../domain/dns/lint/lint.ts';
import { type Answer, type Question, zoneView } from '../../../domain/dns/lint/zone-view.ts';
import type { Lookup, RecordSet } from '../../../domain/dns/model/record.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Resolver } from '../../../ports/resolver.ts';

interface LintResult {
  readonly findings: readonly Finding[];
  /** Number of live DNS queries the rules needed. */
  readonly asked: number;
  /** Unanswered queries with the reason; findings that depend on them are left out. */
  readonly unanswered: readonly (Question & { readonly why: string })[];
}

interface Zone {
  readonly name: string;
  readonly sets: readonly RecordSet[];
  readonly quota?: number | undefined;
}

/** The result available at once, and the complete one if live DNS takes longer. */
interface LintAnswer {
  readonly quick: LintResult;
  readonly complete?: Promise<LintResult>;
}

const maxQuestions = 500;
/** Milliseconds to wait for live DNS before showing the zone's own findings. */
const quickAnswerMs = 300;
const liveDnsTimeoutMs = 3000;

/** Runs every rule on the zone, with live DNS answers about outside names that arrive in time. */
export async function lintZone(
  { resolver, clock }: { readonly resolver: Resolver; readonly clock: Clock },
  { name, sets, quota }: Zone,
): Promise<LintAnswer> {
  const answers = new Map<string, Answer>();
  const unanswered = new Map<string, string>();
  const deadline = clock.elapsed() + liveDnsTimeoutMs;
  const complete = askAll();
  const quick = await withTimeout(clock, quickAnswerMs, complete);
  return quick ? { quick } : { quick: runRules('no answer yet').result, complete };

  function runRules(reason: string): { result: LintResult; unasked: [string, Question][] } {
    const view = zoneView(name, sets, { quota, answers });
    const findings = lint(view);
    const openQuestions = [...view.questions].map(([key, question]) => ({
      ...question,
      why: unanswered.get(key) ?? reason,
    }));
    const room = maxQuestions - answers.size - unanswered.size;
    const unasked = [...view.questions].filter(([key]) => !unanswered.has(key)).slice(0, room);
    return { result: { findings, asked: answers.size + openQuestions.length, unanswered: openQuestions }, unasked };
  }

  /** An answer can lead to further queries: includes can include more. */
  async function askAll(): Promise<LintResult> {
    for (;;) {
      const { result, unasked } = runRules('there were too many lookups to make them all');
      if (unasked.length === 0 || clock.elapsed() >= deadline) return result;
      await Promise.all(unasked.map(([key, question]) => ask(key, question)));
    }
  }

  async function ask(key: string, question: Question): Promise<void> {
    const left = Math.max(0, deadline - clock.elapsed());
    const answer = await withTimeout(clock, left, resolver.lookup(question.name, question.type));
    if (!answer || answer.kind === 'unknown') unanswered.set(key, answer?.why ?? 'no answer in time');
    else answers.set(key, answerOf(answer));
  }
}

function answerOf(lookup: Exclude<Lookup, { kind: 'unknown' }>): Answer {
  if (lookup.kind === 'missing') return lookup.exists ? [] : 'no such name';
  return lookup.values.map(({ content = '' }) => content);
}
