import { displayName, isBelow } from '../model/name.ts';
import { isNullMx } from '../model/purpose.ts';
import { hiddenRows } from '../plan/planned-zone.ts';
import type { Rule, ZoneView } from './zone-view.ts';

export const cnameDangling: Rule = {
  id: 'cname-dangling',
  severity: 'warning',
  source: 'RFC 1034 §3.6.2',
  summary: 'A CNAME points to a name that does not exist or has no records',
  *check(zone) {
    for (const { name, values } of zone.ofType('CNAME')) {
      // Aliases of keys and policies have no address; their targets are looked at by their own rules.
      if (/(^|\.)_/.test(name)) continue;
      for (const { content = '' } of values) {
        if (content === name || !isEmpty(zone, content, ['A', 'AAAA', 'CNAME'])) continue;
        const [owner, target] = [displayName(name), displayName(content)];
        const subject = { name, type: 'CNAME', ...(isBelow(content, zone.name) && { severity: 'error' as const }) };
        if (!zone.exists(content))
          yield {
            ...subject,
            text: isBelow(content, zone.name)
              ? `${owner} leads to ${target}, which does not exist.`
              : `${owner} leads to ${target}, which does not exist. If somebody else registers that name, they receive your visitors.`,
            fix: {
              text: 'Delete the CNAME or point it to something that exists.',
              set: { name, type: 'CNAME', values: [] },
            },
          };
        // Aliases for the mail servers and texts of a bounce domain need no address.
        else if (isEmpty(zone, content, ['MX', 'TXT']))
          yield {
            ...subject,
            text: `${owner} leads to ${target}, which exists but has neither an address nor mail servers.`,
            fix: { text: `Add what is missing at ${target}, or point ${owner} to another name.` },
          };
      }
    }
  },
};

const isEmpty = (zone: ZoneView, name: string, types: readonly string[]): boolean =>
  types.map((type) => zone.resolve(name, type)).every((answer) => answer?.length === 0);

export const cnameLoop: Rule = {
  id: 'cname-loop',
  severity: 'error',
  source: 'RFC 1034 §3.6.2; Cloudflare 9007: an alias for itself',
  summary: 'CNAMEs that point back to themselves',
  *check(zone) {
    const rings = ringSizes(zone);
    for (const { name, values } of zone.ofType('CNAME')) {
      const size = rings.get(name);
      if (size !== undefined)
        yield {
          name,
          type: 'CNAME',
          measure: 1,
          refused: size === 1,
          values,
          text:
            size === 1
              ? `${displayName(name)} is an alias for itself, so it leads nowhere.`
              : `${displayName(name)} leads back to itself through ${size} aliases, so it leads nowhere.`,
          fix: { text: 'Point it to another name, or delete it.' },
        };
    }
  },
};

/** Each alias that leads back to itself, with the number of aliases on the way. Every alias is followed once. */
function ringSizes(zone: ZoneView): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const followed = new Set<string>();
  for (const { name } of zone.ofType('CNAME')) {
    const path: string[] = [];
    let at: string | undefined = name;
    while (at !== undefined && !followed.has(at)) {
      followed.add(at);
      path.push(at);
      at = zone.at(at, 'CNAME')?.values[0]?.content;
    }
    const ring = at === undefined || !path.includes(at) ? [] : path.slice(path.indexOf(at));
    for (const each of ring) sizes.set(each, ring.length);
  }
  return sizes;
}

export const mxToCname: Rule = {
  id: 'mx-cname',
  severity: 'error',
  source: 'RFC 2181 §10.3, RFC 5321 §5.1',
  summary: 'A mail server name is an alias',
  *check(zone) {
    for (const { name, values } of zone.ofType('MX'))
      for (const { content = '' } of values) {
        const alias = content === '.' ? undefined : zone.resolve(content, 'CNAME')?.[0];
        if (alias !== undefined)
          yield {
            name,
            type: 'MX',
            text: `Mail for ${displayName(name)} goes to ${displayName(content)}, which is only an alias (CNAME). Some senders refuse to deliver to an alias.`,
            fix: { text: `Name ${displayName(alias)} as the mail server instead.` },
          };
      }
  },
};

