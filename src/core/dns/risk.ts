import type { Risk, RiskLevel } from '../plan.ts';
import { delta } from './delta.ts';
import { displayName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';
import {
  dkimOwner,
  dmarcOwner,
  isDmarc,
  isNullMx,
  type Purpose,
  purposeOf,
  saysTheSame,
  spfOf,
  tagList,
} from './purpose.ts';
import type { Change, RecordValue } from './record.ts';

interface Concern {
  readonly level: RiskLevel;
  readonly reason: string;
}

/** Deleting this many rows of a zone, or this share of them, is never routine. */
const manyDeleted = 3;
const shareDeleted = 0.2;
const shownReasons = 8;
const rank: Record<RiskLevel, number> = { low: 0, medium: 1, high: 2 };

/** Graded by what a plan can break and how fast it can be mended; never by live DNS. */
export function dnsRisk(zones: readonly PlannedZone[]): Risk {
  const found = zones.flatMap((zone) => [
    ...zoneConcerns(zone),
    ...zone.changes.flatMap((c) => changeConcerns(c, zone)),
  ]);
  const reasons = new Map<string, RiskLevel>();
  for (const { level, reason } of found.sort((a, b) => rank[b.level] - rank[a.level]))
    if (!reasons.has(reason)) reasons.set(reason, level);
  const level = [...reasons.values()][0] ?? 'low';
  if (level === 'low') return { level, reasons: [] };
  const all = [...reasons.keys()];
  const more = all.length - shownReasons;
  return { level, reasons: more > 0 ? [...all.slice(0, shownReasons), `${more} more reasons.`] : all };
}

function zoneConcerns({ zone, changes, rows = 0 }: PlannedZone): Concern[] {
  const gone = changes.reduce((sum, change) => sum + delta(change).removed.length, 0);
  const share = rows > 0 ? gone / rows : 0;
  if (gone < manyDeleted && share < shareDeleted) return [];
  if (gone === 0) return [];
  const percent = rows > 0 ? ` (${Math.round(share * 100)} % of the zone)` : '';
  return [
    {
      level: 'high',
      reason: `${gone} record${gone === 1 ? '' : 's'} of ${displayName(zone.name)} will be deleted${percent}.`,
    },
  ];
}

function changeConcerns(change: Change, { zone, hides = {} }: PlannedZone): Concern[] {
  const owner = displayName(change.name);
  const apex = change.name === zone.name;
  const { added, removed, changed } = delta(change);
  const said = changed.filter(([old, now]) => !saysTheSame(old, now));
  const lost = [...removed, ...said.map(([old]) => old)];
  const fresh = [...added, ...said.map(([, now]) => now)];
  const taken = new Set(lost.map((value) => purposeOf(change.name, change.type, value)));
  return [
    ...[...taken].flatMap((purpose) => lossConcern(purpose, owner, apex, change)),
    ...(lost.length > 0
      ? [{ level: 'medium' as const, reason: `Existing records of ${owner} are changed or deleted.` }]
      : []),
    ...duplicateConcerns(change, owner),
    ...fresh.flatMap((value) => additionConcerns(change, value, owner, apex)),
    ...changed.flatMap(([old, now]) => attributeConcerns(old, now, owner)),
    ...(change.name.startsWith('*.') && (lost.length > 0 || fresh.length > 0)
      ? [{ level: 'medium' as const, reason: `${owner} answers for every name below that has no record of its own.` }]
      : []),
    ...delegationConcerns(change, hides[change.name], owner),
  ];
}

/** What must not change or vanish unnoticed. */
function lossConcern(purpose: Purpose, owner: string, apex: boolean, change: Change): Concern[] {
  const dkim = dkimOwner(change.name);
  const dmarc = dmarcOwner(change.name);
  const high: Partial<Record<Purpose, string>> = {
    ...(apex ? { address: `${owner} itself, the top of the zone, leads elsewhere or nowhere.` } : {}),
    mail: `It changes where mail for ${owner} is delivered.`,
    spf: `It changes who may send mail for ${owner} (SPF).`,
    dkim: `It changes how mail of ${displayName(dkim?.domain ?? '')} is signed (DKIM).`,
    dmarc: `It changes what receivers do with forged mail of ${displayName(dmarc ?? '')} (DMARC).`,
    delegation: `It changes which name servers answer for ${owner}.`,
    dnssec: `It changes the DNSSEC keys of ${owner}; a mistake makes the name unreachable.`,
    ...(apex ? { certificates: `It changes who may issue certificates for ${owner}.` } : {}),
  };
  const reason = high[purpose];
  return reason === undefined ? [] : [{ level: 'high', reason }];
}

function duplicateConcerns({ name, before, after }: Change, owner: string): Concern[] {
  const spf = spfOf(after).length;
  const dmarc = (set: Change['after']) =>
    set?.type === 'TXT' ? set.values.filter((v) => isDmarc(v.content ?? '')).length : 0;
  return [
    ...(spf > 1 && spf > spfOf(before).length
      ? [
          {
            level: 'high' as const,
            reason: `${owner} would have ${spf} SPF records: receivers then treat SPF as broken for all its mail.`,
          },
        ]
      : []),
    ...(dmarcOwner(name) && dmarc(after) > 1 && dmarc(after) > dmarc(before)
      ? [
          {
            level: 'high' as const,
            reason: `${owner} would have ${dmarc(after)} DMARC records: receivers then ignore all of them.`,
          },
        ]
      : []),
  ];
}

function additionConcerns(change: Change, value: RecordValue, owner: string, apex: boolean): Concern[] {
  const { type, before, after } = change;
  const medium = (reason: string): Concern[] => [{ level: 'medium', reason }];
  const high = (reason: string): Concern[] => [{ level: 'high', reason }];
  if (type === 'NS') return apex ? high(`It adds a name server for the whole of ${owner}.`) : [];
  if (type === 'DS') return medium(`A DS record that does not match makes ${owner} unreachable.`);
  if (type === 'MX' && isNullMx(after)) return medium(`${owner} declares that it takes no mail at all.`);
  if (type === 'MX' && before) return medium(`It changes where mail for ${owner} is delivered.`);
  if (type === 'CAA') return medium(`Certificate authorities that are not named can no longer issue for ${owner}.`);
  const domain = dmarcOwner(change.name);
  const policy =
    type === 'TXT' && domain
      ? tagList(value.content ?? '')
          .get('p')
          ?.toLowerCase()
      : undefined;
  if (domain && (policy === 'reject' || policy === 'quarantine'))
    return medium(`Receivers are asked to ${policy} mail of ${displayName(domain)} that passes neither SPF nor DKIM.`);
  if (type === 'TXT' && !before && /^v=spf1\b.*\s-all\s*$/i.test(value.content ?? ''))
    return medium(`Receivers may refuse mail of ${owner} from every server that is not listed.`);
  return [];
}

function attributeConcerns(old: RecordValue, now: RecordValue, owner: string): Concern[] {
  return [
    ...(old.proxied && now.proxied === false
      ? [
          {
            level: 'high' as const,
            reason: `${owner} leaves Cloudflare's proxy: the address of its server becomes public.`,
          },
        ]
      : []),
    ...(now.ttl > old.ttl && now.ttl > 3600 && !now.proxied
      ? [
          {
            level: 'medium' as const,
            reason: `The TTL of ${owner} is raised: later corrections take longer to reach everybody.`,
          },
        ]
      : []),
  ];
}

function delegationConcerns({ type, before }: Change, hidden: number | undefined, owner: string): Concern[] {
  if (type !== 'NS' || before || hidden === undefined) return [];
  return hidden > 0
    ? [
        {
          level: 'high',
          reason: `Delegating ${owner} hides ${hidden} record${hidden === 1 ? '' : 's'} at and below it.`,
        },
      ]
    : [{ level: 'medium', reason: `Other name servers will answer for ${owner} and everything below it.` }];
}
