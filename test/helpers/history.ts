import { createWriteStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { State } from '../../src/adapters/stores/lowdb/database.ts';
import { type AuditEntry, chain } from '../../src/domain/audit/audit-chain.ts';
import type { ApprovalRequest } from '../../src/engine/approvals/request/request.ts';

/** How many closed requests were kept in store.json at that time. */
const IN_STATE = 150;
const month = 30 * 86_400_000;

/**
 * Makes a data directory what a month of work with release 0.1 left: an applied request of it, so many times over, each with
 * the job that removes its Undo button, four entries of the audit each, and events that have all been delivered.
 */
export async function writeHistory(
  directory: string,
  { requests, events }: { readonly requests: number; readonly events: number },
): Promise<void> {
  const path = join(directory, 'store.json');
  const state = JSON.parse(await readFile(path, 'utf8')) as State;
  const sample = state.requests.find(({ status }) => status === 'applied');
  if (!sample) throw new Error('the empty store has no applied request to copy');
  const now = sample.closedAt ?? 0;
  const at = (index: number) => now - month + Math.floor(((index + 1) * month) / (requests + 1));
  const request = (index: number): ApprovalRequest => ({
    ...sample,
    id: `r-old${index}`,
    createdAt: at(index),
    closedAt: at(index),
  });
  const jobs = Array.from({ length: requests }, (_, index) => ({
    id: `job-${index}`,
    teamId: sample.teamId,
    kind: 'request-changed',
    key: `undo-over:${sample.teamId}:r-old${index}`,
    data: { id: `r-old${index}` },
    runAt: at(index) + month,
    attempts: 0,
    repeatable: true as const,
  }));
  const inState = Math.min(IN_STATE, requests);
  const latest = Array.from({ length: inState }, (_, index) => request(requests - inState + index));
  const text = JSON.stringify({ ...state, requests: [...state.requests, ...latest], jobs: [...state.jobs, ...jobs] });
  await writeFile(path, text);
  await rm(`${path}.bak`, { force: true });
  await lines(join(directory, 'closed-requests.jsonl'), requests - inState, (index) => [request(index)]);
  await lines(join(directory, 'events.jsonl'), events, (index) => {
    const id = `evt_old${index}`;
    const body = {
      id,
      type: 'domain.updated',
      created: Math.floor(now / 1000),
      data: { domainDetails: { domain: `domain-${index % 400}.example`, status: 'ACTIVE', workspace: 'Outbound' } },
    };
    const event = {
      id,
      teamId: sample.teamId,
      endpointId: 'e-1',
      type: body.type,
      receivedAt: now - month + index,
      body,
    };
    return [{ event, channels: ['C0OPS'] }, { settled: { teamId: sample.teamId, ids: [id], channel: 'C0OPS' } }];
  });
  const audit = (await readFile(join(directory, 'audit.jsonl'), 'utf8')).trim().split('\n');
  let last = JSON.parse(audit.at(-1) ?? '') as AuditEntry;
  const { sequence: _, previous: __, hash: ___, ...fact } = last;
  await lines(join(directory, 'audit.jsonl'), requests * 4, (index) => {
    last = chain(last, { ...fact, key: `old:${index}` });
    return [last];
  });
}

/** Appends so many times what `each` gives. */
async function lines(path: string, count: number, each: (index: number) => readonly unknown[]): Promise<void> {
  async function* texts() {
    for (let index = 0; index < count; index += 1)
      yield each(index)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
  }
  await pipeline(texts, createWriteStream(path, { flags: 'a' }));
}
