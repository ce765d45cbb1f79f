import type { Command } from '../../src/engine/commands/define.ts';
import { entryOf, groups } from '../../src/engine/commands/derive.ts';
import type { Registry } from '../../src/engine/commands/names.ts';
import { usage } from '../../src/engine/commands/usage.ts';
import type { OperationNames } from '../../src/features/product-context.ts';

/**
 * Operation → the command that reaches it, as typed: for the documents of the APIs. A command names first what it is
 * above all about; the first such command wins, else the first that uses the operation on its way.
 */
export function usagesOf(registry: Registry, api: keyof OperationNames): Map<string, string> {
  const usages = registry.flatMap((command) =>
    (command.operations?.[api] ?? []).map((operation, place) => ({ operation, place, usage: usage(command) })),
  );
  const main = usages.filter(({ place }) => place === 0);
  // The last entry of a key wins in a Map.
  return new Map([...main, ...usages].reverse().map((each) => [each.operation, each.usage]));
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The table of the README: one line per command. */
export const commandTable = (registry: Registry): string =>
  [
    '| command | what it does | for |',
    '|---|---|---|',
    ...registry.map((command) => {
      const entry = entryOf(command);
      return `| \`/litemail ${entry.command}\` | ${cell(entry.summary)} | ${entry.who ?? 'everybody'} |`;
    }),
  ].join('\n');

const effects = {
  read: 'Changes nothing.',
  write: 'Runs at once, unless one of the team’s rules requires approval.',
  planned: 'Shows a plan; applied only once it is confirmed or approved.',
  autoApply:
    'Runs at once if nobody has to confirm or approve it; otherwise shows a plan, applied once it is approved.',
} as const;

function documented(command: Command): string[] {
  const entry = entryOf(command);
  const args = Object.entries(command.args).map(([key, arg], index) => {
    const choices = arg.choices.length > 0 ? ` One of ${arg.choices.map((choice) => `\`${choice}\``).join(', ')}.` : '';
    const form = arg.secret ? ' Only in the form.' : arg.file ? ' The form also takes a file.' : '';
    const help = `${arg.help}${/[.!?]$/.test(arg.help) ? '' : '.'}${choices}${form}`;
    return `| \`${entry.args[index]?.name ?? key}\` | ${cell(help)} | ${arg.required ? 'yes' : 'no'} | \`${cell(arg.secret ? '…' : arg.example)}\` |`;
  });
  return [
    `### \`/litemail ${entry.command}\``,
    `${entry.summary}. For ${entry.who ?? 'everybody'}. ${effects[entry.executionMode]}`,
    `\`\`\`\n${[...new Set([entry.usage, entry.example])].join('\n')}\n\`\`\``,
    ...(args.length > 0
      ? [['| argument | meaning | required | example |', '|---|---|---|---|', ...args].join('\n')]
      : []),
    ...entry.notes,
  ];
}

/** docs/commands.md */
export const commandDocs = (registry: Registry): string =>
  `${[
    '# Commands',
    'Generated from the commands themselves by `npm run generate`; edits here are lost.',
    'Singular and plural nouns both work. Put quotes around values with spaces. A command with missing arguments opens its form. Only the caller sees the answer unless `--share` is given; `--reason "…"` says why a request is made.',
    ...groups(registry).flatMap(({ noun, entries }) => [
      `## ${noun}`,
      ...entries.flatMap((entry) => {
        const command = registry.find(({ name }) => name === entry.command);
        return command ? documented(command) : [];
      }),
    ]),
  ].join('\n\n')}\n`;
