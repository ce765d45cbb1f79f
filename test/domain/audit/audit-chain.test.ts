import { describe, expect, it } from 'vitest';
import { type AuditEntry, chain, firstTampered, genesis } from '../../../src/domain/audit/audit-chain.ts';

const fact = (action: string) => ({ at: '2026-11-20T00:00:00.000Z', teamId: 'T1', actor: 'U1', action });
const entries: AuditEntry[] = [];
for (const action of ['a', 'b', 'c', 'd']) entries.push(chain(entries.at(-1), fact(action)));

describe('the audit chain', () => {
  it('holds for what was written', () => {
    expect(firstTampered(entries)).toBeUndefined();
  });
  it.each([
    ['an entry was changed', entries.map((entry) => (entry.sequence === 3 ? { ...entry, actor: 'U2' } : entry)), 3],
    ['an entry is missing', entries.filter(({ sequence }) => sequence !== 2), 2],
    ['two entries were swapped', [entries[0], entries[2], entries[1], entries[3]] as AuditEntry[], 2],
    [
      'an entry was written again with a new hash',
      entries.map((entry) => (entry.sequence === 2 ? chain(entries[0], fact('forged')) : entry)),
      2,
    ],
  ])('names the first entry that is not as it was written when %s', (_, altered, expected) => {
    expect(firstTampered(altered)).toBe(expected);
  });

  const [first, second, third] = entries as [AuditEntry, AuditEntry, AuditEntry];
  it.each([
    ['ends before its head', entries.slice(0, 2), third, 3],
    ['is empty', [], third, 1],
    ['was written anew and is longer', [chain(undefined, fact('x')), ...entries], first, 1],
    ['ends with its head', entries.slice(0, 3), third, undefined],
    ['goes on after its head, as a crash can leave it', entries, second, undefined],
    ['has the head of no entry', entries, { sequence: 0, hash: genesis }, undefined],
  ])('compared with the head that is kept apart: it %s', (_, kept, head, expected) => {
    expect(firstTampered(kept, head)).toBe(expected);
  });
});
