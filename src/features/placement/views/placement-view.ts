import type { Listing } from '../../../lib/all-pages.ts';
import { commandPrefix, typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, escapeMrkdwn, section, table } from '../../../ui/block-kit.ts';
import { isEmpty, listView } from '../../../ui/list.ts';
import { type Arrivals, arrivals, isFailed, isFinished } from '../placement-test.ts';

interface Test {
  readonly id: string;
  readonly testName?: string | undefined;
  readonly status?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly byProvider?: readonly Parameters<typeof arrivals>[0][] | undefined;
}

const names: Record<string, string> = { GOOGLE: 'Google', MICROSOFT: 'Microsoft', YAHOO: 'Yahoo' };
const share = (part: number, all: number): string => (all === 0 ? '–' : `${Math.round((100 * part) / all)}%`);
const sum = (rows: readonly Arrivals[], of: 'inbox' | 'spam' | 'missing'): number =>
  rows.reduce((total, row) => total + row[of], 0);

/** Inbox, spam and missing per provider once the test is done; until then how far it is. */
export function placementView({ id, testName, status, byProvider }: Test, note?: string): View {
  const title = `Placement test “${escapeMrkdwn(testName ?? id)}”`;
  const notes = note ? [context(note)] : [];
  if (isFailed(status))
    return {
      text: `${title} failed.`,
      blocks: [section(`:x: *${title}* failed at LiteMail, which gave no reason. Run it again.`), ...notes],
    };
  const rows = (byProvider ?? []).map(arrivals);
  if (!isFinished(status) || rows.length === 0) {
    const word = isFinished(status)
      ? 'is done, but LiteMail gave no results per provider.'
      : `is running${status ? ` (${escapeMrkdwn(status.toLowerCase())})` : ''}. This usually takes a few minutes.`;
    return { text: `${title} ${word}`, blocks: [section(`:hourglass_flowing_sand: *${title}* ${word}`), ...notes] };
  }
  const line = (label: string, inbox: number, spam: number, missing: number) => {
    const all = inbox + spam + missing;
    return [
      label,
      `${inbox} (${share(inbox, all)})`,
      `${spam} (${share(spam, all)})`,
      `${missing} (${share(missing, all)})`,
    ];
  };
  const total = { inbox: sum(rows, 'inbox'), spam: sum(rows, 'spam'), missing: sum(rows, 'missing') };
  const all = total.inbox + total.spam + total.missing;
  const verdict = `${share(total.inbox, all)} inbox, ${share(total.spam, all)} spam, ${share(total.missing, all)} missing`;
  return {
    text: `${title}: ${verdict}`,
    blocks: [
      section(`:mailbox_with_mail: *${title}*: ${verdict}`),
      ...table(
        [
          ['Provider', 'Inbox', 'Spam', 'Missing'],
          ...rows.map((row) =>
            line(names[row.provider.toUpperCase()] ?? row.provider, row.inbox, row.spam, row.missing),
          ),
          ...(rows.length > 1 ? [line('All', total.inbox, total.spam, total.missing)] : []),
        ],
        [1, 2, 3],
      ),
      ...notes,
    ],
  };
}

export function placementListView(tests: Listing<Test>): View {
  if (isEmpty(tests)) return { text: `There are no placement tests yet. Start one with ${typed('placement run')}.` };
  const rows = tests.items.map(({ id, testName, status, createdAt, byProvider }) => {
    const seen = (byProvider ?? []).map(arrivals);
    const inbox = sum(seen, 'inbox');
    return [
      testName ?? '',
      status?.toLowerCase() ?? '',
      (createdAt ?? '').slice(0, 10),
      seen.length > 0 ? share(inbox, inbox + sum(seen, 'spam') + sum(seen, 'missing')) : '',
      id,
    ];
  });
  return listView({
    title: 'Placement tests',
    head: ['Name', 'Status', 'Started', 'Inbox', 'Id'],
    rows,
    right: [3],
    of: tests,
    notes: [`See one with ${code(`${commandPrefix} placement show <name or id>`)}`],
  });
}
