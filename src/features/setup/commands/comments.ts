import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { command } from '../../context.ts';
import { switchOption } from '../service/switch-option.ts';

export const setupComments = command.write({
  name: 'setup comments',
  summary: 'Say on each DNS record that the app writes which request it came from',
  role: 'admin',
  notes: [
    'The comment is `lm:<request> @person`. Comments that people wrote are never replaced. Cloudflare keeps comments, LiteMail does not.',
  ],
  args: {
    switch: positional(z.enum(['on', 'off']), {
      label: 'Comments on records',
      help: 'From now on, for the whole team',
      example: 'on',
    }),
  },
  async run(ctx, { switch: wanted }) {
    await switchOption(ctx, 'signRecords', wanted === 'on');
    return {
      text:
        wanted === 'on'
          ? 'From now on each record that the app writes at Cloudflare gets the comment `lm:<request> @person`, unless people wrote one.'
          : 'From now on the app writes no comments of its own. Those that are there stay.',
    };
  },
});
