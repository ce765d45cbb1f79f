import { displayName, isBelow } from '../name.ts';
import type { Rule } from './rule.ts';

export const cnameDangling: Rule = {
  id: 'cname-dangling',
  severity: 'warning',
  source: 'RFC 1034 §3.6.2',
  summary: 'An alias leads to a name that does not exist',
  *check(zone) {
    for (const { name, values } of zone.ofType('CNAME')) {
      // Aliases of keys and policies have no address; their targets are looked at by their own rules.
      if (/(^|\.)_/.test(name)) continue;
      for (const { content = '' } of values) {
        const answers = ['A', 'AAAA', 'CNAME'].map((type) => zone.resolve(content, type));
        if (content === name || !answers.every((answer) => answer?.length === 0)) continue;
        const inside = isBelow(content, zone.name);
        yield {
          name,
          type: 'CNAME',
          ...(inside ? { severity: 'error' as const } : {}),
          text: inside
            ? `${displayName(name)} leads to ${displayName(content)}, which has no address.`
            : `${displayName(name)} leads to ${displayName(content)}, which has no address. If somebody else registers that name, your visitors land with them.`,
          fix: {
            text: 'Delete the CNAME or point it to something that exists.',
            set: { name, type: 'CNAME', values: [] },
          },
        };
      }
    }
  },
};

export const cnameLoop: Rule = {
  id: 'cname-loop',
  severity: 'error',
  source: 'RFC 1034 §3.6.2',
  summary: 'Aliases that lead back to themselves',
  *check(zone) {
    for (const { name } of zone.ofType('CNAME')) {
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
          text: `${displayName(name)} leads back to itself over ${seen.size} alias${seen.size === 1 ? '' : 'es'}, so it leads nowhere.`,
        };
    }
  },
};
