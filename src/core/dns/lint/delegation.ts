import { hiddenRows } from '../hidden-rows.ts';
import { displayName } from '../name.ts';
import type { Rule } from './rule.ts';

export const dsWithoutNs: Rule = {
  id: 'ds-without-ns',
  severity: 'error',
  source: 'RFC 4035 §2.4; Cloudflare: NS before DS',
  summary: 'A DS record without the NS records that it belongs to',
  refused: true,
  *check(zone) {
    for (const { name } of zone.ofType('DS')) {
      if (name === zone.name || zone.at(name, 'NS')) continue;
      yield {
        name,
        type: 'DS',
        text: `${displayName(name)} has a DS record but is not handed over to other name servers, so the DS record belongs to nothing.`,
        fix: { text: 'Add the NS records first, or delete the DS record.', set: { name, type: 'DS', values: [] } },
      };
    }
  },
};

export const dsAtApex: Rule = {
  id: 'ds-at-apex',
  severity: 'error',
  source: 'RFC 4035 §2.4',
  summary: 'The DS record of the zone itself lies in the zone',
  *check(zone) {
    if (zone.at(zone.name, 'DS'))
      yield {
        name: zone.name,
        type: 'DS',
        text: `The DS record of ${displayName(zone.name)} belongs to the registrar, not here; here nobody looks for it.`,
        fix: { text: 'Give it to the registrar and delete it here.', set: { name: zone.name, type: 'DS', values: [] } },
      };
  },
};

export const nsShadows: Rule = {
  id: 'ns-shadows',
  severity: 'warning',
  source: 'RFC 1034 §4.2.1; Cloudflare: shadowed records',
  summary: 'A delegation hides records at and below its name',
  *check(zone) {
    for (const [name, hidden] of hiddenRows(zone.name, zone.sets))
      if (hidden > 0)
        yield {
          name,
          type: 'NS',
          text: `${displayName(name)} is handed over to other name servers, so ${hidden} record${hidden === 1 ? '' : 's'} at and below it in this zone can no longer be seen.`,
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
