import { displayName } from '../../../domain/dns/model/name.ts';
import type { Zone } from '../../../domain/dns/model/record.ts';
import { AppError } from '../../../lib/errors.ts';

const maxNamed = 10;

/** Waits for all, so that every failing zone is reported at once. */
export async function collectZoneErrors<T>(tasks: readonly (readonly [Zone, Promise<T>])[]): Promise<T[]> {
  const settled = await Promise.allSettled(tasks.map(([, work]) => work));
  const problems = settled.flatMap((one, index) => (one.status === 'rejected' ? [{ index, error: one.reason }] : []));
  const unexpected = problems.find(({ error }) => !(error instanceof AppError) || isProviderWide(error));
  if (unexpected) throw unexpected.error;
  const [first] = problems;
  // The same error in every zone: the input is wrong.
  if (first && new Set(problems.map(({ error }) => error.message)).size === 1 && problems.length === tasks.length)
    throw first.error;
  if (problems.length > 0) {
    const lines = problems.slice(0, maxNamed).map(({ index, error }) => {
      const name = displayName(tasks[index]?.[0].name ?? '');
      return `${name}: ${(error as AppError).message}`;
    });
    const more = problems.length > maxNamed ? ` and ${problems.length - maxNamed} more` : '';
    throw new AppError(
      'conflict',
      `${problems.length} of ${tasks.length} zones cannot take this, so nothing was planned. ${lines.join(' ')}${more}`,
      { hint: 'Mend them first, or leave them out with `--except`.' },
    );
  }
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Not specific to the zone: the API as a whole is unavailable. */
const isProviderWide = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'not_configured';
