import { nounOf, type RunState } from '../../domain/proposal.ts';
import type { ApprovalRequest } from '../../engine/approvals/request/request.ts';
import type { View } from '../../ports/notifier.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
  escapeMrkdwn,
  person,
  section,
  slackTime,
  truncate,
} from '../block-kit.ts';
import { stopped } from './request-state.ts';

const steps = 20;
const shown = 10;

/** `▓▓▓░░░`, read aloud by nobody: the counts are beside it. */
function bar({ done, total }: Pick<RunState, 'done' | 'total'>): string {
  const full = Math.round((done / Math.max(1, total)) * steps);
  return '▓'.repeat(full) + '░'.repeat(steps - full);
}

const title = ({ id, proposal }: ApprovalRequest): string => `${bold(proposal.title)} (request ${code(id)})`;

const list = (lines: readonly string[]): string => {
  const more = lines.length - shown;
  const items = lines.slice(0, shown).map((line) => `• ${escapeMrkdwn(line)}`);
  return truncate([...items, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'), 3000);
};

/** The one message that shows how far a run over many subjects is. */
export function runProgressView(request: ApprovalRequest, run: RunState): View {
  const { done, total, now, restsUntil, problems } = run;
  const counts = `${done} of ${total} ${nounOf(request.proposal)} done`;
  const goesOn = restsUntil === undefined ? '' : ` Resumes automatically ${slackTime(restsUntil)}.`;
  return {
    text: `${escapeMrkdwn(request.proposal.title)}: ${counts}`,
    blocks: [
      section(`${title(request)}\n${bar(run)} ${counts}`),
      ...(problems.length > 0 ? [section(list(problems))] : []),
      context(`${request.stop ? stopping(request.stop) : escapeMrkdwn(now)}${goesOn}`),
      ...(request.stop ? [] : [actions(button('Stop', 'run.stop', { id: request.id }, { style: 'danger' }))]),
    ],
  };
}

const stopping = ({ by, at }: NonNullable<ApprovalRequest['stop']>): string =>
  `:octagonal_sign: Stopped by ${person(by)} ${slackTime(at)}. Work already started will finish.`;

const mark = { applied: ':white_check_mark:', failed: ':x:', refused: ':warning:' } as const;

/** The same message once the run is over. Those that are not as wished come first in `lines`. */
export function runResultView(request: ApprovalRequest): View {
  const { outcome, stop, proposal } = request;
  const byHand = stopped(request);
  const text = [byHand, escapeMrkdwn(outcome?.text ?? '')].filter(Boolean).join(' ');
  const sign = byHand ? ':octagonal_sign:' : mark[outcome?.status ?? 'failed'];
  const lines = outcome?.lines ?? [];
  return {
    text: `${escapeMrkdwn(proposal.title)}: ${text}`,
    blocks: [
      section(`${sign} ${title(request)}\n${text}`),
      ...(lines.length > 0 ? [section(list(lines))] : []),
      ...(stop && !byHand ? [context(`:octagonal_sign: Stopped by ${person(stop.by)} ${slackTime(stop.at)}.`)] : []),
    ],
  };
}
