import { displayName } from '../model/name.ts';
import type { RecordValue } from '../model/record.ts';
import type { Rule, RuleFinding, ZoneView } from './rule.ts';

/** Limits on Free and paid plans. Unverified, so only what exceeds both is refused. */
const shortComment = 100;
const longComment = 500;

type Problem = Pick<RuleFinding, 'text' | 'fix' | 'severity'>;
type AttributeCheck = (value: RecordValue, plan: ZoneView['plan'], whose: () => string) => Problem | undefined;

const ttl: AttributeCheck = ({ ttl }, plan, whose) => {
  if (ttl === 1 || (ttl >= 60 && ttl <= 86_400)) return undefined;
  const fix = { text: 'Use 60 to 86400 seconds, or 1 for automatic.' };
  const fast = Number.isInteger(ttl) && ttl >= 30 && ttl < 60;
  if (fast && plan !== 'free')
    return {
      severity: 'warning',
      text: `The TTL of ${whose()} is ${ttl} seconds, which only Enterprise zones take.`,
      fix,
    };
  return { text: `The TTL of ${whose()} is ${ttl} seconds, which Cloudflare does not take.`, fix };
};

const comment: AttributeCheck = ({ comment = '' }, plan, whose) => {
  if (/[\r\n]/.test(comment))
    return { text: `The comment on ${whose()} has more than one line.`, fix: { text: 'Write it as a single line.' } };
  const length = comment.length > shortComment ? [...comment].length : 0;
  const fix = { text: 'Shorten it.' };
  if (length > longComment)
    return { text: `The comment on ${whose()} has ${length} characters; Cloudflare takes ${longComment}.`, fix };
  if (length <= shortComment || plan !== 'free') return undefined;
  const text = `The comment on ${whose()} has ${length} characters; in a Free zone Cloudflare may take only ${shortComment}.`;
  return { severity: 'warning', text, fix };
};

const tags: AttributeCheck = ({ tags = [] }, plan, whose) => {
  if (tags.length === 0) return undefined;
  if (plan === 'free')
    return {
      text: `Cloudflare keeps tags in paid zones only; this zone is on Free, and ${whose()} would get some.`,
      fix: { text: 'Leave the tags out, or write them into the comment.' },
    };
  const invalid = tags.find((tag) => !/^(?!cf-)[a-z0-9_-]+(:[^\r\n]*)?$/i.test(tag));
  if (invalid === undefined) return undefined;
  const text = `"${invalid}" on ${whose()} is not a tag that Cloudflare takes.`;
  return { text, fix: { text: 'Write name:value, the name in letters, digits, - or _ and not beginning with cf-.' } };
};

const rule = (id: string, source: string, summary: string, checkValue: AttributeCheck): Rule => ({
  id,
  severity: 'error',
  source,
  summary,
  refused: true,
  *check({ sets, plan }) {
    for (const { name, type, values } of sets)
      for (const value of values) {
        const problem = checkValue(value, plan, () => `the ${type} record of ${displayName(name)}`);
        if (problem) yield { name, type, values: [value], ...problem };
      }
  },
});

/** Attribute rules. For plans only: what is in a zone was accepted. */
export const attributeRules: readonly Rule[] = [
  rule('ttl', 'Cloudflare 9021', 'A TTL that Cloudflare does not take', ttl),
  rule(
    'comment',
    'Cloudflare: comments are one line of limited length',
    'A comment that Cloudflare does not take',
    comment,
  ),
  rule('tags', 'Cloudflare: tags on paid plans, 9300', 'Tags that Cloudflare does not take', tags),
];
