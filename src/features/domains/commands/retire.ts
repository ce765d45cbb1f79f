import { displayName } from '../../../domain/dns/model/name.ts';
import { proposal } from '../../../domain/dns/plan/dns-plan.ts';
import { fullDiff } from '../../../domain/dns/review/diff-items.ts';
import type { PlanItem } from '../../../domain/proposal.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { day, plural } from '../../../ui/list.ts';
import { dnsOperations, enrichWithMailImpact } from '../../dns/index.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applyRetirement, undoRetirement, undoScopeNote } from '../service/apply-retirement.ts';
import { type LiteMailState, planRetirement, RetirementPlan, retiredTag } from '../service/plan-retirement.ts';

export const domainsRetire = command.planned({
  name: 'domains retire',
  summary: 'Retire a domain: no mail in or out, forwarding off, mailboxes removed at renewal',
  role: 'operator',
  notes: [
    'Sets a null MX, `v=spf1 -all` and DMARC `p=reject`; other records stay. Then forwarding, mail forwarding and the catch-all are turned off at LiteMail and its mailboxes removed at their next renewal.',
    `The tag “${retiredTag}” is created if it is missing; LiteMail’s API cannot put it on a domain, so that is left to you.`,
    'Undo restores the DNS records, but nothing at LiteMail.',
  ],
  operations: {
    litemail: [
      'getDomain',
      'listMailboxes',
      'listTags',
      'removeDomainForwarding',
      'removeEmailForwarding',
      'removeCatchAll',
      'removeMailbox',
      'createTag',
      ...dnsOperations.litemail,
    ],
    cloudflare: dnsOperations.cloudflare,
  },
  args: { domain },
  planSchema: RetirementPlan,
  async plan(ctx, { domain: name }) {
    return (await planRetirement(ctx, name)) ?? noChange({ text: `\`${displayName(name)}\` is already retired.` });
  },
  describe(plan) {
    const dns = proposal(plan);
    const { domain: name = '', litemail } = plan.retire ?? {};
    const mailboxes = litemail?.mailboxes ?? [];
    return {
      ...dns,
      title: `Retire ${displayName(name)}`,
      effect: 'destructive',
      risk: {
        level: 'high',
        reasons: [
          'this domain can no longer receive or send mail',
          ...(mailboxes.length > 0 ? [`${plural(mailboxes.length, 'mailbox', 'mailboxes')} will be lost`] : []),
          ...dns.risk.reasons,
        ],
      },
      items: [...dns.items, ...itemsOf(litemail)],
      meaning: [
        ...(litemail ? [] : ['LiteMail does not have this domain, so only its DNS records change.']),
        ...(mailboxes.length > 0
          ? ['The mailboxes can be opened until their renewal; mail to them bounces at once.']
          : []),
        ...(litemail && litemail.tag !== 'worn'
          ? [
              `Left to you: the tag “${retiredTag}” in LiteMail’s dashboard. Its API can create the tag but not put it on a domain.`,
            ]
          : []),
        ...dns.meaning,
      ],
      undo: [...(plan.zones.length > 0 ? [dns.undo] : []), ...(litemail ? [undoScopeNote(litemail)] : [])].join(' '),
      calls: dns.calls + (litemail ? callsAt(litemail) : 0),
      subjects: [name],
    };
  },
  allItems: ({ zones, retire }) => [...fullDiff(zones), ...itemsOf(retire?.litemail)],
  enrich: enrichWithMailImpact,
  rechecks: true,
  undo: undoRetirement,
  undoCommand: 'dns undo',
  apply: applyRetirement,
});

function itemsOf(litemail: LiteMailState | undefined): PlanItem[] {
  if (!litemail) return [];
  const { forwardTo, emailForwardingTo, catchAllEmail, mailboxes } = litemail;
  const gone = (text: string): PlanItem => ({ sign: '-', text });
  return [
    ...(forwardTo ? [gone(`visitors are forwarded to ${forwardTo}`)] : []),
    ...(emailForwardingTo ? [gone(`mail is forwarded to ${emailForwardingTo}`)] : []),
    ...(catchAllEmail ? [gone(`mail to any other address arrives at ${catchAllEmail}`)] : []),
    ...mailboxes.map(({ email, until }) => gone(`mailbox ${email}${until ? `, renews ${day(until)}` : ''}`)),
  ];
}

/** The domain and its mailboxes are read first, and each setting again before it is turned off. */
const callsAt = ({ forwardTo, emailForwardingTo, catchAllEmail, mailboxes, tag }: LiteMailState): number =>
  2 +
  [forwardTo, emailForwardingTo, catchAllEmail].filter(Boolean).length * 2 +
  mailboxes.length +
  { worn: 0, put: 1, make: 2 }[tag];
