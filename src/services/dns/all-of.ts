import { displayName } from '../../core/dns/name.ts';
import type { Zone } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';

const mostNamed = 10;

/** Waits for all, so that every zone that stands in the way is named at once. */
export async function allOf<T>(works: readonly (readonly [Zone, Promise<T>])[]): Promise<T[]> {
  const settled = await Promise.allSettled(works.map(([, work]) => work));
  const problems = settled.flatMap((one, index) => (one.status === 'rejected' ? [{ index, error: one.reason }] : []));
  const bug = problems.find(({ error }) => !(error instanceof AppError) || isTheirs(error));
  if (bug) throw bug.error;
  const [first] = problems;
  // The same in every zone: it is the wish that is wrong.
  if (first && new Set(problems.map(({ error }) => error.message)).size === 1 && problems.length === works.length)
    throw first.error;
  if (problems.length > 0) {
    const lines = problems.slice(0, mostNamed).map(({ index, error }) => {
      const name = displayName(works[index]?.[0].name ?? '');
      return `${name}: ${(error as AppError).message}`;
    });
    const more = problems.length > mostNamed ? ` and ${problems.length - mostNamed} more` : '';
    throw new AppError(
      'conflict',
      `${problems.length} of ${works.length} zones cannot take this, so nothing was planned. ${lines.join(' ')}${more}`,
      { hint: 'Mend them first, or leave them out with `--except`.' },
    );
  }
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Not about this zone: the API as a whole does not answer. */
const isTheirs = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'not_configured';
