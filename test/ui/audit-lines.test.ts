import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit/audit-chain.ts';
import { auditLine, auditView } from '../../src/ui/requests/audit-lines.ts';

const entry = (action: string, details: AuditEntry['details'] = {}): AuditEntry =>
  ({ sequence: 1, at: '2026-12-01T10:00:00Z', teamId: 'T0ACME', actor: 'U0ANA', action, details }) as AuditEntry;
const line = (action: string, details?: AuditEntry['details']) => auditLine(entry(action, details), undefined);

describe('a line of the audit channel', () => {
  it.each(['request.created', 'apply.started', 'request.undone'])(
    'is left out for %s, which the next entry says too',
    (action) => expect(line(action)).toBeUndefined(),
  );

  it.each([
    ['request.deny', { reason: 'not <!channel> now' }, 'not &lt;!channel&gt; now'],
    ['apply.failed', { text: 'the API said <@U0BO>' }, 'the API said &lt;@U0BO&gt;'],
    ['apply.applied', { text: 'hidden \u202e here' }, 'hidden ⟨U+202E⟩ here'],
    ['settings.secret_changed', { field: 'litemail.key' }, 'litemail.key'],
    ['something.new', {}, 'something.new'],
  ])('of %s cannot call anybody, and shows what could not be seen', (action, details, says) => {
    const said = line(action, details) ?? '';
    expect(said).toContain(says);
    expect(said).not.toMatch(/<!|<@U0BO>|\u202e/);
  });

  it('says that an altered record was altered, and of a changed request that nothing is done with it', () => {
    expect(line('audit.altered', { text: 'entry 7 is not what was written' })).toContain('entry 7');
    expect(line('request.tampered')).toContain('Nothing is done with it');
  });
});

describe('many lines', () => {
  it('fold into one message that names each of them and says how many they are', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index} ${'x'.repeat(700)}`);
    const { blocks = [], text } = auditView(lines);
    const shown = JSON.stringify(blocks);
    for (let index = 0; index < 50; index++) expect(shown).toContain(`line ${index} `);
    expect(text).toContain('50 entries');
    expect(blocks.length).toBeLessThanOrEqual(50);
  });
});
