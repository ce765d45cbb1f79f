import ipaddr from 'ipaddr.js';
import { displayName } from '../model/name.ts';
import { dkimOwner, dmarcOwner } from '../model/purpose.ts';
import type { RecordSet, RecordValue } from '../model/record.ts';
import { memoPerZone, type Rule, type RuleFinding, type ZoneView } from './zone-view.ts';

/** Cloudflare's published ranges (www.cloudflare.com/ips) and its public resolvers: never the address of an origin. */
const cloudflareRanges = [
  ...['173.245.48.0/20', '103.21.244.0/22', '103.22.200.0/22', '103.31.4.0/22', '141.101.64.0/18', '108.162.192.0/18'],
  ...['190.93.240.0/20', '188.114.96.0/20', '197.234.240.0/22', '198.41.128.0/17', '162.158.0.0/15', '104.16.0.0/13'],
  ...['104.24.0.0/14', '172.64.0.0/13', '131.0.72.0/22', '1.1.1.0/24', '1.0.0.0/24'],
  ...[
    '2400:cb00::/32',
    '2606:4700::/32',
    '2803:f800::/32',
    '2405:b500::/32',
    '2405:8100::/32',
    '2a06:98c0::/29',
    '2c0f:f248::/32',
  ],
].map((range) => ipaddr.parseCIDR(range));

/** Ranges that Cloudflare rejects as a proxied target. Those for documentation (RFC 5737) are examples and left out. */
const refused: ReadonlySet<string> = new Set([
  ...['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'broadcast', 'carrierGradeNat'],
]);
/** Not reachable from the Internet either, but not documented as rejected by Cloudflare. */
const reserved: ReadonlySet<string> = new Set(['multicast', 'ipv4Mapped', 'deprecatedSiteLocal', 'benchmarking']);
const reservedRanges = ['192.0.0.0/24', '198.18.0.0/15', '240.0.0.0/4'].map((range) => ipaddr.parseCIDR(range));

/** What is special about an address, if anything; `discard` (100::/64) is Cloudflare's own stand-in for "no server". */
function addressKind(text: string): 'cloudflare' | 'private' | 'reserved' | 'discard' | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.parse(text);
  const within = (ranges: typeof cloudflareRanges) =>
    ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  const range: string = address.range();
  if (within(cloudflareRanges)) return 'cloudflare';
  if (refused.has(range)) return 'private';
  if (range === 'discard') return 'discard';
  return reserved.has(range) || within(reservedRanges) ? 'reserved' : undefined;
}

interface Special {
  readonly kind: ReturnType<typeof addressKind>;
  readonly subject: Omit<RuleFinding, 'text'>;
  readonly name: string;
  readonly content: string;
  readonly proxied: boolean;
}

const specialAddresses = memoPerZone((zone): Special[] =>
  [...zone.ofType('A'), ...zone.ofType('AAAA')].flatMap(({ name, type, values }) =>
    values.flatMap((value) => {
      const { content = '', proxied = false } = value;
      const kind = addressKind(content);
      const subject = { name, type, values: [value] };
      return kind ? [{ kind, subject, name: displayName(name), content, proxied }] : [];
    }),
  ),
);

export const cloudflareTarget: Rule = {
  id: 'cloudflare-address',
  severity: 'error',
  source: 'Cloudflare 9003: targets behind the proxy; error 1000',
  summary: 'An address record points at Cloudflare itself',
  refused: true,
  local: true,
  *check(zone) {
    for (const { kind, subject, name, content, proxied } of specialAddresses(zone))
      if (kind === 'cloudflare')
        yield {
          ...subject,
          // Cloudflare takes it as long as the proxy is off.
          ...(proxied ? {} : { severity: 'warning' as const }),
          text: `${name} points to ${content}, an address of Cloudflare itself, which cannot be the server behind it.`,
          fix: { text: 'Use the address of the server where the site runs.' },
        };
  },
};

export const unreachableTarget: Rule = {
  id: 'unreachable-address',
  severity: 'warning',
  source: 'RFC 6890, RFC 1918; Cloudflare 9003: targets behind the proxy',
  summary: 'An address record points to an address that nobody on the Internet can reach',
  local: true,
  *check(zone) {
    for (const { kind, subject, name, content, proxied } of specialAddresses(zone)) {
      if (kind === undefined || kind === 'cloudflare' || (kind === 'discard' && proxied)) continue;
      const what = kind === 'private' ? 'a private or local address' : 'an address reserved for special purposes';
      yield {
        ...subject,
        ...(proxied ? { severity: 'error' as const, refused: kind === 'private' } : {}),
        text: proxied
          ? `${name} goes through Cloudflare to ${content}, ${what} that Cloudflare cannot reach: visitors get an error.`
          : `${name} points to ${content}, ${what} that nobody outside your own network can reach.`,
        fix: {
          text: proxied
            ? 'Use a public address, or a tunnel, or turn the proxy off.'
            : 'Use a public address, or a tunnel.',
        },
      };
    }
  },
};

