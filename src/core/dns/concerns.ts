import type { RiskLevel } from '../plan.ts';
import { type Dmarc, dmarcOf } from './dmarc.ts';
import { isFlattened } from './flattened.ts';
import type { MailHost } from './mail-hosts.ts';
import { isSaid, type Matter, type Typed } from './matter.ts';
import { displayName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';
import { entersProxy, leavesProxy } from './proxied.ts';
import { dkimOwner, dmarcOwner, type Purpose } from './purpose.ts';
import { dmarcDecides, dmarcReports, isRestated, senders } from './restated.ts';
import { serviceTarget } from './service-target.ts';
import { parseSpf } from './spf.ts';
import { countingTerms, spfAllows } from './spf-allows.ts';
import { takesNone } from './words/mail.ts';
import { reaches } from './words/mail-host.ts';

export interface Concern {
  readonly level: RiskLevel;
  readonly reason: string;
}

const high = (reason: string): Concern[] => [{ level: 'high', reason }];
const medium = (reason: string): Concern[] => [{ level: 'medium', reason }];

/** What can go wrong with one matter. */
export function concernsOf(matter: Matter, zone: PlannedZone): Concern[] {
  const owner = displayName(matter.name);
  return [
    ...(isSaid(matter) ? byPurpose[matter.purpose](matter, owner, zone) : []),
    ...sentOn(matter, owner),
    ...(zone.mailHosts?.[matter.name] ?? []).flatMap(ofMailHost),
    ...(leavesProxy(matter)
      ? high(`${owner} leaves Cloudflare's proxy: the address of its server becomes public.`)
      : []),
    ...(entersProxy(matter) && hiddenByProxy[matter.purpose] !== undefined
      ? high(`${owner} goes behind Cloudflare's proxy, where nobody finds ${hiddenByProxy[matter.purpose]}.`)
      : []),
    ...(matter.lost.length > 0 && !isRestated(matter)
      ? medium(`Existing records of ${owner} are changed or deleted.`)
      : []),
    ...(isSaid(matter) && owner.startsWith('*.')
      ? medium(`${owner} answers for every name below that has no record of its own.`)
      : []),
    ...(matter.changed.some(([{ value: old }, { value: now }]) => now.ttl > old.ttl && now.ttl > 3600 && !now.proxied)
      ? medium(`The TTL of ${owner} is raised: later corrections take longer to reach everybody.`)
      : []),
  ];
}

/**
 * What exists and is changed or joined by something is high where mail, certificates or the top of the zone depend on it.
 * The first of its kind takes nothing from anybody: it is graded by what it asks for.
 */
const byPurpose: Record<Purpose, (matter: Matter, owner: string, zone: PlannedZone) => Concern[]> = {
  address(matter, owner) {
    const [moves, joins] = [matter.lost.length > 0, matter.lost.length === 0 && matter.before.length > 0];
    const top = isTop(matter) ? `${owner} itself, the top of the zone,` : '';
    return [
      ...(top && moves ? high(`${top} leads elsewhere or nowhere.`) : []),
      ...(joins ? (top ? high : medium)(`A part of the visitors of ${top || owner} is led elsewhere.`) : []),
      ...(top && !moves && !joins ? medium(`${top} gets its first address.`) : []),
    ];
  },

  service(matter, owner) {
    const led = [...matter.lost, ...matter.fresh].some(({ value }) => serviceTarget(matter.name, value) !== undefined);
    return led
      ? (isTop(matter) ? high : medium)(
          `Browsers and others follow the ${matter.type} record of ${owner} and not its addresses.`,
        )
      : [];
  },

  mail(matter, owner) {
    const changes = `It changes where mail for ${owner} is delivered.`;
    if (matter.lost.length > 0 || (matter.before.length > 0 && isTop(matter))) return high(changes);
    if (takesNone(matter.after)) return medium(`${owner} declares that it takes no mail at all.`);
    if (matter.before.length > 0) return medium(changes);
    return isTop(matter) ? medium(`It decides where mail for ${owner} is delivered.`) : [];
  },

  spf({ before, after, lost, beside }, owner) {
    const [was, is] = [textsOf(before), textsOf(after)];
    const [record = ''] = is;
    const hasMail = beside.some(({ purpose, after: mx }) => purpose === 'mail' && mx.length > 0 && !takesNone(mx));
    const isBroken = (text: string) => parseSpf(text).problem !== undefined;
    const opens =
      is.some((text) => spfAllows(text) === 'anybody') && !was.some((text) => spfAllows(text) === 'anybody');
    return [
      ...(lost.length > 0 && senders(was) !== senders(is)
        ? high(`It changes who may send mail for ${owner} (SPF).`)
        : []),
      ...(opens ? high(`Every server in the world may send mail for ${owner} (SPF).`) : []),
      ...(is.length > 1 && is.length > was.length
        ? high(`${owner} would have ${is.length} SPF records: receivers then treat SPF as broken for all its mail.`)
        : []),
      ...(is.some(isBroken) && !was.some(isBroken)
        ? high(`Receivers cannot read the SPF record of ${owner}, so SPF fails for all its mail.`)
        : []),
      ...(is.length === 1 && was.length === 0 && !isBroken(record) ? ofFirstSpf(record, owner, hasMail) : []),
    ];
  },

  dkim(matter, owner, zone) {
    const domain = displayName(dkimOwner(matter.name)?.domain ?? '');
    return [
      ...(matter.before.length > 0 ? high(`It changes how mail of ${domain} is signed (DKIM).`) : []),
      ...(matter.fresh.some(({ type }) => type === 'NS') ? byPurpose.delegation(matter, owner, zone) : []),
    ];
  },

  dmarc(matter) {
    const domain = displayName(dmarcOwner(matter.name) ?? '');
    const [was, is] = [dmarcOf(matter, 'before'), dmarcOf(matter, 'after')];
    const asks = (action: string | undefined, whose: string) =>
      action && asked[action]
        ? medium(`Receivers are asked to ${asked[action]} mail of ${whose} that passes neither SPF nor DKIM.`)
        : [];
    return [
      ...(matter.lost.length > 0 && dmarcDecides(matter, 'before') !== dmarcDecides(matter, 'after')
        ? high(`It changes what receivers do with forged mail of ${domain} (DMARC).`)
        : []),
      ...(matter.lost.length > 0 && dmarcReports(matter, 'before') !== dmarcReports(matter, 'after')
        ? medium(`It changes the reports about mail of ${domain} (DMARC).`)
        : []),
      ...(matter.lost.length === 0 ? ofAlias(was, is, domain) : []),
      ...ofWeaker(was, is, domain),
      ...(is.records > 1 && is.records > was.records
        ? high(`${domain} would have ${is.records} DMARC records: receivers then ignore all of them.`)
        : []),
      ...asks(is.policy?.own, domain),
      ...(is.policy?.own === 'none' ? asks(is.policy.below, `names below ${domain}`) : []),
    ];
  },

  delegation(matter, owner, { hides = {} }) {
    if (matter.lost.length > 0) return high(`It changes which name servers answer for ${owner}.`);
    if (isTop(matter)) return high(`It adds a name server for the whole of ${owner}.`);
    if (matter.before.length > 0)
      return high(`Another name server answers a part of the questions about ${owner} and everything below it.`);
    const hidden = hides[matter.name] ?? 0;
    return hidden > 0
      ? high(`Delegating ${owner} hides ${hidden} record${hidden === 1 ? '' : 's'} below it.`)
      : medium(`Other name servers will answer for ${owner} and everything below it.`);
  },

  dnssec: ({ lost, type }, owner) =>
    lost.length > 0
      ? high(`It changes the DNSSEC keys of ${owner}; a mistake makes the name unreachable.`)
      : medium(`A ${type} record that does not match makes ${owner} unreachable.`),

  certificates(matter, owner) {
    if (matter.before.length > 0)
      return (isTop(matter) ? high : medium)(`It changes who may issue certificates for ${owner}.`);
    const tags = matter.fresh.map(({ value }) => value.data?.tag);
    const what = tags.includes('issue') ? owner : tags.includes('issuewild') ? `*.${owner}` : undefined;
    return what ? medium(`Certificate authorities that are not named can no longer issue for ${what}.`) : [];
  },

  other: ({ type, fresh }, owner) =>
    type === 'TLSA' && fresh.length > 0
      ? medium(`Who checks the TLSA record of ${owner} refuses a server whose certificate does not match it.`)
      : [],
};

/** A first SPF record takes something from the mail that was sent without one. */
function ofFirstSpf(record: string, owner: string, hasMail: boolean): Concern[] {
  if (spfAllows(record) === 'nobody')
    return hasMail
      ? high(`No server may send mail for ${owner} (SPF), although it has mail.`)
      : medium(`No server may send mail for ${owner} (SPF).`);
  return countingTerms(record).some(({ name, qualifier }) => name === 'all' && qualifier === '-')
    ? medium(`Receivers may refuse mail of ${owner} from every server that is not listed.`)
    : [];
}

/** A policy that is now read elsewhere, where nobody says what becomes of it. */
function ofAlias(was: Dmarc, is: Dmarc, domain: string): Concern[] {
  if (is.alias === undefined || is.alias === was.alias) return [];
  const target = displayName(is.alias);
  return was.records > 0
    ? high(`The DMARC policy of ${domain} is read from ${target}, and its own record counts no more.`)
    : medium(`Whoever runs ${target} decides on the DMARC policy of ${domain}.`);
}

/** A first record of its own that asks for less than the one above did. */
function ofWeaker(was: Dmarc, is: Dmarc, domain: string): Concern[] {
  if (was.from === undefined || was.asks === undefined || was.asks === 'elsewhere') return [];
  const asks = is.asks ?? 'none';
  return asks !== 'elsewhere' && strength[asks] < strength[was.asks]
    ? medium(`Forged mail of ${domain} is stopped less: its policy becomes ${asks} and was ${was.asks}.`)
    : [];
}
const strength = { none: 0, quarantine: 1, reject: 2 } as const;

/** A CNAME that is not answered with addresses hides what else stands at its name (RFC 1034 §3.6.2). */
function sentOn(matter: Matter, owner: string): Concern[] {
  const sends = (values: readonly Typed[]) =>
    values.some(({ type, value }) => type === 'CNAME' && !isFlattened(value, isTop(matter)));
  if (matter.purpose !== 'address' || !sends(matter.after) || (sends(matter.before) && !isSaid(matter))) return [];
  const hidden = matter.beside.flatMap(({ purpose, after }) =>
    after.length > 0 ? [purpose === 'mail' ? 'mail servers' : 'SPF'] : [],
  );
  return hidden.length > 0
    ? high(`Who looks for the ${hidden.join(' and ')} of ${owner} is sent on by its CNAME and finds what stands there.`)
    : [];
}

/** What a CNAME leads to and the proxy does not pass on: it answers with addresses only. */
const hiddenByProxy: Partial<Record<Purpose, string>> = { dkim: 'its key (DKIM)', dmarc: 'its policy (DMARC)' };

/** Mail that arrived, or might have, and that will not, or elsewhere. One that begins to arrive takes nothing from anybody. */
function ofMailHost({ host, domains, was, is }: MailHost): Concern[] {
  const [mail, server] = [`Mail for ${domains.map(displayName).join(', ')}`, displayName(host)];
  if (is.by === 'proxy') return high(`${mail} does not reach ${server} behind Cloudflare's proxy.`);
  if (!reaches(was)) return [];
  return high(
    reaches(is)
      ? `${mail} is delivered to ${server}, which leads elsewhere.`
      : `${mail} is delivered to ${server}, which leads nowhere.`,
  );
}

/** What receivers do by a policy; nothing by `none`. */
const asked: Readonly<Record<string, string>> = { reject: 'reject', quarantine: 'put into spam' };
const textsOf = (values: readonly Typed[]): string[] => values.map(({ value }) => value.content ?? '');
const isTop = ({ name, zone }: Matter): boolean => name === zone;
