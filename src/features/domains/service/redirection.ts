import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import type { Outcome, Proposal } from '../../../domain/proposal.ts';
import { type NoChange, noChange } from '../../../engine/commands/define.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { listAllZones } from '../../dns/index.ts';
import type { CommandContext, Journal, UndoPlan } from '../../product-context.ts';
import { applySetting, planSetting, type SettingField, SettingPlan, valueAt } from './domain-setting.ts';

/** Where LiteMail sends all mail or all visitors of a domain. */
interface Redirection {
  readonly field: Exclude<SettingField, 'dmarcEmail'>;
  readonly set: (litemail: LiteMail, params: { domainId: string }, to: string) => Promise<unknown>;
  readonly remove: (litemail: LiteMail, params: { domainId: string }) => Promise<unknown>;
  readonly words: {
    what(name: string): string;
    goesTo(name: string, to: string): string;
    on(name: string, to: string): { title: string; meaning: string; done: string };
    off(name: string, from: string): { title: string; reason: string; meaning: string; done: string };
  };
}

export const visitorForwarding: Redirection = {
  field: 'forwardTo',
  set: (litemail, params, forwardTo) => litemail.addDomainForwarding({ params, body: { forwardTo } }),
  remove: (litemail, params) => litemail.removeDomainForwarding({ params }),
  words: {
    what: (name) => `all visitors of ${name}`,
    goesTo: (_, to) => `forwards to ${to}`,
    on: (name, to) => ({
      title: `Forward ${name} to ${to}`,
      meaning: `Visitors of http://${name} are sent to ${to}. Mail is not affected.`,
      done: `Visitors of ${name} are forwarded to ${to}.`,
    }),
    off: (name) => ({
      title: `Stop forwarding visitors of ${name}`,
      reason: 'visitors of the domain no longer reach your web site',
      meaning: `http://${name} then leads nowhere; a domain without a web site looks less trustworthy.`,
      done: `${name} no longer forwards its visitors.`,
    }),
  },
};

export const mailForwarding: Redirection = {
  field: 'emailForwardingTo',
  set: (litemail, params, email) => litemail.enableEmailForwarding({ params, body: { email } }),
  remove: (litemail, params) => litemail.removeEmailForwarding({ params }),
  words: {
    what: (name) => `all mail of ${name}`,
    goesTo: (_, to) => `mail goes to ${to}`,
    on: (name, to) => ({
      title: `Forward mail of ${name} to ${to}`,
      meaning: `Mail to every mailbox of ${name} is read at ${to}.`,
      done: `Mail to ${name} is forwarded to ${to}.`,
    }),
    off: (name, from) => ({
      title: `Stop forwarding mail of ${name}`,
      reason: `replies to this domain no longer arrive at ${from}`,
      meaning: 'Replies stay in the mailboxes of the domain; whoever read them elsewhere no longer gets them.',
      done: `Mail of ${name} is no longer forwarded.`,
    }),
  },
};

export const catchAll: Redirection = {
  field: 'catchAllEmail',
  set: (litemail, params, email) => litemail.enableCatchAll({ params, body: { email } }),
  remove: (litemail, params) => litemail.removeCatchAll({ params }),
  words: {
    what: (name) => `mail to every address of ${name} that has no mailbox`,
    goesTo: (name, to) => `anything@${name} arrives at ${to}`,
    on: (name, to) => ({
      title: `Catch all mail of ${name} at ${to}`,
      meaning: 'Mail to mistyped and made-up addresses is delivered as well, spam included.',
      done: `Mail to any address of ${name} arrives at ${to}.`,
    }),
    off: (name) => ({
      title: `Turn off the catch-all of ${name}`,
      reason: 'mail to addresses that do not exist bounces',
      meaning: `Only mailboxes of ${name} receive mail; replies to mistyped addresses bounce.`,
      done: `The catch-all of ${name} is off.`,
    }),
  },
};

/** The host of a web address, or of an address of mail. */
const hostOf = (to: string): string =>
  normaliseName(/^https?:/i.test(to) ? new URL(to).hostname : to.slice(to.lastIndexOf('@') + 1));

