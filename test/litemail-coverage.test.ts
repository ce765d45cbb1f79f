import { describe, expect, it } from 'vitest';
import { litemail } from '../src/adapters/litemail/operations/litemail-operations.ts';
import { registry } from '../src/features/all-features.ts';
import { coverageDocs, litemailCoverage, typedCommands } from '../tools/litemail-coverage.ts';

const rows = litemailCoverage();

describe('LiteMail’s operations', () => {
  it('are all in the table, each once', () => {
    expect(rows.map(({ operation }) => operation).sort()).toEqual(Object.keys(litemail).sort());
  });

  it('are all reached by a command that a story types', () => {
    expect(rows.filter(({ command, story }) => !command || !story).map(({ operation }) => operation)).toEqual([]);
    expect(coverageDocs()).toContain(`${rows.length} of ${rows.length} operations`);
  });
});

describe('commands that use LiteMail', () => {
  it('are all typed in some story', () => {
    const typed = typedCommands();
    // Those of `dns` have stories of their own; undo is a button.
    const using = registry
      .filter(({ noun, operations }) => noun !== 'dns' && (operations?.litemail ?? []).length > 0)
      .map(({ name }) => name);
    expect(using.length).toBeGreaterThan(50);
    expect(using.filter((name) => !typed.has(name))).toEqual([]);
  });
});
