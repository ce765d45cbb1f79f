import { Low } from 'lowdb';
import { groupCommit } from './group-commit.ts';
import { stateFile } from './state-file.ts';
import { emptyState, type State } from './store-state.ts';

/** Gives the next state (the same one if nothing changes) and what to answer. A change that throws changes nothing. */
export type Change<Answer> = (state: State) => readonly [next: State, answer: Answer];

export interface Database {
  /** As it is on disk. Copy what you hand out. */
  readonly state: State;
  /** Changes run one after the other; each resolves once a write that holds it is on disk. */
  update<Answer>(change: Change<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

export async function openDatabase(path: string, onWarning: (text: string) => void): Promise<Database> {
  const file = stateFile(path, onWarning);
  const low = new Low<State>(file, emptyState);
  await low.read();
  let state = low.data;

  const group = groupCommit(async (changes: readonly Change<unknown>[]) => {
    let next = state;
    const answers = changes.map((change) => {
      try {
        const [changed, answer] = change(next);
        next = changed;
        return () => answer;
      } catch (error) {
        return () => {
          throw error;
        };
      }
    });
    if (next !== state) {
      low.data = next;
      await low.write();
      state = next;
    }
    return answers;
  });

  return {
    get state() {
      return state;
    },
    // Safe because the group answers each change at its place.
    update: async <Answer>(change: Change<Answer>) => (await group.add(change))() as Answer,
    async close() {
      await group.close();
      await file.close();
    },
  };
}
