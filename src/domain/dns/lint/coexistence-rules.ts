import { isFlattened } from '../model/cname-flattening.ts';
import { displayName } from '../model/name.ts';
import type { Rule } from './rule.ts';

export const cnameCoexistence: Rule = {
  id: 'cname-coexistence',
  severity: 'error',
  source: 'RFC 1034 §3.6.2; Cloudflare 81053, 81054',
  summary: 'A CNAME stands beside an address or another CNAME at the same name',
  refused: true,
  *check(zone) {
    for (const set of zone.ofType('CNAME')) {
      const rivals = zone.typesAt(set.name).filter(({ type }) => type === 'A' || type === 'AAAA');
      if (rivals.length === 0 && set.values.length === 1) continue;
      const others =
        rivals.length > 0
          ? `also has ${rivals.map(({ type }) => type).join(' and ')} records`
          : 'has several CNAME records';
      yield {
        name: set.name,
        type: 'CNAME',
        measure: set.values.length + rivals.reduce((sum, { values }) => sum + values.length, 0),
        values: [set, ...rivals].flatMap(({ values }) => values),
        text: `${displayName(set.name)} ${others}. A CNAME says "look there instead", so nothing else may say where the name leads.`,
        fix: { text: 'Keep either the CNAME or the addresses.' },
      };
    }
  },
};

export const cnameHides: Rule = {
  id: 'cname-hides',
  severity: 'warning',
  source: 'RFC 1034 §3.6.2, RFC 2181 §10.1',
  summary: 'A CNAME hides other records of the same name',
  *check(zone) {
    for (const set of zone.ofType('CNAME')) {
      if (set.values.some((value) => isFlattened(value, set.name === zone.name))) continue;
      const hidden = zone.typesAt(set.name).filter(({ type }) => !['CNAME', 'A', 'AAAA'].includes(type));
      if (hidden.length > 0)
        yield {
          name: set.name,
          type: 'CNAME',
          text: `Who asks for the ${hidden.map(({ type }) => type).join(', ')} of ${displayName(set.name)} is sent on by its CNAME and may never see it.`,
          fix: { text: 'Put the other records at the target of the CNAME, or replace the CNAME by addresses.' },
        };
    }
  },
};
