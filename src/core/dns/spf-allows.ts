import { parseSpf, type Term } from './spf.ts';

/** Whom an SPF record lets send, as far as it tells itself: everybody (`+all`), those that it lists, or nobody. */
export type SpfAllows = 'anybody' | 'listed' | 'nobody';

export function spfAllows(record: string): SpfAllows {
  const counting = countingTerms(record);
  if (
    counting.some(
      ({ name, qualifier, text }) => qualifier === '+' && (name === 'all' || /^\+?ip[46]:.*\/0$/i.test(text)),
    )
  )
    return 'anybody';
  return counting.some(isListed) ? 'listed' : 'nobody';
}

/** Terms that let somebody send. */
export const isListed = ({ name, modifier, qualifier }: Term): boolean =>
  modifier ? name === 'redirect' : qualifier === '+' && name !== 'all';

/** Nothing counts after `all`, and beside it no `redirect` (RFC 7208 §5.1, §6.1). */
export function countingTerms(record: string): readonly Term[] {
  const { terms } = parseSpf(record);
  const all = terms.findIndex(({ name, modifier }) => name === 'all' && !modifier);
  return all < 0 ? terms : terms.slice(0, all + 1).filter(({ modifier }) => !modifier);
}
