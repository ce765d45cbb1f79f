import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../../sandbox/slack/block-kit/validate.ts';
import type { Role } from '../../../src/domain/actor.ts';
import { groupsFor, helpFor, menuFor, nounFor, unknownFor, usageHint } from '../../../src/engine/commands/derive.ts';
import { commandsUnder } from '../../../src/engine/commands/names.ts';
import { commandDocs, commandTable } from '../../../tools/docs/document-commands.ts';
import { outline } from '../../helpers/outline.ts';
import { registry } from './fixture-registry.ts';

const as = (...roles: Role[]) => new Set(roles);
const said = (view: unknown) => JSON.stringify(view);

/** As people read it, of what Slack takes. */
function looks(message: object): string {
  expect(validateMessage(message)).toEqual([]);
  return outline(message);
}

describe('help', () => {
  it('lists only what the person may do', () => {
    const commands = (...roles: Role[]) =>
      groupsFor(registry, as(...roles)).flatMap(({ entries }) => entries.map(({ command }) => command));
    expect(commands()).toEqual(['help']);
    expect(commands('viewer')).toEqual([
      'help',
      'status',
      'domains list',
      'dns list',
      'wallet balance',
      'cloudflare zones list',
    ]);
    expect(commands('admin')).toEqual(['help', 'notify subscribe', 'cloudflare connect']);
    expect(said(helpFor(registry, as('viewer')))).not.toContain('dns delete');
    expect(said(helpFor(registry, as('operator')))).toContain('dns delete');
  });

  it.each([['viewer'], ['operator'], ['admin']] as const)(
    'names to a %s as an example only what that person may do',
    (role) => {
      const named = [...said(helpFor(registry, as(role))).matchAll(/\/litemail help ([a-z -]+)`/g)].map(
        ([, name = '']) => name,
      );
      expect(named).toHaveLength(2);
      for (const name of named)
        expect(said(helpFor(registry, as(role), name.split(' ')))).toMatch(/For example|explains one command in full/);
    },
  );

  it('has a twin in plain text for those who cannot see the blocks', () => {
    expect(helpFor(registry, as('viewer')).text).toContain('dns list');
  });

  it('on a noun shows its commands with their usage', () => {
    expect(looks(helpFor(registry, as('operator'), ['dns']))).toMatchSnapshot();
  });

  it('on one command shows its arguments and an example', () => {
    expect(looks(helpFor(registry, as('operator'), ['dns', 'add']))).toMatchSnapshot();
  });

  it('on what the person may not do says so, and on what is unknown guesses', () => {
    expect(said(helpFor(registry, as('viewer'), ['notify']))).toContain('You have no role for `/litemail notify` here');
    expect(said(helpFor(registry, as('viewer'), ['walet', 'balance']))).toContain(
      'Did you mean `/litemail wallet balance`?',
    );
    expect(said(nounFor(commandsUnder(registry, ['cf', 'zones']), as('viewer'), 'cf zones'))).toContain(
      'cloudflare zones list',
    );
  });
});

describe('a word that begins no command', () => {
  it('gets the nearest one with a button that opens or runs it', () => {
    expect(looks(unknownFor(registry, as('operator', 'viewer'), 'dns lits'))).toMatchSnapshot();
  });

  it('is never answered with what the person may not do', () => {
    expect(said(unknownFor(registry, as('viewer'), 'dns delte'))).not.toContain('dns delete');
  });

  it('is shown harmlessly', () => {
    expect(unknownFor(registry, as(), '<!channel> `x`').text).toContain("&lt;!channel&gt; 'x'");
  });
});

describe('the menu', () => {
  it('has a button for each command the person may use', () => {
    expect(looks(menuFor(registry, as('viewer')))).toMatchSnapshot();
  });

  it('without any role still offers help', () => {
    expect(said(menuFor(registry, as()))).toContain('"Help"');
  });

  it('fits into one message, with every action id once per block', () => {
    const { blocks = [] } = menuFor(registry, as('viewer', 'operator', 'approver', 'admin'));
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const { elements = [] } of blocks as { elements?: { action_id?: string }[] }[]) {
      const ids = elements.flatMap(({ action_id }) => action_id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('the documentation', () => {
  it('names every command once', () => {
    const docs = commandDocs(registry);
    for (const { name } of registry) expect(docs.split(`### \`/litemail ${name}\``)).toHaveLength(2);
    expect(commandTable(registry).split('\n')).toHaveLength(registry.length + 2);
  });

  it('never shows how a secret looks', () => {
    expect(commandDocs(registry)).toContain('| `--token` | Made in Cloudflare. Only in the form. | yes | `…` |');
  });

  it('gives Slack the nouns as usage hint', () => {
    expect(usageHint(registry)).toBe('[help | status | domains | dns | wallet | placement | notify | cloudflare] …');
  });
});
