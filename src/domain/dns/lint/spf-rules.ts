import { spfLimits } from '../mail/mail-status.ts';
import { maxMailServers, parseSpf, spfCost } from '../mail/spf.ts';
import { percent, spfSenders, wideShare } from '../mail/spf-senders.ts';
import { displayName } from '../model/name.ts';
import { dkimOwner, dmarcOwner, isFlattened, isNullMx, isSpf, spfOf } from '../model/purpose.ts';
import { memoPerZone, type Rule } from './zone-view.ts';

const { lookups: mostLookups, voids: mostVoids } = spfLimits;

interface SpfRecord extends ReturnType<typeof parseSpf> {
  readonly name: string;
  readonly owner: string;
  readonly record: string;
  readonly count: number;
}

/** Every name with SPF, with its first record. */
const records = memoPerZone((zone): SpfRecord[] =>
  zone.ofType('TXT').flatMap((set) => {
    const own = spfOf(set);
    const record = own[0]?.content;
    if (record === undefined) return [];
    return [{ name: set.name, owner: displayName(set.name), record, count: own.length, ...parseSpf(record) }];
  }),
);

/** Includes that are followed in one zone; more than this are not mail but somebody's try to keep the app busy. */
const mostFollowed = 30_000;

/** What each of them costs a receiver, and whom it lets send; `uncounted` are those after `mostFollowed`. */
const costs = memoPerZone((zone) => {
  const uncounted: SpfRecord[] = [];
  let left = mostFollowed;
  const counted = records(zone).flatMap((record) => {
    if (left <= 0) {
      uncounted.push(record);
      return [];
    }
    const cost = spfCost(record.name, record, zone.resolve);
    const senders = spfSenders(record, { domain: record.name, resolve: zone.resolve });
    left -= cost.lookups + senders.followed;
    return [{ ...record, ...cost, ...senders }];
  });
  return { counted, uncounted };
});

const at = (name: string) => ({ name, type: 'TXT' });

export const spfDuplicate: Rule = {
  id: 'spf-duplicate',
  severity: 'error',
  source: 'RFC 7208 §3.2, §4.5',
  summary: 'Two SPF records at one name',
  local: true,
  *check(zone) {
    for (const { name, owner, count } of records(zone))
      if (count > 1)
        yield {
          ...at(name),
          measure: count,
          text: `${owner} has ${count} SPF records. Receivers treat that as an error, so SPF fails for all its mail.`,
          fix: { text: 'Put everything into one record, with one "v=spf1" and one "all".' },
        };
  },
};

