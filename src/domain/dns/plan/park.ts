import { AppError } from '../../../lib/errors.ts';
import { displayName } from '../model/name.ts';
import type { RecordSet, Zone, ZonePlan } from '../model/record.ts';
import { isDmarc, isSpf, tagList } from '../review/purpose.ts';
import { planDelete, planSet } from './edit-records.ts';
import { findSet, sequence, zonePlan } from './zone-plan.ts';

/** A domain that neither takes nor sends mail (RFC 7505, RFC 7208 §2.6, M3AAWG on parked domains); all else stays. */
export function planPark(zone: Zone, current: readonly RecordSet[]): ZonePlan {
  const dmarc = `_dmarc.${zone.name}`;
  assertVisible(zone, current, dmarc);
  const set = (name: string, type: string, values: readonly string[]) => (now: readonly RecordSet[]) =>
    planSet(now, {
      zone,
      name,
      type,
      values: values.map((content) => ({ content, ...(type === 'MX' && { priority: 0 }) })),
    });
  return sequence(zone, current, [
    set(zone.name, 'MX', ['.']),
    set(zone.name, 'TXT', [...others(current, zone.name, isSpf), 'v=spf1 -all']),
    // A CNAME to a DMARC service would override our own policy.
    (now) =>
      findSet(now, dmarc, 'CNAME') ? planDelete(now, { zone, name: dmarc, type: 'CNAME' }) : zonePlan(zone, []),
    set(dmarc, 'TXT', [...others(current, dmarc, isDmarc), rejecting(current, zone.name)]),
  ]);
}

/** Throws `conflict` if other records of the zone would hide the parking records. */
function assertVisible(zone: Zone, current: readonly RecordSet[], dmarc: string): void {
  const alias = findSet(current, zone.name, 'CNAME');
  if (alias)
    throw new AppError(
      'conflict',
      `${displayName(zone.name)} is an alias for ${alias.values[0]?.content}, so it cannot be parked by records of its own.`,
      { hint: 'Replace the CNAME first.' },
    );
  const away = findSet(current, dmarc, 'NS');
  if (away)
    throw new AppError(
      'conflict',
      `${dmarc} is handed over to the name servers ${away.values.map(({ content }) => content).join(', ')}, so nothing about DMARC can be said here.`,
      {
        hint: `Delete its NS records first with \`/litemail dns delete ${zone.name} NS _dmarc\`, then retire the domain.`,
      },
    );
}

const texts = (sets: readonly RecordSet[], name: string): string[] =>
  findSet(sets, name, 'TXT')?.values.map(({ content = '' }) => content) ?? [];

const others = (sets: readonly RecordSet[], name: string, replaced: (text: string) => boolean): string[] =>
  texts(sets, name).filter((text) => !replaced(text));

/** Reports go on going where they went. */
function rejecting(sets: readonly RecordSet[], domain: string): string {
  const rua = tagList(texts(sets, `_dmarc.${domain}`).find(isDmarc) ?? '').get('rua');
  return `v=DMARC1; p=reject; sp=reject; np=reject${rua ? `; rua=${rua}` : ''}`;
}
