import { dmarcOf } from './dmarc.ts';
import type { Matter, Typed } from './matter.ts';
import { type Purpose, tagList } from './purpose.ts';
import { parseSpf } from './spf.ts';
import { countingTerms } from './spf-allows.ts';

/** Whether both sides say the same in other writing: other spaces, or tags in another order. */
export function isRestated({ purpose, before, after }: Matter): boolean {
  const read = readings[purpose];
  if (!read || before.length !== after.length) return false;
  const all = (values: readonly Typed[]) =>
    JSON.stringify(values.map(({ type, value }) => [type, read(value.content ?? '')]).sort());
  return all(before) === all(after);
}

const readings: Partial<Record<Purpose, (text: string) => unknown>> = {
  spf: (text) => text.split(/ +/).filter(Boolean),
  dmarc: (text) => [...tagList(text)].sort(),
};

/** Whom SPF records let send, and what becomes of others: what receivers evaluate, and nothing beside it. */
export const senders = (records: readonly string[]): string =>
  JSON.stringify(
    records
      .map((text) =>
        parseSpf(text).problem === undefined
          ? countingTerms(text)
              .map(({ text: term }) => term.replace(/^\+/, ''))
              .join(' ')
          : text,
      )
      .sort(),
  );

/** What of a DMARC record decides about forged mail: policies, alignment, and where all that is read. */
export function dmarcDecides(matter: Matter, side: 'before' | 'after'): string {
  const { records, alias, policy, record = '' } = dmarcOf(matter, side);
  const tags = tagList(record);
  const said = (tag: string, otherwise: string) => tags.get(tag)?.toLowerCase() ?? otherwise;
  return JSON.stringify([
    ...[records, alias, policy],
    ...[said('adkim', 'r'), said('aspf', 'r'), said('pct', '100'), said('psd', 'u')],
  ]);
}

/** Who gets reports of it, of what and how often. */
export function dmarcReports(matter: Matter, side: 'before' | 'after'): string {
  const tags = tagList(dmarcOf(matter, side).record ?? '');
  return JSON.stringify(['rua', 'ruf', 'fo', 'ri', 'rf'].map((tag) => tags.get(tag)));
}
