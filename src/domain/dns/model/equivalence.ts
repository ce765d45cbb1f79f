import { dmarcOf } from '../mail/dmarc.ts';
import { parseSpf } from '../mail/spf.ts';
import { countingTerms } from '../mail/spf-allows.ts';
import type { ChangeGroup, TypedValue } from '../review/change-groups.ts';
import { type Purpose, tagList } from '../review/purpose.ts';

/** Whether both sides mean the same: they differ only in spacing or tag order. */
export function isEquivalent({ purpose, before, after }: ChangeGroup): boolean {
  const parse = parsers[purpose];
  if (!parse || before.length !== after.length) return false;
  const all = (values: readonly TypedValue[]) =>
    JSON.stringify(values.map(({ type, value }) => [type, parse(value.content ?? '')]).sort());
  return all(before) === all(after);
}

const parsers: Partial<Record<Purpose, (text: string) => unknown>> = {
  spf: (text) => text.split(/ +/).filter(Boolean),
  dmarc: (text) => [...tagList(text)].sort(),
};

/** The part of SPF records that receivers evaluate: who may send, and what happens to others. */
export const senderPolicy = (records: readonly string[]): string =>
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

/** The part of a DMARC record that decides about forged mail: policies, alignment, and where they are read from. */
export function dmarcDisposition(group: ChangeGroup, side: 'before' | 'after'): string {
  const { records, alias, policy, record = '' } = dmarcOf(group, side);
  const tags = tagList(record);
  const tagValue = (tag: string, otherwise: string) => tags.get(tag)?.toLowerCase() ?? otherwise;
  return JSON.stringify([
    ...[records, alias, policy],
    ...[tagValue('adkim', 'r'), tagValue('aspf', 'r'), tagValue('pct', '100'), tagValue('psd', 'u')],
  ]);
}

/** The part of a DMARC record about reports: recipients, scope and interval. */
export function dmarcReporting(group: ChangeGroup, side: 'before' | 'after'): string {
  const tags = tagList(dmarcOf(group, side).record ?? '');
  return JSON.stringify(['rua', 'ruf', 'fo', 'ri', 'rf'].map((tag) => tags.get(tag)));
}