export const proxiedMailAlias: Rule = {
  id: 'mail-cname-proxied',
  severity: 'error',
  source: 'Cloudflare: the proxy answers with addresses only',
  summary: 'A DKIM key or a DMARC policy is behind a proxied CNAME',
  local: true,
  *check(zone) {
    for (const { name, values } of zone.ofType('CNAME')) {
      const what = dkimOwner(name) ? 'DKIM key' : dmarcOwner(name) ? 'DMARC policy' : undefined;
      if (what !== undefined && values.some(({ proxied }) => proxied))
        yield {
          name,
          type: 'CNAME',
          text: `${displayName(name)} is behind Cloudflare's proxy, which answers with addresses only: receivers do not find the ${what} that it leads to.`,
          fix: { text: `Turn the proxy off for ${displayName(name)}.` },
        };
    }
  },
};

export const proxiedMailServer: Rule = {
  id: 'mx-proxied',
  severity: 'error',
  source: 'Cloudflare: mail does not pass the proxy',
  summary: 'A mail server is behind the proxy, which passes no mail',
  *check(zone) {
    for (const { name, values } of zone.ofType('MX'))
      for (const { content = '' } of values) {
        const owner = zone.ownerOf(content) ?? '';
        const hosts = ['A', 'AAAA', 'CNAME'].flatMap((type) => zone.at(owner, type)?.values ?? []);
        if (!hosts.some(({ proxied }) => proxied)) continue;
        const [host, covers] = [displayName(content), displayName(owner)];
        yield {
          name,
          type: 'MX',
          text: `Mail for ${displayName(name)} goes to ${host}, which is behind Cloudflare's proxy${owner === content ? '' : ` because of ${covers}`}; the proxy passes no mail.`,
          fix: {
            text:
              owner === content
                ? `Turn the proxy off for ${host}.`
                : `Add an address of its own for ${host}, without the proxy.`,
          },
        };
      }
  },
};

/** Limits on Free and paid plans. Unverified, so only what exceeds both is refused. */
const shortComment = 100;
const longComment = 500;

type Problem = Pick<RuleFinding, 'text' | 'fix' | 'severity'>;
type AttributeCheck = (value: RecordValue, plan: ZoneView['plan'], set: RecordSet) => Problem | undefined;
const whose = ({ name, type }: RecordSet): string => `the ${type} record of ${displayName(name)}`;

const ttl: AttributeCheck = ({ ttl }, plan, set) => {
  if (ttl === 1 || (ttl >= 60 && ttl <= 86_400)) return undefined;
  const fix = { text: 'Use 60 to 86400 seconds, or 1 for automatic.' };
  const fast = Number.isInteger(ttl) && ttl >= 30 && ttl < 60;
  if (fast && plan !== 'free')
    return {
      severity: 'warning',
      text: `The TTL of ${whose(set)} is ${ttl} seconds, which only Enterprise zones allow.`,
      fix,
    };
  return { text: `The TTL of ${whose(set)} is ${ttl} seconds, which Cloudflare does not allow.`, fix };
};

const comment: AttributeCheck = ({ comment }, plan, set) => {
  if (!comment) return undefined;
  if (/[\r\n]/.test(comment))
    return {
      text: `The comment on ${whose(set)} has more than one line.`,
      fix: { text: 'Write it as a single line.' },
    };
  const length = comment.length > shortComment ? [...comment].length : 0;
  const fix = { text: 'Shorten it.' };
  if (length > longComment)
    return { text: `The comment on ${whose(set)} has ${length} characters; Cloudflare allows ${longComment}.`, fix };
  if (length <= shortComment || plan !== 'free') return undefined;
  const text = `The comment on ${whose(set)} has ${length} characters; in a Free zone Cloudflare may allow only ${shortComment}.`;
  return { severity: 'warning', text, fix };
};

const tags: AttributeCheck = ({ tags }, plan, set) => {
  if (!tags?.length) return undefined;
  if (plan === 'free')
    return {
      text: `Cloudflare supports tags only in paid zones; this zone is on Free, and ${whose(set)} would get some.`,
      fix: { text: 'Leave the tags out, or write them into the comment.' },
    };
  const invalid = tags.find((tag) => !/^(?!cf-)[a-z0-9_-]+(:[^\r\n]*)?$/i.test(tag));
  if (invalid === undefined) return undefined;
  const text = `"${invalid}" on ${whose(set)} is not a tag that Cloudflare allows.`;
  return { text, fix: { text: 'Write name:value, the name in letters, digits, - or _ and not beginning with cf-.' } };
};

const rule = (id: string, source: string, summary: string, checkValue: AttributeCheck): Rule => ({
  id,
  severity: 'error',
  source,
  summary,
  refused: true,
  local: true,
  *check({ sets, plan }) {
    for (const set of sets)
      for (const value of set.values) {
        const problem = checkValue(value, plan, set);
        if (problem) yield { name: set.name, type: set.type, values: [value], ...problem };
      }
  },
});

/** Attribute rules. For plans only: what is in a zone was accepted. */
export const attributeRules: readonly Rule[] = [
  rule('ttl', 'Cloudflare 9021', 'A TTL that Cloudflare does not allow', ttl),
  rule(
    'comment',
    'Cloudflare: comments are one line of limited length',
    'A comment that Cloudflare does not allow',
    comment,
  ),
  rule('tags', 'Cloudflare: tags on paid plans, 9300', 'Tags that Cloudflare does not allow', tags),
];
