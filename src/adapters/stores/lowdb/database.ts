import { Low } from 'lowdb';
import type { WriteOptions } from '../../../ports/stores.ts';
import { groupCommit } from './group-commit.ts';
import { stateFile } from './state-file.ts';
import { emptyState, type State } from './store-state.ts';

/** Gives the next state (the same one if nothing changes) and what to answer. A change that throws changes nothing. */
export type Change<Answer> = (state: State) => readonly [next: State, answer: Answer];

export interface Database {
  /** As it is on disk but for lazy changes. Copy what you hand out. */
  readonly state: State;
  /** Changes run one after the other; each resolves once a write that holds it is on disk, a lazy one before. */
  update<Answer>(change: Change<Answer>, options?: WriteOptions): Promise<Answer>;
  /** Writes the lazy changes that no other write has taken along. */
  flush(): Promise<void>;
  /** Brings the copy of store.json up to date; tells whether it is. */
  copy(): Promise<boolean>;
  close(): Promise<void>;
}

interface Options {
  onWarning(text: string): void;
  /** There is something to flush or to copy. */
  onBehind(): void;
}

export async function openDatabase(path: string, { onWarning, onBehind }: Options): Promise<Database> {
  const file = stateFile(path, onWarning);
  const low = new Low<State>(file, emptyState);
  await low.read();
  let state = low.data;
  let written = state;

  const group = groupCommit(async (changes: readonly { change: Change<unknown>; lazily: boolean }[]) => {
    let next = state;
    let durably = false;
    const answers = changes.map(({ change, lazily }) => {
      try {
        const [changed, answer] = change(next);
        durably ||= changed !== next && !lazily;
        next = changed;
        return () => answer;
      } catch (error) {
        return () => {
          throw error;
        };
      }
    });
    if (durably) {
      low.data = next;
      await low.write();
      written = next;
    }
    if (next !== state) onBehind();
    state = next;
    return answers;
  });
  const update = async <Answer>(change: Change<Answer>, { lazily = false }: WriteOptions = {}): Promise<Answer> =>
    // Safe because the group answers each change at its place.
    (await group.add({ change, lazily }))() as Answer;
  const flush = () => update((now) => [now === written ? now : { ...now }, undefined]);

  return {
    get state() {
      return state;
    },
    update,
    flush,
    copy: () => file.copy(),
    async close() {
      await group.close();
      await file.copy();
    },
  };
}