export const spfSyntax: Rule = {
  id: 'spf-syntax',
  severity: 'error',
  source: 'RFC 7208 §4.6',
  summary: 'A word in an SPF record that receivers cannot read',
  local: true,
  *check(zone) {
    for (const { name, owner, problem, fix = '' } of records(zone))
      if (problem !== undefined)
        yield {
          ...at(name),
          text: `Receivers cannot read "${problem}" in the SPF record of ${owner}, so SPF fails for all its mail.`,
          fix: { text: fix },
        };
    for (const set of zone.ofType('TXT'))
      for (const { content = '' } of set.values)
        if (!isSpf(content) && /^\s*("\s*)?v\s*=\s*spf/i.test(content) && !dkimOwner(set.name) && !dmarcOwner(set.name))
          yield {
            ...at(set.name),
            text: `"${content.slice(0, 40)}" of ${displayName(set.name)} was meant as SPF but receivers do not recognise it: it must begin with exactly "v=spf1" and a space.`,
            fix: { text: 'Write v=spf1, a space, and then the rest.' },
          };
  },
};

export const spfLookups: Rule = {
  id: 'spf-lookups',
  severity: 'error',
  source: 'RFC 7208 §4.6.4',
  summary: 'SPF that needs more than 10 lookups',
  *check(zone) {
    const { counted, uncounted } = costs(zone);
    for (const { name, owner, lookups, complete, broken } of counted) {
      const least = complete ? '' : 'at least ';
      if (lookups > mostLookups)
        yield {
          ...at(name),
          measure: lookups,
          text: `SPF of ${owner} needs ${least}${lookups} lookups; receivers stop at ${mostLookups} and SPF then fails for its mail.`,
          fix: { text: 'Remove includes that are no longer used, or name the addresses themselves (ip4, ip6).' },
        };
      else if (lookups === mostLookups)
        yield {
          ...at(name),
          measure: lookups,
          severity: 'advice',
          text: `SPF of ${owner} needs all ${mostLookups} lookups that receivers make; one more and it fails.`,
        };
      for (const domain of new Set(broken))
        yield {
          ...at(name),
          text: `SPF of ${owner} includes ${displayName(domain)}, which has no usable SPF record: receivers give up and SPF fails.`,
          fix: { text: `Remove ${displayName(domain)} from the record.` },
        };
    }
    const [first] = uncounted;
    if (first)
      yield {
        ...at(first.name),
        severity: 'warning',
        measure: uncounted.length,
        text: `The SPF records of this zone include one another ${mostFollowed.toLocaleString('en-US')} times and more. ${uncounted.length === 1 ? `That of ${first.owner} was` : `That of ${first.owner} and ${uncounted.length - 1} more were`} not counted, so what they need is not known.`,
        fix: { text: 'Let SPF records name addresses (ip4, ip6) where they include one another.' },
      };
  },
};

export const spfVoids: Rule = {
  id: 'spf-void-lookups',
  severity: 'error',
  source: 'RFC 7208 §4.6.4',
  summary: 'SPF with more than 2 lookups that find nothing',
  *check(zone) {
    for (const { name, owner, voids } of costs(zone).counted)
      if (voids > mostVoids)
        yield {
          ...at(name),
          measure: voids,
          text: `${voids} of the names in the SPF record of ${owner} do not exist; after ${mostVoids} receivers give up and SPF fails.`,
          fix: { text: 'Remove the names that do not exist any more.' },
        };
  },
};

export const spfMailServers: Rule = {
  id: 'spf-mx-hosts',
  severity: 'error',
  source: 'RFC 7208 §4.6.4',
  summary: 'SPF with "mx" for a domain with more than 10 mail servers',
  *check(zone) {
    for (const { name, owner, crowded } of costs(zone).counted)
      for (const domain of new Set(crowded))
        yield {
          ...at(name),
          text: `"mx" in the SPF record of ${owner} stands for the mail servers of ${displayName(domain)}, which are more than the ${maxMailServers} that receivers look up: they give up and SPF fails.`,
          fix: { text: 'Name the addresses themselves (ip4, ip6) instead of mx.' },
        };
  },
};

export const spfAll: Rule = {
  id: 'spf-all',
  severity: 'warning',
  source: 'RFC 7208 §5.1, §4.7',
  summary: 'SPF that does not say what to do with other servers',
  local: true,
  *check(zone) {
    for (const { name, owner, terms, problem } of records(zone)) {
      const index = terms.findIndex((term) => term.name === 'all');
      const all = terms[index];
      if (all?.qualifier === '+')
        yield {
          ...at(name),
          severity: 'error',
          text: `"${all.text}" in the SPF record of ${owner} allows every server in the world to send its mail.`,
          fix: { text: 'Write ~all or -all instead.' },
        };
      else if (all?.qualifier === '?')
        yield {
          ...at(name),
          severity: 'advice',
          text: `"?all" in the SPF record of ${owner} says nothing about other servers; ~all would mark them as suspicious.`,
        };
      else if (!all && problem === undefined && !terms.some((term) => term.name === 'redirect'))
        yield {
          ...at(name),
          text: `The SPF record of ${owner} has no "all" at its end, so it says nothing about other servers.`,
          fix: { text: 'Add ~all at the end.' },
        };
      const after = terms.slice(index + 1).filter((term) => !term.modifier);
      if (index >= 0 && after.length > 0)
        yield {
          ...at(name),
          measure: after.length,
          text: `Nothing after "all" has an effect in the SPF record of ${owner}: ${after.map((term) => term.text).join(' ')}.`,
          fix: { text: 'Put "all" at the end.' },
        };
    }
  },
};

export const spfOpen: Rule = {
  id: 'spf-open',
  severity: 'error',
  source: 'RFC 7208 §5: who passes is told by the addresses, not by the words',
  summary: 'SPF that lets every server send, or a large part of all servers, by its networks',
  *check(zone) {
    for (const { name, owner, terms, problem, allows, share, wide } of costs(zone).counted) {
      // What "+all" says is told by a rule of its own.
      if (problem !== undefined || terms.some((term) => term.name === 'all' && term.qualifier === '+')) continue;
      if (share < wideShare) continue;
      const open = allows === 'anybody';
      yield {
        ...at(name),
        ...(open ? {} : { severity: 'warning' as const }),
        measure: share,
        text: `"${wide.join(' ')}" in the SPF record of ${owner} allows ${open ? 'every server in the world' : `${percent(share)} of all servers in the world`} to send its mail.`,
        fix: { text: 'Name only the servers that send its mail, by their addresses (ip4, ip6) or an include.' },
      };
    }
  },
};

export const spfMissing: Rule = {
  id: 'spf-missing',
  severity: 'warning',
  source: 'RFC 7208 §3; required by large mailbox providers',
  summary: 'A name with mail but without SPF',
  local: true,
  *check(zone) {
    for (const mail of zone.ofType('MX')) {
      // An alias says where to look instead.
      const alias = zone.at(mail.name, 'CNAME')?.values.some((value) => !isFlattened(value, mail.name === zone.name));
      if (isNullMx(mail) || alias || spfOf(zone.at(mail.name, 'TXT')).length > 0) continue;
      yield {
        ...at(mail.name),
        text: `${displayName(mail.name)} has mail but no SPF record, so receivers cannot tell which servers may send for it. Large mailbox providers require one.`,
        fix: { text: 'Add a text record that lists them, such as "v=spf1 mx ~all".' },
      };
    }
  },
};

export const spfPtr: Rule = {
  id: 'spf-ptr',
  severity: 'warning',
  source: 'RFC 7208 §5.5',
  summary: 'SPF with "ptr", which should not be used',
  local: true,
  *check(zone) {
    for (const { name, owner, terms } of records(zone))
      if (terms.some((term) => term.name === 'ptr'))
        yield {
          ...at(name),
          text: `"ptr" in the SPF record of ${owner} is slow and unreliable, and some receivers ignore it.`,
          fix: { text: 'Name the addresses themselves (ip4, ip6).' },
        };
  },
};
