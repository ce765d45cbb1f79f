import { readParameters } from '../model/field-types.ts';
import { displayName, isBelow } from '../model/name.ts';
import type { RecordValue } from '../model/record.ts';
import type { Rule, Severity, ZoneView } from './zone-view.ts';

/** A host that a record other than CNAME and MX names; those have rules of their own. */
interface Target {
  readonly name: string;
  readonly type: string;
  readonly host: string;
  readonly value: RecordValue;
}

function* targets(zone: ZoneView): Iterable<Target> {
  // Cloudflare does not use those of the zone itself.
  for (const { name, type, values } of zone.ofType('NS'))
    if (name !== zone.name) for (const value of values) yield { name, type, host: value.content ?? '.', value };
  for (const type of ['SRV', 'HTTPS', 'SVCB'])
    for (const { name, values } of zone.ofType(type))
      for (const value of values) yield { name, type, host: String(value.data?.target ?? '.'), value };
}

const roles: Readonly<Record<string, string>> = { NS: 'name server', SRV: 'server', HTTPS: 'server', SVCB: 'server' };
const isService = (type: string): boolean => type === 'HTTPS' || type === 'SVCB';

export const targetAlias: Rule = {
  id: 'target-alias',
  severity: 'error',
  source: 'RFC 2181 §10.3 (NS), RFC 2782 (SRV); RFC 9460 §3 (HTTPS, SVCB)',
  summary: 'A name server or the server of a service is named by an alias',
  *check(zone) {
    for (const { name, type, host } of targets(zone)) {
      const alias = host === '.' ? undefined : zone.resolve(host, 'CNAME')?.[0];
      if (alias === undefined) continue;
      const subject = { name, type, fix: { text: `Name ${displayName(alias)} instead.` } };
      const text = `The ${type} record of ${displayName(name)} names ${displayName(host)}, which is only an alias (CNAME)`;
      yield isService(type)
        ? { ...subject, severity: 'advice', text: `${text}: clients need one more lookup.` }
        : { ...subject, text: `${text}. Not everybody follows an alias there.` };
    }
  },
};

export const targetDangling: Rule = {
  id: 'target-dangling',
  severity: 'error',
  source: 'RFC 1034 §4.2.1 (NS), RFC 2782 (SRV), RFC 9460 §2.5 and §3 (HTTPS, SVCB)',
  summary: 'A name server or the server of a service has no address',
  *check(zone) {
    for (const { name, type, host, value } of targets(zone)) {
      const problem = dangling(zone, { name, type, host, value });
      if (problem) yield { name, type, ...problem };
    }
  },
};

interface Problem {
  readonly severity?: Severity;
  readonly text: string;
  readonly fix: { readonly text: string };
}

function dangling(zone: ZoneView, { name, type, host, value }: Target): Problem | undefined {
  const [owner, shown] = [displayName(name), displayName(host)];
  const fix = { text: `Add an address for ${shown}, or name another ${roles[type]}.` };
  // Resolvers get the address of a name server inside of what it answers for from this zone alone (glue).
  if (type === 'NS' && isBelow(host, name))
    return ['A', 'AAAA'].some((one) => zone.at(host, one))
      ? undefined
      : {
          text: `The name server ${shown} of ${owner} lies below ${owner} itself and has no address in this zone, so nobody finds it.`,
          fix,
        };
  const service = isService(type);
  const own = host === '.' && service;
  if (host === '.' && (!service || isAlias(value))) return undefined;
  const target = own ? name : host;
  const needed = ['A', 'AAAA', ...(service && isAlias(value) ? [type] : [])];
  if (!needed.every((one) => zone.resolve(target, one)?.length === 0) || (service && hasHints(value))) return undefined;
  if (own)
    return {
      severity: 'warning',
      text: `The ${type} record of ${owner} stands for ${owner} itself, which has no address: clients cannot connect.`,
      fix: { text: `Add an address for ${owner}, or name the server.` },
    };
  return {
    ...(service && { severity: 'warning' as const }),
    text: `The ${type} record of ${owner} names ${shown}, which has no address: nobody can connect there.`,
    fix,
  };
}

const isAlias = ({ data }: RecordValue): boolean => Number(data?.priority) === 0;

const hasHints = ({ data }: RecordValue): boolean => {
  const parameters = readParameters(String(data?.value ?? ''));
  return parameters !== undefined && (parameters.has('ipv4hint') || parameters.has('ipv6hint'));
};
