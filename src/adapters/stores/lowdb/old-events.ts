import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { draftMark, syncDirectory } from './durable-file.ts';
import { type EventLine, eventKey, readEventLine } from './event-line.ts';
import { type LogFile, openLogFile } from './log-file.ts';

/** How long LiteMail may take to deliver an event once more and still be known to have done so. */
const month = 30 * 86_400_000;

/** Those that nobody needs, when there are so many that leaving them out is worth the writing. Measured by the newest event. */
export function oldEvents(receivedAt: ReadonlyMap<string, number>, isSettled: (key: string) => boolean): Set<string> {
  const newest = [...receivedAt.values()].reduce((a, b) => Math.max(a, b), 0);
  const old = [...receivedAt].filter(([key, at]) => at < newest - month && isSettled(key)).map(([key]) => key);
  return new Set(old.length > receivedAt.size / 2 ? old : []);
}

/** Rewrites the log without them, and closes it. */
export async function dropEvents(log: LogFile, old: ReadonlySet<string>): Promise<void> {
  const draft = await openLogFile(`${log.path}${draftMark}shorter`, () => {});
  const lines: string[] = [];
  for await (const line of log.lines()) {
    const text = withoutOld(readEventLine(log.path, line), old);
    if (text) lines.push(JSON.stringify(text));
    if (lines.length === 1000) await draft.write(lines.splice(0));
  }
  await draft.write(lines);
  await draft.close();
  await log.close();
  await rename(draft.path, log.path);
  await syncDirectory(dirname(log.path));
}

function withoutOld(line: EventLine, old: ReadonlySet<string>): EventLine | undefined {
  const { event, settled } = line;
  if (event) return old.has(eventKey(event)) ? undefined : line;
  const ids = settled?.ids.filter((id) => !old.has(eventKey({ teamId: settled.teamId, id }))) ?? [];
  return settled && ids.length > 0 ? { settled: { ...settled, ids } } : undefined;
}
