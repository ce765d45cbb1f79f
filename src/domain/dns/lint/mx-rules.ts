import { displayName } from '../model/name.ts';
import { isNullMx } from '../review/purpose.ts';
import type { Rule } from './rule.ts';

export const mxToCname: Rule = {
  id: 'mx-cname',
  severity: 'error',
  source: 'RFC 2181 §10.3, RFC 5321 §5.1',
  summary: 'A mail server is named by an alias',
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
  summary: 'A null MX stands beside mail servers',
  *check(zone) {
    for (const set of zone.ofType('MX')) {
      const none = set.values.some(({ content }) => content === '.');
      const only = isNullMx(set);
      if (none && !only)
        yield {
          name: set.name,
          type: 'MX',
          text: `${displayName(set.name)} says both "I take no mail" (the mail server ".") and names mail servers; senders may refuse either way.`,
          fix: { text: 'Keep one of the two.' },
        };
      else if (only && (set.values.length > 1 || set.values[0]?.priority !== 0))
        yield {
          name: set.name,
          type: 'MX',
          severity: 'warning',
          text: `A domain that takes no mail says so with exactly one MX record of priority 0 and the server ".".`,
          fix: {
            text: 'Write it as `0 .`',
            set: { name: set.name, type: 'MX', values: [{ priority: 0, content: '.' }] },
          },
        };
    }
  },
};
