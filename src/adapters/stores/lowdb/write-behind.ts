export interface WriteBehind {
  /** There is something to write. */
  soon(): void;
  start(work: () => Promise<void>): void;
  /** Does what is left to do, and nothing after that. */
  close(): Promise<void>;
}

/** Does its work so many milliseconds after the first call of `soon`, once for all calls until then. */
export function createWriteBehind(ms: number, onError: (error: Error) => void): WriteBehind {
  let work = async () => {};
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let closed = false;

  const run = (): void => {
    timer = undefined;
    running = running.then(() => work()).catch(onError);
  };
  return {
    soon() {
      if (!closed) timer ??= setTimeout(run, ms).unref();
    },
    start(given) {
      work = given;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      run();
      await running;
    },
  };
}
