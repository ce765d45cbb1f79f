import { parseSpf, type Term } from './spf.ts';

/** Who may send according to an SPF record, without following includes: anybody (`+all`), listed servers, or nobody. */
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

/** Terms that allow senders. */
export const isListed = ({ name, modifier, qualifier }: Term): boolean =>
  modifier ? name === 'redirect' : qualifier === '+' && name !== 'all';

/** Terms after `all` are ignored, and so is `redirect` if there is an `all` (RFC 7208 §5.1, §6.1). */
export function countingTerms(record: string): readonly Term[] {
  const { terms } = parseSpf(record);
  const all = terms.findIndex(({ name, modifier }) => name === 'all' && !modifier);
  return all < 0 ? terms : terms.slice(0, all + 1).filter(({ modifier }) => !modifier);
}