/** Whether mail or visitors sent there leave the domains that the team has at Cloudflare and LiteMail. */
async function isOutside(ctx: CommandContext, to: string): Promise<boolean> {
  const host = hostOf(to);
  const { zones } = await listAllZones(ctx);
  return !zones.some(({ zone }) => host === zone.name || host.endsWith(`.${zone.name}`));
}

/** The plan to send it there, or with null nowhere any more. */
export async function planRedirection(
  ctx: CommandContext,
  { field }: Redirection,
  name: string,
  to: string | null,
): Promise<SettingPlan> {
  if (to !== null && field === 'forwardTo' && hostOf(to) === name)
    throw new AppError(
      'bad_input',
      `${displayName(name)} cannot be forwarded to itself: visitors would go in a circle.`,
      {
        hint: 'Name an address on another domain, such as your main web site.',
        fields: { to: 'This is the domain itself.' },
      },
    );
  const plan = await planSetting(ctx, name, field, to);
  return { ...plan, ...(to !== null && to !== plan.from && { outside: await isOutside(ctx, to) }) };
}

function describeRedirection(words: Redirection['words'], { domain, from, to, outside = true }: SettingPlan): Proposal {
  const name = displayName(domain);
  const items = [
    ...(from ? [{ sign: '-' as const, text: words.goesTo(name, from) }] : []),
    ...(to ? [{ sign: '+' as const, text: words.goesTo(name, to) }] : []),
  ];
  const common = { effect: 'destructive', items, calls: 2, confirm: true, subjects: [domain] } as const;
  const undo = `Undo, for 30 days: ${from ? `back to ${from}` : 'off again'}, by a new request.`;
  if (!to) {
    const { title, reason, meaning } = words.off(name, from ?? '');
    return { ...common, title, risk: { level: 'medium', reasons: [reason] }, meaning: [meaning], undo };
  }
  const { title, meaning } = words.on(name, to);
  const reasons = [
    `it sends ${words.what(name)} to ${to}${outside ? ', outside of your team’s domains' : ''}`,
    ...(from ? [`nothing goes to ${from} any more`] : []),
  ];
  return { ...common, title, risk: { level: outside ? 'high' : 'medium', reasons }, meaning: [meaning], undo };
}

/** What the commands that turn it on and off have in common; each undoes the other. */
export function redirecting({ field, set, remove, words }: Redirection) {
  return {
    planSchema: SettingPlan,
    describe: (plan: SettingPlan): Proposal => describeRedirection(words, plan),
    apply(ctx: CommandContext, plan: SettingPlan, journal: Journal): Promise<Omit<Outcome, 'inverse'>> {
      const { domain, from, to } = plan;
      const name = displayName(domain);
      return applySetting(
        ctx,
        plan,
        field,
        journal,
        (litemail, params) => (to === null ? remove(litemail, params) : set(litemail, params, to)),
        to === null ? words.off(name, from ?? '').done : words.on(name, to).done,
      );
    },
    undo: ({ outside: _, ...plan }: SettingPlan, { status }: Pick<Outcome, 'status'>): SettingPlan | undefined =>
      status === 'applied' ? { ...plan, from: plan.to, to: plan.from } : undefined,
    /** Refused where somebody set it to something else since. */
    async planUndo(ctx: CommandContext, reverse: SettingPlan): Promise<UndoPlan<SettingPlan> | NoChange> {
      const { domain, domainId, from, to } = reverse;
      const now = await valueAt(await ctx.apis.litemail(ctx.actor.teamId), domainId, field);
      if (now === to) return noChange({ text: 'It is already back as it was.' }, { unchanged: [domain] });
      if (now !== from)
        throw new AppError(
          'conflict',
          `${displayName(domain)} was changed again since: it is ${now ? `\`${now}\`` : 'off'} now.`,
          {
            hint: `${typed(`domains show ${domain}`)} shows its settings. Set the one you want outright.`,
          },
        );
      return { plan: { ...reverse, ...(to !== null && { outside: await isOutside(ctx, to) }) } };
    },
  };
}
