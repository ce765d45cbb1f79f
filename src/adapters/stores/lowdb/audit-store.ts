import { z } from 'zod';
import { type AuditEntry, type AuditFact, chain } from '../../../domain/audit/audit-chain.ts';
import type { AuditStore } from '../../../ports/stores.ts';
import { groupCommit, type Line, loadLog, openLogFile, parseJson } from './durable-file.ts';

export interface Audit extends AuditStore {
  /** Waits for the disk with what was appended lazily. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const remembered = 10_000;

const Shape = z.looseObject({
  sequence: z.int(),
  previous: z.string(),
  hash: z.string(),
  teamId: z.string(),
  key: z.string().optional(),
});

/** audit.jsonl. What was done to it from outside is for `audit verify` to tell; here it is at most a warning. */
export async function openAudit(path: string, onWarning: (text: string) => void): Promise<Audit> {
  const log = await openLogFile(path, onWarning);
  let last: AuditEntry | undefined;
  /** Where the latest entries with a key are, oldest first. */
  const offsets = new Map<string, number>();

  function remember(entry: AuditEntry, offset: number): void {
    last = entry;
    const key = keyOf(entry);
    if (key === undefined) return;
    offsets.set(key, offset);
    for (const oldest of offsets.keys()) {
      if (offsets.size <= remembered) break;
      offsets.delete(oldest);
    }
  }

  const load = ({ text, offset }: Line): void => {
    const entry = parseEntry(text);
    if (entry) remember(entry, offset);
    else
      onWarning(
        `${path} has a line near its end that is not an audit entry. The next entry follows the last valid one.`,
      );
  };
  await loadLog(log, load, await log.startOfLast(remembered));
  if (last && !isUnaltered(last)) {
    onWarning(`The last entry of ${path} was changed after it was written. Compare the file with your backup.`);
  }

  async function known(key: string): Promise<AuditEntry | undefined> {
    const offset = offsets.get(key);
    return offset === undefined ? undefined : parseEntry(await log.lineAt(offset));
  }

  const group = groupCommit(async (facts: readonly { fact: AuditFact; lazily: boolean }[]) => {
    let before = last;
    const added: AuditEntry[] = [];
    const addedByKey = new Map<string, AuditEntry>();
    const answers: AuditEntry[] = [];
    for (const { fact } of facts) {
      const key = keyOf(fact);
      const same = key && (addedByKey.get(key) ?? (await known(key)));
      if (same) {
        answers.push(same);
        continue;
      }
      before = chain(before, fact);
      added.push(before);
      if (key) addedByKey.set(key, before);
      answers.push(before);
    }
    if (added.length === 0) {
      if (facts.some(({ lazily }) => !lazily)) await log.sync();
      return answers;
    }
    const lazily = facts.every((one) => one.lazily);
    const written = await log.write(
      added.map((entry) => JSON.stringify(entry)),
      { lazily },
    );
    for (const [index, entry] of added.entries()) remember(entry, written[index] ?? 0);
    return answers;
  });

  return {
    append: async (fact, { lazily = false } = {}) =>
      structuredClone(await group.add({ fact: structuredClone(fact), lazily })),
    sync: () => log.sync(),

    async *entries(teamId) {
      await group.settled();
      for await (const { number, text } of log.lines()) {
        const entry = parseEntry(text);
        if (!entry) onWarning(`Line ${number} of ${path} is not an audit entry and was skipped.`);
        else if (teamId === undefined || entry.teamId === teamId) yield entry;
      }
    },

    async close() {
      await group.close();
      await log.close();
    },
  };
}

/** A key says nothing outside its team. */
const keyOf = ({ teamId, key }: AuditFact): string | undefined => key && JSON.stringify([teamId, key]);

const isUnaltered = ({ sequence, previous, hash, ...fact }: AuditEntry): boolean =>
  chain({ sequence: sequence - 1, hash: previous }, fact).hash === hash;

function parseEntry(text: string): AuditEntry | undefined {
  const json = parseJson(text);
  // Safe because the shape shows that it is an entry; whether it is a true one is what the chain is for.
  return Shape.safeParse(json).success ? (json as AuditEntry) : undefined;
}
