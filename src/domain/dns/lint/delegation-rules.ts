import { hiddenRows } from '../model/hidden-rows.ts';
import { displayName } from '../model/name.ts';
import type { Rule } from './rule.ts';

export const dsWithoutNs: Rule = {
  id: 'ds-without-ns',
  severity: 'error',
  source: 'RFC 4035 §2.4; Cloudflare: NS before DS',
  summary: 'A DS record without the NS records that it belongs to',
  refused: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('DS')) {
      if (name === zone.name || zone.at(name, 'NS')) continue;
      yield {
        name,
        type: 'DS',
        values,
        text: `${displayName(name)} has a DS record but is not handed over to other name servers, so the DS record belongs to nothing.`,
        fix: { text: 'Add the NS records first, or delete the DS record.', set: { name, type: 'DS', values: [] } },
      };
    }
  },
};

export const dsAtApex: Rule = {
  id: 'ds-at-apex',
  severity: 'error',
  source: 'RFC 4035 §2.4; Cloudflare 1004: DS needs NS beside it',
  summary: 'The DS record of the zone itself lies in the zone',
  refused: true,
  *check(zone) {
    const own = zone.at(zone.name, 'DS');
    if (own)
      yield {
        name: zone.name,
        type: 'DS',
        values: own.values,
        text: `The DS record of ${displayName(zone.name)} belongs to the registrar, not here; here nobody looks for it.`,
        fix: { text: 'Give it to the registrar and delete it here.', set: { name: zone.name, type: 'DS', values: [] } },
      };
  },
};

export const nsCoexistence: Rule = {
  id: 'ns-coexistence',
  severity: 'error',
  source: 'RFC 1034 §4.2.1; Cloudflare 81056, 81053',
  summary: 'Other records stand at a name that is handed over to other name servers',
  refused: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('NS')) {
      const rivals = name === zone.name ? [] : zone.typesAt(name).filter(({ type }) => type !== 'NS' && type !== 'DS');
      if (rivals.length > 0)
        yield {
          name,
          type: 'NS',
          measure: rivals.reduce((sum, rival) => sum + rival.values.length, 0),
          values: [...values, ...rivals.flatMap((rival) => rival.values)],
          text: `${displayName(name)} is handed over to other name servers (NS), so its ${rivals.map(({ type }) => type).join(', ')} can no longer stand here: only they answer for the name.`,
          fix: {
            text: `Put the other records of ${displayName(name)} on those name servers, or delete the NS records.`,
          },
        };
    }
  },
};

export const nsShadows: Rule = {
  id: 'ns-shadows',
  severity: 'warning',
  source: 'RFC 1034 §4.2.1; Cloudflare: shadowed records',
  summary: 'A delegation hides records below its name',
  *check(zone) {
    for (const [name, hidden] of hiddenRows(zone.name, zone.sets))
      yield {
        name,
        type: 'NS',
        measure: hidden,
        text: `${displayName(name)} is handed over to other name servers, so ${hidden} record${hidden === 1 ? '' : 's'} below it in this zone can no longer be seen.`,
        fix: { text: 'Move these records to the other name servers, or delete the NS records.' },
      };
  },
};

export const apexNs: Rule = {
  id: 'apex-ns',
  severity: 'advice',
  source: 'Cloudflare: name servers of the zone are implicit',
  summary: 'NS records at the top of the zone, which Cloudflare does not use',
  *check(zone) {
    if (zone.at(zone.name, 'NS'))
      yield {
        name: zone.name,
        type: 'NS',
        text: `The NS records of ${displayName(zone.name)} itself have no effect: Cloudflare answers with its own name servers unless several providers are set up.`,
      };
  },
};
