import { isIPv4, isIPv6 } from 'node:net';
import { fieldsOf, query, text } from '../input.ts';
import { type Context, iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { DnsRecord, Domain } from '../team-state.ts';
import { domainById, heldHere } from './domain-handlers.ts';

type Fields = Record<string, unknown>;
const types = ['A', 'AAAA', 'CNAME', 'MX', 'TXT'];

/** The sibling has other words for the same fields. */
const shown = ({ options }: Context, { type, name, value, domainId, ...rest }: DnsRecord) =>
  options.paths === 'alternative'
    ? { ...rest, recordType: type, host: name, value, assignedDomainId: domainId }
    : { ...rest, type, name, value, domainId };

function held({ team }: Context, id: string): Domain {
  const domain = domainById(team, id);
  if (!heldHere(domain)) throw new Refusal(400, `DNS of ${domain.domain} is not managed by LiteMail`);
  return domain;
}

const either = (fields: Fields, name: string, other: string) =>
  fields[name] === undefined && fields[other] !== undefined ? text(fields, other) : text(fields, name);

function relative(name: string, { domain }: Domain): string {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (plain === '@' || plain === domain) return '@';
  return plain.endsWith(`.${domain}`) ? plain.slice(0, -domain.length - 1) : plain;
}

type Row = Omit<DnsRecord, 'id' | 'createdAt'>;

function rowIn(fields: Fields, domain: Domain): Row {
  const type = either(fields, 'type', 'recordType').toUpperCase();
  if (!types.includes(type)) throw new Refusal(400, `Record type ${type} is not supported`);
  const value = text(fields, 'value');
  if (type === 'A' && !isIPv4(value)) throw new Refusal(400, 'value must be an IPv4 address');
  if (type === 'AAAA' && !isIPv6(value)) throw new Refusal(400, 'value must be an IPv6 address');
  const { ttl = 3600, priority } = fields;
  if (typeof ttl !== 'number' || ttl < 60 || ttl > 86_400) throw new Refusal(400, 'ttl must be between 60 and 86400');
  if (type === 'MX' && typeof priority !== 'number') throw new Refusal(400, 'priority is required for MX records');
  const name = relative(either(fields, 'name', 'host'), domain);
  return { domainId: domain.id, type, name, value, ttl, priority: type === 'MX' ? Number(priority) : null };
}

function refuseClash({ team }: Context, row: Row, except?: string): void {
  const there = team.dns.filter(
    ({ id, domainId, name }) => id !== except && domainId === row.domainId && name === row.name,
  );
  if (there.some(({ type, value }) => type === row.type && value === row.value))
    throw new Refusal(409, 'This record already exists');
  if (row.type === 'CNAME' ? there.length > 0 : there.some(({ type }) => type === 'CNAME'))
    throw new Refusal(409, 'A CNAME cannot share its name with other records');
}

const list: Operation = (context) => {
  const { team, call } = context;
  const id = query(call, 'domainId') ?? query(call, 'id');
  if (id === undefined) throw new Refusal(400, 'domainId is required');
  const { id: domainId } = held(context, id);
  const records = team.dns.filter((row) => row.domainId === domainId).map((row) => shown(context, row));
  return { message: 'DNS records retrieved successfully', data: { records, disabledRecords: [] } };
};

/** One record, or the sibling's list. */
const create: Operation = (context) => {
  const { team, call, now } = context;
  const { records, ...fields } = fieldsOf(call);
  const domain = held(context, either(fields, 'domainId', 'assignedDomainId'));
  const wanted = Array.isArray(records) ? (records as Fields[]) : [fields];
  const added = wanted.map((each) => {
    const row = rowIn(each, domain);
    refuseClash(context, row);
    return { id: newId(), ...row, createdAt: iso(now()) };
  });
  team.dns.push(...added);
  const data = added.map((row) => shown(context, row));
  return {
    status: 201,
    message: 'DNS record created successfully',
    data: records === undefined ? data[0] : { records: data },
  };
};

function recordAsked({ team }: Context, id: string | undefined): DnsRecord {
  const record = team.dns.find((each) => each.id === id);
  if (!record) throw new Refusal(404, 'DNS record not found');
  return record;
}

const update: Operation = (context) => {
  const fields = fieldsOf(context.call);
  const record = recordAsked(context, context.call.params.id ?? text(fields, 'dnsRecordId'));
  const { type, name, value, ttl, priority } = record;
  const before = { value, ttl, ...(priority !== null && { priority }) };
  const merged = {
    ...before,
    ...(fields.recordType === undefined && { type }),
    ...(fields.host === undefined && { name }),
    ...fields,
  };
  const row = rowIn(merged, domainById(context.team, record.domainId));
  refuseClash(context, row, record.id);
  Object.assign(record, row);
  return { message: 'DNS record updated successfully', data: shown(context, record) };
};

const remove: Operation = (context) => {
  const { team, call } = context;
  const { id } = recordAsked(context, call.params.id ?? query(call, 'id'));
  team.dns = team.dns.filter((each) => each.id !== id);
  return { message: 'DNS record deleted successfully' };
};

export const dns = {
  'Get DNS Records': route('GET /dns', list),
  'Create DNS Record': route('POST /dns', create),
  'Update DNS Record': route('PUT /dns/:id', update, { sibling: '/dns' }),
  'Delete DNS Record': route('DELETE /dns/:id', remove, { sibling: '/dns' }),
} satisfies Routes;
