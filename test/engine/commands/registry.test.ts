import { describe, expect, it } from 'vitest';
import { cloudflare } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { litemail } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import { roles } from '../../../src/domain/actor.ts';
import { flagName } from '../../../src/engine/commands/arguments.ts';
import { helpFor, menuFor } from '../../../src/engine/commands/derive.ts';
import { form } from '../../../src/engine/commands/form.ts';
import { parse } from '../../../src/engine/commands/grammar.ts';
import { findCommand } from '../../../src/engine/commands/names.ts';
import { example } from '../../../src/engine/commands/usage.ts';
import { registry } from '../../../src/features/all-features.ts';
import type { View } from '../../../src/ports/notifier.ts';

/** Slack sends people and channels as ids. */
const asSlackSends = (text: string) =>
  text.replace(/(^|[\s,])#([a-z][\w-]*)/g, '$1<#C0OPS|$2>').replace(/(^|[\s,])@([a-z][\w-]*)/g, '$1<@U0ANA|$2>');

const line = (text: string) => parse(registry, asSlackSends(text));

const commands = registry.map((command) => [command.name, command] as const);

describe.each(commands)('%s', (_, command) => {
  const takesSecrets = Object.values(command.args).some(({ secret }) => secret);

  it('understands its own example', () => {
    const parsed = line(example(command).replace('/litemail ', ''));
    expect(parsed).toMatchObject({ kind: 'command', command: { name: command.name }, secretTyped: false });
    if (parsed.kind === 'command' && !takesSecrets) expect(command.check(parsed.raw)).toEqual({});
  });

  it('has an example for each argument that the argument takes', () => {
    const open = Object.entries(command.args).filter(([, { secret }]) => !secret);
    const flags = open.map(([key, { kind, example: value }]) =>
      kind === 'boolean' ? `--${flagName(key)}` : `--${flagName(key)} "${asSlackSends(value.replaceAll('"', '\\"'))}"`,
    );
    const parsed = line(`${command.name} ${flags.join(' ')}`);
    const errors = parsed.kind === 'command' ? command.check(parsed.raw) : { line: parsed.kind };
    for (const [key] of open) expect(errors).not.toHaveProperty(key);
  });

  it('has a form within Slack’s limits', () => {
    const view = form(command);
    expect(view.title.text.length).toBeLessThanOrEqual(24);
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(view.private_metadata?.length).toBeLessThanOrEqual(3000);
  });

  it('is summed up in one line', () => {
    expect(command.summary).toMatch(/^[A-Z].*[^.!?]$/);
    expect(command.summary.length).toBeLessThanOrEqual(90);
  });

  it('names only operations that there are', () => {
    for (const name of command.operations?.litemail ?? []) expect(Object.keys(litemail)).toContain(name);
    for (const name of command.operations?.cloudflare ?? []) expect(Object.keys(cloudflare)).toContain(name);
  });

  it('is found by its name', () => {
    expect(findCommand(registry, command.name)).toBe(command);
  });
});

describe('somebody with every role', () => {
  const everything = new Set(roles);
  const nouns = [...new Set(registry.map(({ noun }) => noun))];
  const views: (readonly [string, View])[] = [
    ['the menu', menuFor(registry, everything)],
    ['help', helpFor(registry, everything)],
    ...nouns.map((noun) => [`help ${noun}`, helpFor(registry, everything, [noun])] as const),
  ];

  it.each(views)('gets %s in one message', (_, { text, blocks = [] }) => {
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.length).toBeLessThanOrEqual(50);
  });
});

it('what may be done at once says so in its help and in its form, and promises no plan', () => {
  for (const name of ['templates save', 'setup channels', 'setup roles']) {
    const command = findCommand(registry, name);
    if (!command) throw new Error(name);
    for (const shown of [helpFor(registry, new Set(roles), name.split(' ')), form(command)]) {
      expect(JSON.stringify(shown)).toContain('Runs at once if nobody has to confirm or approve it');
      expect(JSON.stringify(shown)).not.toContain('Sending this form changes nothing');
    }
  }
});
