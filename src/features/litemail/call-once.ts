import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import type { Json } from '../../lib/json.ts';
import type { Journal } from '../product-context.ts';

interface Once<T, B extends Json> {
  /** The state beforehand, for `isDone` to compare with. */
  before(): Promise<B>;
  call(): Promise<T>;
  /** Whether LiteMail shows the effect of the call. Only reads. Absent where LiteMail shows nothing of the kind. */
  isDone?(before: B): Promise<boolean>;
}

/** `seen`: the answer was lost, the effect is there. `unknown`: neither, after several checks. */
type Called<T, B> =
  | { readonly kind: 'answered'; readonly answer: T; readonly before: B }
  | { readonly kind: 'seen'; readonly before: B }
  | { readonly kind: 'unknown'; readonly before: B };

const Started = z.object({ before: z.json(), looks: z.number() });
const MAX_CHECKS = 3;

/**
 * A call that must not be made twice, because it costs money or cannot be undone. It is recorded first; if its answer is
 * lost or the process dies, its effect is looked up instead. Throws `unknown_outcome` while a later check may help.
 */
export async function callOnce<T, B extends Json>(journal: Journal, once: Once<T, B>): Promise<Called<T, B>> {
  const started = Started.safeParse(journal.read()).data;
  if (!started) return send(journal, once);
  // Safe because only `send` writes it.
  const before = started.before as B;
  if (await once.isDone?.(before)) return { kind: 'seen', before };
  const checks = started.looks + 1;
  if (!once.isDone || checks >= MAX_CHECKS || journal.lastTry) return { kind: 'unknown', before };
  await journal.save({ before, looks: checks });
  throw new AppError('unknown_outcome', 'LiteMail’s answer was lost, and it does not show the result yet.', {
    hint: 'It is not sent again. I’ll check once more.',
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
      return { kind: (await once.isDone?.(before)) ? 'seen' : 'unknown', before };
    // Any other error means that nothing was done.
    if (error.code !== 'unknown_outcome') await journal.save(null);
    throw error;
  }
}
