import { displayName, isBelow } from '../model/name.ts';
import type { Rule, ZoneView } from './rule.ts';

export const cnameDangling: Rule = {
  id: 'cname-dangling',
  severity: 'warning',
  source: 'RFC 1034 §3.6.2',
  summary: 'An alias leads to a name that does not exist, or where nothing is',
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
              : `${owner} leads to ${target}, which does not exist. If somebody else registers that name, your visitors land with them.`,
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
  summary: 'Aliases that lead back to themselves',
  *check(zone) {
    for (const { name, values } of zone.ofType('CNAME')) {
      const seen = new Set<string>();
      let at: string | undefined = name;
      while (at !== undefined && !seen.has(at)) {
        seen.add(at);
        at = zone.at(at, 'CNAME')?.values[0]?.content;
      }
      if (at === name)
        yield {
          name,
          type: 'CNAME',
          measure: 1,
          refused: seen.size === 1,
          values,
          text:
            seen.size === 1
              ? `${displayName(name)} is an alias for itself, so it leads nowhere.`
              : `${displayName(name)} leads back to itself over ${seen.size} aliases, so it leads nowhere.`,
          fix: { text: 'Point it to another name, or delete it.' },
        };
    }
  },
};
