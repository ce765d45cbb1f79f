import { handedOver } from './layered.ts';
import {
  type DkimKey,
  type DmarcVerdict,
  type MailVerdict,
  type MxVerdict,
  type SpfVerdict,
  spfLimits,
} from './mail-verdict.ts';
import { displayName } from './name.ts';

/** One thing that becomes different for receivers. `hurts`: mail of the domain suffers from it. */
export interface Turn {
  readonly text: string;
  readonly hurts: boolean;
}

const arrow = (was: string | number, is: string | number): string => `${was} → ${is}`;
const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
const notTold = ({ handedOver: cut }: MailVerdict, why = cut ? handedOver : 'no resolver answered'): string =>
  `not known: ${why}`;

/** What a plan changes for receivers of mail of one domain; empty when they judge it as before. */
export const turns = (was: MailVerdict, is: MailVerdict): Turn[] => [
  ...spfTurn(was.spf, is.spf),
  ...dkimTurns(was.dkim, is.dkim),
  ...dmarcTurn(was.dmarc, is.dmarc, notTold(is, is.dmarc.why)),
  ...mxTurn(was.mx, is.mx, displayName(is.domain)),
];

function spfTurn(was: SpfVerdict, is: SpfVerdict): Turn[] {
  if (spfShown(was) === spfShown(is) || is.result === 'unknown' || was.result === 'unknown') return [];
  const silenced = is.allows === 'nobody' && (was.allows !== 'nobody' || was.result === 'none');
  const opened = is.allows === 'anybody' && was.allows !== 'anybody';
  const text = is.problem
    ? arrow(spfShort(was), `permerror (${is.problem})`)
    : `${spfDifference(was, is)}: ${spfOutcome(was, is)}`;
  return [{ text: `SPF ${text}`, hurts: (bad(is) && !bad(was)) || (!bad(is) && (silenced || opened)) }];
}

/** What people see of it: a few lookups that find nothing are nobody's business. */
const spfShown = ({ result, records, lookups, voids, problem, allows }: SpfVerdict): string =>
  JSON.stringify([result, records, lookups, voids > spfLimits.voids && voids, problem, allows]);

const bad = ({ result }: SpfVerdict): boolean => result === 'permerror' || result === 'none';

function spfDifference(was: SpfVerdict, is: SpfVerdict): string {
  if (was.result === 'none' || is.result === 'none') return arrow(spfShort(was), spfShort(is));
  if (was.records !== is.records) return `${arrow(was.records, is.records)} records`;
  const overVoids =
    Math.max(was.voids, is.voids) > spfLimits.voids && Math.max(was.lookups, is.lookups) <= spfLimits.lookups;
  if (was.voids !== is.voids && overVoids) return `${arrow(was.voids, is.voids)} void lookups`;
  if (was.lookups !== is.lookups) return `${arrow(was.lookups, is.lookups)} lookups`;
  return `(${count(is.lookups, 'lookup')})`;
}

function spfOutcome(was: SpfVerdict, is: SpfVerdict): string {
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

const spfShort = ({ result, records, lookups }: SpfVerdict): string =>
  result === 'none' ? 'no record' : records > 1 ? count(records, 'record') : count(lookups, 'lookup');

function dkimTurns(was: readonly DkimKey[], is: readonly DkimKey[]): Turn[] {
  return is.flatMap((key, index): Turn[] => {
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
        hurts: works(before) && (!works(key) || replaced),
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

function dmarcTurn(was: DmarcVerdict, is: DmarcVerdict, unknown: string): Turn[] {
  if (was.policy === 'unknown' || is.policy === 'unknown' || same(was, is)) return [];
  const policy = was.policy === is.policy ? is.policy : arrow(was.policy, is.policy);
  const fate = {
    reject: 'receivers refuse it',
    quarantine: 'it goes to spam',
    none: 'it is only reported',
    'no record': '',
  }[is.policy];
  if (is.passes === false)
    return [
      {
        text: `DMARC ${policy}: mail of its own aligns neither by SPF nor by DKIM, ${fate}`,
        hurts: is.policy === 'reject' || is.policy === 'quarantine',
      },
    ];
  if (is.passes === 'unknown')
    return [{ text: `DMARC ${policy}: whether mail of its own passes is ${unknown}`, hurts: false }];
  if (is.policy === 'no record')
    return [
      {
        text: `DMARC ${policy}: forged mail is no longer ${was.policy === 'none' ? 'reported' : 'stopped'}`,
        hurts: false,
      },
    ];
  const forged = is.forged ? ', and so can forged mail: SPF lets every server send' : '';
  return [{ text: `DMARC ${policy}: mail of its own can pass${forged}`, hurts: forged !== '' && !was.forged }];
}

function mxTurn(was: MxVerdict, is: MxVerdict, domain: string): Turn[] {
  const shown = ({ state, servers, unreachable }: MxVerdict) => `${state} ${servers} ${unreachable}`;
  if (was.state === 'unknown' || is.state === 'unknown' || shown(was) === shown(is)) return [];
  const able = ({ state, servers, unreachable }: MxVerdict) => state === 'servers' && servers > unreachable;
  const difference =
    was.state === 'servers' && (is.state === 'address' || is.state === 'nothing')
      ? `${arrow(was.servers, 0)} servers`
      : arrow(mxShort(was), mxShort(is));
  const outcome = {
    servers: able({ ...is, servers: is.servers - is.unsure })
      ? 'mail is delivered'
      : able(is)
        ? 'whether mail is delivered is not known'
        : 'mail cannot be delivered',
    address: `mail is tried at the address of ${domain} itself`,
    null: 'no mail is taken',
    nothing: 'mail cannot be delivered',
  }[is.state];
  return [{ text: `MX ${difference}: ${outcome}`, hurts: able(was) && !able(is) }];
}

function mxShort({ state, servers, unreachable }: MxVerdict): string {
  if (state === 'null') return 'null MX';
  if (state !== 'servers') return 'none';
  return `${count(servers, 'server')}${unreachable > 0 ? ` (${unreachable} out of reach)` : ''}`;
}

/** SPF 8 lookups, DKIM 1 key, DMARC reject, MX 2 servers */
export function summary(was: MailVerdict, is: MailVerdict): string {
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

/** "SPF, DKIM s1: not known: …"; undefined when everything that matters is known. */
export function notKnown(was: MailVerdict, is: MailVerdict): string | undefined {
  const either = (test: (verdict: MailVerdict) => boolean) => test(was) || test(is);
  const parts = [
    ...(either(({ spf }) => spf.result === 'unknown') ? ['SPF'] : []),
    ...new Set(
      [...was.dkim, ...is.dkim].filter(({ state }) => state === 'unknown').map(({ selector }) => `DKIM ${selector}`),
    ),
    ...(either(({ dmarc }) => dmarc.policy === 'unknown') ? ['DMARC'] : []),
    ...(mxUnknown(was, is) ? ['MX'] : []),
  ];
  return parts.length > 0
    ? `${parts.slice(0, 5).join(', ')}${parts.length > 5 ? ' and more' : ''}: ${notTold(is)}`
    : undefined;
}

/** That a mail server has an address may be taken for granted, unless the plan is what makes it doubtful. */
const mxUnknown = (was: MailVerdict, is: MailVerdict): boolean =>
  [was, is].some(({ mx }) => mx.state === 'unknown') || is.mx.unsure > was.mx.unsure;

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