export const mxDangling: Rule = {
  id: 'mx-dangling',
  severity: 'error',
  source: 'RFC 5321 §5.1',
  summary: 'A mail server has no address',
  *check(zone) {
    for (const { name, values } of zone.ofType('MX'))
      for (const { content = '' } of values) {
        if (content === '.') continue;
        const [v4, v6] = [zone.resolve(content, 'A'), zone.resolve(content, 'AAAA')];
        if (v4?.length === 0 && v6?.length === 0)
          yield {
            name,
            type: 'MX',
            text: `Mail for ${displayName(name)} goes to ${displayName(content)}, which has no address: it cannot be delivered there.`,
            fix: { text: `Add an address for ${displayName(content)}, or remove it from the mail servers.` },
          };
      }
  },
};

export const nullMxAlone: Rule = {
  id: 'null-mx-alone',
  severity: 'error',
  source: 'RFC 7505 §3',
  summary: 'A null MX next to mail servers',
  local: true,
  *check(zone) {
    for (const set of zone.ofType('MX')) {
      const none = set.values.some(({ content }) => content === '.');
      const only = isNullMx(set);
      if (none && !only)
        yield {
          name: set.name,
          type: 'MX',
          text: `${displayName(set.name)} both declares that it accepts no mail (the mail server ".") and names mail servers; senders may refuse either way.`,
          fix: { text: 'Keep one of the two.' },
        };
      else if (only && (set.values.length > 1 || set.values[0]?.priority !== 0))
        yield {
          name: set.name,
          type: 'MX',
          severity: 'warning',
          text: `A domain that accepts no mail declares it with exactly one MX record of priority 0 and the server ".".`,
          fix: {
            text: 'Write it as `0 .`',
            set: { name: set.name, type: 'MX', values: [{ priority: 0, content: '.' }] },
          },
        };
    }
  },
};

export const dsWithoutNs: Rule = {
  id: 'ds-without-ns',
  severity: 'error',
  source: 'RFC 4035 §2.4; Cloudflare: NS before DS',
  summary: 'A DS record without its NS records',
  refused: true,
  local: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('DS')) {
      if (name === zone.name || zone.at(name, 'NS')) continue;
      yield {
        name,
        type: 'DS',
        values,
        text: `${displayName(name)} has a DS record but is not delegated to other name servers, so the DS record has no effect.`,
        fix: { text: 'Add the NS records first, or delete the DS record.', set: { name, type: 'DS', values: [] } },
      };
    }
  },
};

export const dsAtApex: Rule = {
  id: 'ds-at-apex',
  severity: 'error',
  source: 'RFC 4035 §2.4; Cloudflare 1004: DS needs NS beside it',
  summary: 'The zone’s own DS record is in the zone',
  refused: true,
  local: true,
  *check(zone) {
    const own = zone.at(zone.name, 'DS');
    if (own)
      yield {
        name: zone.name,
        type: 'DS',
        values: own.values,
        text: `The DS record of ${displayName(zone.name)} belongs to the registrar; nobody looks for it here.`,
        fix: {
          text: 'Enter it at the registrar and delete it here.',
          set: { name: zone.name, type: 'DS', values: [] },
        },
      };
  },
};

export const nsCoexistence: Rule = {
  id: 'ns-coexistence',
  severity: 'error',
  source: 'RFC 1034 §4.2.1; Cloudflare 81056, 81053',
  summary: 'Other records at a name that is delegated to other name servers',
  refused: true,
  local: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('NS')) {
      const rivals = name === zone.name ? [] : zone.typesAt(name).filter(({ type }) => type !== 'NS' && type !== 'DS');
      if (rivals.length > 0)
        yield {
          name,
          type: 'NS',
          measure: rivals.reduce((sum, rival) => sum + rival.values.length, 0),
          values: [...values, ...rivals.flatMap((rival) => rival.values)],
          text: `${displayName(name)} is delegated to other name servers (NS), so its ${rivals.map(({ type }) => type).join(', ')} cannot be here: only those servers answer for the name.`,
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
        text: `${displayName(name)} is delegated to other name servers, so ${hidden} record${hidden === 1 ? '' : 's'} below it in this zone can no longer be seen.`,
        fix: { text: 'Move these records to the other name servers, or delete the NS records.' },
      };
  },
};

export const apexNs: Rule = {
  id: 'apex-ns',
  severity: 'advice',
  source: 'Cloudflare: name servers of the zone are implicit',
  summary: 'NS records at the zone apex, which Cloudflare does not use',
  local: true,
  *check(zone) {
    if (zone.at(zone.name, 'NS'))
      yield {
        name: zone.name,
        type: 'NS',
        text: `The NS records of ${displayName(zone.name)} itself have no effect: Cloudflare answers with its own name servers unless several providers are set up.`,
      };
  },
};
