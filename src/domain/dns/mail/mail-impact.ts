import { displayName } from '../model/name.ts';
import { type Purpose, purposeOf } from '../model/purpose.ts';
import type { ZonePlan } from '../model/record.ts';
import {
  type DkimKey,
  type DmarcStatus,
  delegatedAway,
  type MailStatus,
  type MxStatus,
  type SpfStatus,
  spfLimits,
} from './mail-status.ts';

/** One change visible to receivers. `isRegression`: it makes things worse for mail of the domain. */
interface ImpactChange {
  readonly text: string;
  readonly isRegression: boolean;
}

const arrow = (was: string | number, is: string | number): string => `${was} → ${is}`;
const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
const unknownText = ({ delegatedAway: cut }: MailStatus, why = cut ? delegatedAway : 'no resolver answered'): string =>
  `unknown: ${why}`;

/** What a plan changes for receivers of one domain's mail; empty if nothing. */
const impactChanges = (was: MailStatus, is: MailStatus): ImpactChange[] => [
  ...spfChange(was.spf, is.spf),
  ...dkimChanges(was.dkim, is.dkim),
  ...dmarcChange(was.dmarc, is.dmarc, unknownText(is, is.dmarc.why)),
  ...mxChange(was.mx, is.mx, displayName(is.domain)),
];

function spfChange(was: SpfStatus, is: SpfStatus): ImpactChange[] {
  if (spfShown(was) === spfShown(is) || is.result === 'unknown' || was.result === 'unknown') return [];
  const silenced = is.allows === 'nobody' && (was.allows !== 'nobody' || was.result === 'none');
  const opened = is.allows === 'anybody' && was.allows !== 'anybody';
  const text = is.problem
    ? arrow(spfShort(was), `permerror (${is.problem})`)
    : `${spfDifference(was, is)}: ${spfOutcome(was, is)}`;
  return [{ text: `SPF ${text}`, isRegression: (bad(is) && !bad(was)) || (!bad(is) && (silenced || opened)) }];
}

/** The visible part of an SPF status: a few void lookups are irrelevant. */
const spfShown = ({ result, records, lookups, voids, problem, allows }: SpfStatus): string =>
  JSON.stringify([result, records, lookups, voids > spfLimits.voids && voids, problem, allows]);

const bad = ({ result }: SpfStatus): boolean => result === 'permerror' || result === 'none';

function spfDifference(was: SpfStatus, is: SpfStatus): string {
  if (was.result === 'none' || is.result === 'none') return arrow(spfShort(was), spfShort(is));
  if (was.records !== is.records) return `${arrow(was.records, is.records)} records`;
  const overVoids =
    Math.max(was.voids, is.voids) > spfLimits.voids && Math.max(was.lookups, is.lookups) <= spfLimits.lookups;
  if (was.voids !== is.voids && overVoids) return `${arrow(was.voids, is.voids)} void lookups`;
  if (was.lookups !== is.lookups) return `${arrow(was.lookups, is.lookups)} lookups`;
  return `(${count(is.lookups, 'lookup')})`;
}

function spfOutcome(was: SpfStatus, is: SpfStatus): string {
  if (is.result === 'permerror') return 'permerror';
  if (is.result === 'none') return 'receivers find no record';
  if (is.allows === 'anybody') return 'every server in the world passes';
  if (is.allows === 'nobody')
    return `no server ${is.result === 'neutral' ? 'passes' : 'may send'}${was.allows === 'nobody' ? '' : ' any more'}`;
  if (bad(was)) return 'can be evaluated';
  if (was.allows !== is.allows) return 'only servers that it lists may send';
  if (was.result !== is.result) return `mail from other servers ${arrow(was.result, is.result)}`;
  return is.lookups === spfLimits.lookups ? `the limit of ${spfLimits.lookups} is reached` : 'within the limits';
}

const spfShort = ({ result, records, lookups }: SpfStatus): string =>
  result === 'none' ? 'no record' : records > 1 ? count(records, 'record') : count(lookups, 'lookup');

