/** Many callers, one commit: what is added while a commit runs goes into the next one together. */
interface GroupCommit<Item, Answer> {
  /** Resolves with this item's answer once the commit that held it is over; rejects if that commit failed. */
  add(item: Item): Promise<Answer>;
  /** Waits for everything added so far. */
  settled(): Promise<void>;
  /** As `settled`, and takes nothing more. */
  close(): Promise<void>;
}

/** `commit` is called with one group at a time, in the order of adding, and answers each item at its place. */
export function groupCommit<Item, Answer>(
  commit: (items: readonly Item[]) => Promise<readonly Answer[]>,
): GroupCommit<Item, Answer> {
  interface Waiting {
    item: Item;
    resolve: (answer: Answer) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  async function run(): Promise<void> {
    // One turn of patience, so that calls made together start together.
    await undefined;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const answers = await commit(group.map(({ item }) => item));
        // Safe because commit answers each item at its place.
        for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the store is closed'));
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    settled: async () => running,
    async close() {
      closed = true;
      await running;
    },
  };
}
