import { describe, expect, it } from 'vitest';
import { type AuditEntry, chain, firstTampered } from '../../../src/domain/audit/audit-chain.ts';

const fact = (action: string) => ({ at: '2026-11-20T00:00:00.000Z', teamId: 'T1', actor: 'U1', action });
const entries: AuditEntry[] = [];
for (const action of ['a', 'b', 'c', 'd']) entries.push(chain(entries.at(-1), fact(action)));

describe('the audit chain', () => {
  it('holds for what was written', () => {
    expect(firstTampered(entries)).toBeUndefined();
  });
  it.each([
    ['an entry was changed', entries.map((entry) => (entry.sequence === 3 ? { ...entry, actor: 'U2' } : entry)), 3],
    ['an entry is missing', entries.filter(({ sequence }) => sequence !== 2), 3],
    ['two entries were swapped', [entries[0], entries[2], entries[1], entries[3]] as AuditEntry[], 3],
    [
      'an entry was written again with a new hash',
      entries.map((entry) => (entry.sequence === 2 ? chain(entries[0], fact('forged')) : entry)),
      3,
    ],
  ])('names the first entry that does not follow when %s', (_, altered, expected) => {
    expect(firstTampered(altered)).toBe(expected);
  });
});