function dkimChanges(was: readonly DkimKey[], is: readonly DkimKey[]): ImpactChange[] {
  return is.flatMap((key, index): ImpactChange[] => {
    const before = was[index] ?? { ...key, state: 'none' as const };
    if (before.state === 'unknown' || key.state === 'unknown' || same(before, key)) return [];
    const works = (one: DkimKey) => one.state === 'good';
    const replaced = works(before) && before.key !== undefined && key.key !== undefined && before.key !== key.key;
    const outcome = !works(key)
      ? 'signatures made with it fail'
      : replaced
        ? 'signatures made with the old key fail'
        : 'signatures made with it pass';
    return [
      {
        text: `DKIM ${key.selector} ${arrow(keyShort(before), keyShort(key))}: ${outcome}`,
        isRegression: works(before) && (!works(key) || replaced),
      },
    ];
  });
}

function keyShort({ state, bits }: DkimKey): string {
  if (state === 'none') return 'no key';
  if (state === 'revoked') return 'revoked';
  if (state === 'broken') return 'unreadable key';
  return `${bits} bits${state === 'short' ? ' (too short)' : ''}`;
}

function dmarcChange(was: DmarcStatus, is: DmarcStatus, unknown: string): ImpactChange[] {
  if (was.policy === 'unknown' || is.policy === 'unknown' || same(was, is)) return [];
  const policy = was.policy === is.policy ? is.policy : arrow(was.policy, is.policy);
  const handling = {
    reject: 'receivers refuse it',
    quarantine: 'it goes to spam',
    none: 'it is only reported',
    'no record': '',
  }[is.policy];
  if (is.passes === false)
    return [
      {
        text: `DMARC ${policy}: mail of its own aligns neither by SPF nor by DKIM, ${handling}`,
        isRegression: is.policy === 'reject' || is.policy === 'quarantine',
      },
    ];
  if (is.passes === 'unknown')
    return [{ text: `DMARC ${policy}: whether mail of its own passes is ${unknown}`, isRegression: false }];
  if (is.policy === 'no record')
    return [
      {
        text: `DMARC ${policy}: forged mail is no longer ${was.policy === 'none' ? 'reported' : 'stopped'}`,
        isRegression: false,
      },
    ];
  const forged = is.forged ? ', and so can forged mail: SPF lets every server send' : '';
  return [{ text: `DMARC ${policy}: mail of its own can pass${forged}`, isRegression: forged !== '' && !was.forged }];
}

function mxChange(was: MxStatus, is: MxStatus, domain: string): ImpactChange[] {
  const shown = ({ state, servers, unreachable }: MxStatus) => `${state} ${servers} ${unreachable}`;
  if (was.state === 'unknown' || is.state === 'unknown' || shown(was) === shown(is)) return [];
  const able = ({ state, servers, unreachable }: MxStatus) => state === 'servers' && servers > unreachable;
  const difference =
    was.state === 'servers' && (is.state === 'address' || is.state === 'nothing')
      ? `${arrow(was.servers, 0)} servers`
      : arrow(mxShort(was), mxShort(is));
  const outcome = {
    servers: able({ ...is, servers: is.servers - is.unconfirmed })
      ? 'mail is delivered'
      : able(is)
        ? 'whether mail is delivered is unknown'
        : 'mail cannot be delivered',
    address: `mail is tried at the address of ${domain} itself`,
    null: 'no mail is accepted',
    nothing: 'mail cannot be delivered',
  }[is.state];
  return [{ text: `MX ${difference}: ${outcome}`, isRegression: able(was) && !able(is) }];
}

function mxShort({ state, servers, unreachable }: MxStatus): string {
  if (state === 'null') return 'null MX';
  if (state !== 'servers') return 'none';
  return `${count(servers, 'server')}${unreachable > 0 ? ` (${unreachable} out of reach)` : ''}`;
}

/** SPF 8 lookups, DKIM 1 key, DMARC reject, MX 2 servers */
function summary(was: MailStatus, is: MailStatus): string {
  const { spf, dkim, dmarc, mx } = is;
  const keys = dkim.filter(({ state }) => state === 'good').length;
  const more = spf.result === 'permerror' ? ' (permerror)' : spf.allows === 'anybody' ? ' (every server passes)' : '';
  const known = [
    ...(spf.result === 'unknown' ? [] : [`SPF ${spfShort(spf)}${more}`]),
    ...(dkim.some(({ state }) => state === 'unknown') ? [] : [`DKIM ${count(keys, 'key')}`]),
    ...(dmarc.policy === 'unknown' ? [] : [`DMARC ${dmarc.policy}`]),
    ...(mxUnknown(was, is) ? [] : [`MX ${mxShort(mx)}`]),
  ];
  return known.join(', ');
}

