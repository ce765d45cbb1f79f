import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Journal } from '../context.ts';

interface Once<T, B extends Json> {
  /** What is there beforehand; `happened` compares with it. */
  before(): Promise<B>;
  call(): Promise<T>;
  /** Whether LiteMail shows the effect of the call. Only reads. */
  happened(before: B): Promise<boolean>;
}

/** `seen`: the answer was lost, the effect is there. `unknown`: neither, after having looked several times. */
export type Called<T, B> =
  | { readonly kind: 'answered'; readonly answer: T; readonly before: B }
  | { readonly kind: 'seen'; readonly before: B }
  | { readonly kind: 'unknown'; readonly before: B };

const Written = z.object({ before: z.json(), looks: z.number() });
const mostLooks = 3;

/**
 * A call that must not be made twice, because it costs money or cannot be taken back. It is written down first; once its
 * answer is lost, or the process died, its effect is looked for instead. Throws `unknown_outcome` while it is worth
 * looking again later.
 */
export async function callOnce<T, B extends Json>(journal: Journal, once: Once<T, B>): Promise<Called<T, B>> {
  const written = Written.safeParse(journal.read()).data;
  if (!written) return send(journal, once);
  // Safe because only `send` writes it.
  const before = written.before as B;
  if (await once.happened(before)) return { kind: 'seen', before };
  const looks = written.looks + 1;
  if (looks >= mostLooks || journal.lastTry) return { kind: 'unknown', before };
  await journal.save({ before, looks });
  throw new AppError('unknown_outcome', 'LiteMail’s answer was lost, and it does not show the result yet.', {
    hint: 'It is not sent again; I look once more.',
  });
}

async function send<T, B extends Json>(journal: Journal, once: Once<T, B>): Promise<Called<T, B>> {
  const before = await once.before();
  await journal.save({ before, looks: 0 });
  try {
    return { kind: 'answered', answer: await once.call(), before };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'unknown_outcome' && journal.lastTry)
      return { kind: (await once.happened(before)) ? 'seen' : 'unknown', before };
    // Everything else says that nothing was done.
    if (error.code !== 'unknown_outcome') await journal.save(null);
    throw error;
  }
}
