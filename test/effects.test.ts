import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cloudflare } from '../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { litemail } from '../src/adapters/litemail/operations/litemail-operations.ts';
import { registry } from '../src/features/all-features.ts';
import type { Operations } from '../src/ports/operation.ts';
import { deeds, type EffectRow, effectRows } from '../tools/docs/document-effects.ts';

const rows = effectRows(registry);
const named = ({ command, when }: EffectRow) => `${command.name}${when && ` (${when})`}`;
const names = (list: readonly EffectRow[]) => list.map(named);
const asksSomebodyElse = ({ gate }: EffectRow) => (gate?.require.length ?? 0) > 0;

/**
 * Commands that run at once though an operation of theirs can do more than they do with it. Connecting names zones that the
 * team put into the Cloudflare account that it gave to LiteMail for this; what LiteMail then writes is not known beforehand.
 */
const exceptions = ['domains connect'];

describe('what each command does', () => {
  it('nothing that runs at once can cost, delete, replace, reveal or redirect', () => {
    const atOnce = registry.filter(
      ({ name, kind }) => kind !== 'planned' || rows.some((row) => row.command.name === name && !row.gate),
    );
    expect(atOnce.filter((command) => deeds(command).length > 0).map(({ name }) => name)).toEqual(exceptions);
  });

  it('what costs needs somebody else, and so do destruction and high risk, whatever the verb', () => {
    const grave = rows.filter(
      ({ effect, risk, gate }) => (effect !== 'write' || risk === 'high') && !gate?.rule.startsWith('an undo'),
    );
    expect(grave.length).toBeGreaterThan(40);
    expect(names(grave.filter((row) => !asksSomebodyElse(row)))).toEqual([]);
    expect(names(rows.filter(({ command, effect }) => deeds(command).includes('costs') && effect === 'write'))).toEqual(
      [],
    );
  });

  it('what hands out passwords is of high risk and destructive', () =>
    expect(
      names(
        rows.filter(
          ({ command, effect, risk }) =>
            deeds(command).includes('reveals') && (effect !== 'destructive' || risk !== 'high'),
        ),
      ),
    ).toEqual([]));

  it('what changes DNS, mail or money is at least confirmed by its requester', () => {
    const nouns = ['dns', 'domains', 'mailboxes', 'wallet', 'subscriptions', 'billing', 'placement'];
    const unseen = rows.filter(({ command, gate }) => nouns.includes(command.noun) && !gate);
    // LiteMail only learns the names; nothing changes before somebody sets the name servers at the registrar.
    expect(names(unseen)).toEqual([...exceptions, 'domains nameservers']);
  });
});

/** Where no plan is in the same file: the command whose approval it follows. */
const startedBy: Readonly<Record<string, string>> = {
  'domains/jobs/connect-domains.ts': 'domains connect',
  'domains/service/save-credentials.ts': 'domains connect',
  'domains/service/retirement-steps.ts': 'domains retire',
  'domains/service/redirection.ts': 'domains forward',
  'placement/jobs/run-placement-test.ts': 'placement run',
};

it('an operation that costs, deletes, replaces, reveals or redirects is called only where a plan is applied', () => {
  const grave = Object.entries<Operations[string]>({ ...litemail, ...cloudflare }).filter(
    ([, { does }]) => does.length > 0,
  );
  const callers = globSync('src/features/**/*.ts').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const calls = grave.filter(([name]) => text.includes(`.${name}(`));
    return calls.length > 0 && !text.includes('command.planned(') ? [path.replace('src/features/', '')] : [];
  });
  expect(callers.sort()).toEqual(Object.keys(startedBy).sort());
  const atOnce = Object.values(startedBy).filter(
    (name) => registry.find((command) => command.name === name)?.kind !== 'planned',
  );
  expect([...new Set(atOnce)]).toEqual(exceptions);
});
