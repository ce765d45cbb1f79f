import { AppError } from '../errors.ts';
import { planSet } from './intent.ts';
import { findSet, sequence } from './plan.ts';
import { isDmarc, isSpf, tagList } from './purpose.ts';
import type { RecordSet, Zone, ZonePlan } from './record.ts';

/** A domain that neither takes nor sends mail (RFC 7505, RFC 7208 §2.6, M3AAWG on parked domains); all else stays. */
export function planPark(zone: Zone, current: readonly RecordSet[]): ZonePlan {
  const alias = current.find((set) => set.name === zone.name && set.type === 'CNAME');
  if (alias)
    throw new AppError(
      'conflict',
      `${zone.name} is an alias for ${alias.values[0]?.content}, so it cannot be parked by records of its own.`,
      {
        hint: 'Replace the CNAME first.',
      },
    );
  return sequence(zone, current, [
    (now) => planSet(now, { zone, name: zone.name, type: 'MX', values: ['0 .'] }),
    (now) =>
      planSet(now, {
        zone,
        name: zone.name,
        type: 'TXT',
        values: [...others(now, zone.name, isSpf), 'v=spf1 -all'].map(asContent),
      }),
    (now) =>
      planSet(now, {
        zone,
        name: `_dmarc.${zone.name}`,
        type: 'TXT',
        values: [...others(now, `_dmarc.${zone.name}`, isDmarc), rejecting(now, zone.name)].map(asContent),
      }),
  ]);
}

const asContent = (content: string) => ({ content });

const texts = (sets: readonly RecordSet[], name: string): string[] =>
  findSet(sets, name, 'TXT')?.values.map(({ content = '' }) => content) ?? [];

const others = (sets: readonly RecordSet[], name: string, replaced: (text: string) => boolean): string[] =>
  texts(sets, name).filter((text) => !replaced(text));

/** Reports go on going where they went. */
function rejecting(sets: readonly RecordSet[], domain: string): string {
  const rua = tagList(texts(sets, `_dmarc.${domain}`).find(isDmarc) ?? '').get('rua');
  return `v=DMARC1; p=reject; sp=reject; np=reject${rua ? `; rua=${rua}` : ''}`;
}
