import fc from 'fast-check';

/** Something that takes in what others write. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Inputs of up to about 10 kB: good ones, nearly good ones and nonsense. */
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws where something is wrong with what is made of it. True where it was taken, false where it was refused. */
  check(input: Input): boolean | Promise<boolean>;
  /** False where what is measured is more than what takes the input in. */
  readonly timed?: boolean;
  /** Looks at what can only be seen at the end, and ends. */
  readonly close?: () => Promise<void>;
}

export interface Fuzzed {
  readonly name: string;
  readonly inputs: number;
  readonly taken: number;
  /** Milliseconds of a processor that the slowest input took. */
  readonly slowest: number;
  readonly sample: string;
}

/** Nothing may take longer, in ms of a processor, for 10 kB of text. */
export const longest = 50;

const shown = (input: unknown): string =>
  (typeof input === 'string' ? input : (JSON.stringify(input) ?? '')).slice(0, 2000);

/**
 * Runs a target on so many inputs, made from the seed. Throws an Error that shows the input where one is wrong, or, if `timed`,
 * where one takes over 50 ms three times in a row: once may be the machine.
 */
export async function fuzz<Input>(
  { name, inputs, check, close, timed: alone = true }: Target<Input>,
  { runs, seed, timed }: { runs: number; seed: number; timed: boolean },
): Promise<Fuzzed> {
  let [taken, slowest, sample] = [0, 0, ''];
  const ms = async (input: Input): Promise<[boolean, number]> => {
    const begun = process.cpuUsage();
    const result = await check(input);
    const { user, system } = process.cpuUsage(begun);
    return [result, (user + system) / 1000];
  };
  const batch = 1000;
  try {
    for (let done = 0; done < runs; done += batch)
      for (const input of fc.sample(inputs, { seed: seed + done, numRuns: Math.min(batch, runs - done) })) {
        try {
          let [good, took] = await ms(input);
          for (let again = 0; again < 2 && alone && took > longest; again++)
            took = Math.min(took, (await ms(input))[1]);
          if (good) taken += 1;
          if (took > slowest) [slowest, sample] = [took, shown(input)];
          if (timed && alone && took > longest) throw new Error(`took ${took.toFixed(0)} ms`);
        } catch (error) {
          throw new Error(`${name}, seed ${seed + done}: ${(error as Error).message}\n${shown(input)}`, {
            cause: error,
          });
        }
      }
  } finally {
    await close?.();
  }
  return { name, inputs: runs, taken, slowest, sample };
}
