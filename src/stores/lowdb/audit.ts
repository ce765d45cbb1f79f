import { z } from 'zod';
import { type AuditEntry, type AuditFact, chain } from '../../core/audit.ts';
import type { AuditStore } from '../../ports/stores.ts';
import { parseJson } from './damage.ts';
import { groupCommit } from './group-commit.ts';
import { type LogFile, openLogFile } from './log-file.ts';

export interface Audit extends AuditStore {
  close(): Promise<void>;
}

const Shape = z.looseObject({ sequence: z.int(), previous: z.string(), hash: z.string(), teamId: z.string() });

/** audit.jsonl. What was done to it from outside is for `audit verify` to tell; here it is at most a warning. */
export async function openAudit(path: string, onWarning: (text: string) => void): Promise<Audit> {
  const log = await openLogFile(path, onWarning);
  let last = await readLast(log, onWarning);

  const group = groupCommit(async (facts: readonly AuditFact[]) => {
    let before = last;
    const entries = facts.map((fact) => {
      before = chain(before, fact);
      return before;
    });
    await log.write(entries.map((entry) => JSON.stringify(entry)));
    last = before;
    return entries;
  });

  return {
    append: (fact) => group.add(structuredClone(fact)),

    async *entries(teamId) {
      for await (const { number, text } of log.lines()) {
        const entry = parseEntry(text);
        if (!entry) onWarning(`Line ${number} of ${path} is no audit entry; it was passed over.`);
        else if (teamId === undefined || entry.teamId === teamId) yield entry;
      }
    },

    async close() {
      await group.close();
      await log.close();
    },
  };
}

/** The entry that the next one follows: the last that can be read. */
async function readLast(log: LogFile, onWarning: (text: string) => void): Promise<AuditEntry | undefined> {
  for (let line = await log.lastLine(); line; line = await log.lastLine(line.offset)) {
    const entry = parseEntry(line.text);
    if (!entry) {
      onWarning(`${log.path} has a line near its end that is no audit entry. New entries follow the last one that is.`);
      continue;
    }
    const { sequence, previous, hash, ...fact } = entry;
    if (chain({ sequence: sequence - 1, hash: previous }, fact).hash !== hash) {
      onWarning(`The last entry of ${log.path} was changed after it was written. See /litemail audit verify.`);
    }
    return entry;
  }
  return undefined;
}

function parseEntry(text: string): AuditEntry | undefined {
  const json = parseJson(text);
  // Safe because the shape shows that it is an entry; whether it is a true one is what the chain is for.
  return Shape.safeParse(json).success ? (json as AuditEntry) : undefined;
}
