import { randomUUID } from 'node:crypto';
import { createExchange } from '../../sandbox/exchange.ts';
import type { Faults } from '../../sandbox/faults.ts';
import type { Answer, Call } from '../../sandbox/router.ts';
import { manualClock } from './manual-clock.ts';

interface Held {
  id: string;
  host: string;
  recordType: string;
  value: string;
  ttl: number;
  priority?: number;
  assignedDomainId: string;
}

/** One domain, its records, and `/v1/dns` over them, with the field names of LiteMail's sibling. */
export function liteMailDns(faults: Faults, onWrite: () => void) {
  const domain = { id: 'dom1', domain: 'acme-mail.com', status: 'ACTIVE' };
  const records = new Map<string, Held>();
  const ok = (data: unknown): Answer => ({ status: 200, body: { success: true, message: 'ok', data } });
  const no = (status: number, message: string): Answer => ({ status, body: { success: false, message } });

  function clashes({ id, host, recordType }: Held): boolean {
    const types = [...records.values()]
      .filter((one) => one.host === host && one.id !== id)
      .map((one) => one.recordType);
    return recordType === 'CNAME' ? types.some((type) => type !== 'TXT') : types.includes('CNAME');
  }
  function store(record: Held): Answer {
    if (clashes(record)) return no(400, 'A CNAME cannot stand beside other records');
    records.set(record.id, record);
    return ok({ record });
  }

  async function answer({ method, path, query, body }: Call): Promise<Answer> {
    if (method !== 'GET') onWrite();
    if (path === '/v1/domains') return ok({ domains: [domain], totalPages: 1, currentPage: 1, nextPage: null });
    const given = (body ?? {}) as {
      type: string;
      name: string;
      value: string;
      ttl?: number;
      priority?: number;
      domainId: string;
    };
    const fields = { host: given.name, recordType: given.type, value: given.value, ttl: given.ttl ?? 1 };
    const priority = given.priority === undefined ? {} : { priority: given.priority };
    if (path === '/v1/dns' && method === 'POST')
      return store({ id: randomUUID(), ...fields, ...priority, assignedDomainId: given.domainId });
    if (path === '/v1/dns') {
      if (query.get('domainId') !== domain.id) return no(404, 'Domain not found');
      return ok({ records: [...records.values()], disabledRecords: [] });
    }
    const held = records.get(path.replace('/v1/dns/', ''));
    if (!held) return no(404, 'Record not found');
    if (method === 'PUT') return store({ ...held, ...fields, ...priority });
    records.delete(held.id);
    return ok(null);
  }

  const failure = (status: number) => no(status, 'Too many requests');
  return createExchange({ api: 'litemail', clock: manualClock(), faults, answer, failure });
}
