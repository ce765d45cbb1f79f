import { z } from 'zod';
import { positional } from '../commands/arguments.ts';
import { type Command, commandsFor } from '../commands/define.ts';
import { helpFor } from '../commands/derive.ts';
import type { CommandContext } from '../context.ts';
import type { Feature } from './define-feature.ts';

const help = commandsFor<CommandContext>().read({
  name: 'help',
  summary: 'List what you may do, or explain one noun or command',
  role: null,
  args: {
    words: positional(z.array(z.string()).optional(), { label: 'About', help: 'A noun, or a command', example: 'dns' }),
  },
  run: async ({ registry, actor }, { words = [] }) => helpFor(registry, actor.roles, words),
});

/** Every command there is, once; every surface is derived from this list. */
export const registryOf = (features: readonly Feature[]): readonly Command[] => [
  help,
  ...features.flatMap(({ commands }) => commands),
];