/** "SPF, DKIM s1: not known: …"; undefined if everything relevant is known. */
function unknownParts(was: MailStatus, is: MailStatus): string | undefined {
  const either = (test: (status: MailStatus) => boolean) => test(was) || test(is);
  const parts = [
    ...(either(({ spf }) => spf.result === 'unknown') ? ['SPF'] : []),
    ...new Set(
      [...was.dkim, ...is.dkim].filter(({ state }) => state === 'unknown').map(({ selector }) => `DKIM ${selector}`),
    ),
    ...(either(({ dmarc }) => dmarc.policy === 'unknown') ? ['DMARC'] : []),
    ...(mxUnknown(was, is) ? ['MX'] : []),
  ];
  return parts.length > 0
    ? `${parts.slice(0, 5).join(', ')}${parts.length > 5 ? ' and more' : ''}: ${unknownText(is)}`
    : undefined;
}

/** Mail servers are assumed to have an address, unless the plan makes that uncertain. */
const mxUnknown = (was: MailStatus, is: MailStatus): boolean =>
  [was, is].some(({ mx }) => mx.state === 'unknown') || is.mx.unconfirmed > was.mx.unconfirmed;

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The mail status of a domain before and after a plan. */
export interface MailImpact {
  readonly was: MailStatus;
  readonly is: MailStatus;
  /** Number of mailboxes, if LiteMail answered in time. */
  readonly mailboxes?: number;
}

const mailPurposes: ReadonlySet<Purpose> = new Set<Purpose>(['mail', 'spf', 'dkim', 'dmarc']);

/** Whether the plans touch a record that mail depends on. */
export const isAboutMail = (plans: readonly ZonePlan[]): boolean =>
  plans
    .flatMap(({ changes }) => changes)
    .some(({ name, type, before, after }) =>
      [...(before?.values ?? []), ...(after?.values ?? [])].some((value) =>
        mailPurposes.has(purposeOf(name, type, value)),
      ),
    );

const maxLines = 8;
const maxNames = 3;

/** Whether the plan makes things worse for mail of the domain. */
export const isWorse = ({ was, is }: MailImpact): boolean =>
  impactChanges(was, is).some(({ isRegression }) => isRegression);

/** The mail impact as shown on a card: regressions first; domains with the same line share it. */
export function mailImpactLines(impacts: readonly MailImpact[]): string[] {
  const groups = new Map<string, MailImpact[]>();
  const regressions = new Set<string>();
  const add = (text: string, one: MailImpact) => {
    const group = groups.get(text);
    if (group) group.push(one);
    else groups.set(text, [one]);
  };
  for (const one of impacts) {
    for (const { text, isRegression } of impactChanges(one.was, one.is)) {
      add(text, one);
      if (isRegression) regressions.add(text);
    }
  }
  const changed = groups.size > 0;
  for (const one of impacts) {
    const [unchanged, unknown] = [summary(one.was, one.is), unknownParts(one.was, one.is)];
    if (!changed && unchanged) add(`As before: ${unchanged}`, one);
    if (unknown) add(unknown, one);
  }
  const lines = [...groups]
    .sort(([one], [other]) => Number(regressions.has(other)) - Number(regressions.has(one)))
    .map(([text, group]) => `${whose(group, impacts.length)}${text}${regressions.has(text) ? affected(group) : ''}`);
  const omitted = lines.length - maxLines;
  return omitted > 0 ? [...lines.slice(0, maxLines), `and ${omitted} more`] : lines;
}

function whose(group: readonly MailImpact[], all: number): string {
  if (all === 1) return '';
  const names = group.slice(0, maxNames).map(({ is }) => displayName(is.domain));
  const more = group.length > maxNames ? ` and ${group.length - maxNames} more` : '';
  return `${names.join(', ')}${more}: `;
}

/** ", 42 mailboxes", as far as that is known. */
function affected(group: readonly MailImpact[]): string {
  const known = group.flatMap(({ mailboxes }) => (mailboxes === undefined ? [] : [mailboxes]));
  if (known.length === 0) return '';
  const sum = known.reduce((total, mailboxes) => total + mailboxes, 0);
  return `, ${sum} mailbox${sum === 1 ? '' : 'es'}`;
}
