import { z } from 'zod';
import { positional } from '../../../engine/commands/arguments.ts';
import { command } from '../../product-context.ts';
import { switchOption } from '../service/switch-option.ts';

export const setupComments = command.write({
  name: 'setup comments',
  summary: 'Add a comment to each DNS record the app writes, naming its request',
  role: 'admin',
  notes: [
    'The comment is `lm:<request> @person`. Comments written by people are never replaced. Cloudflare stores comments, LiteMail does not.',
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
          ? 'Each record that the app writes at Cloudflare now gets the comment `lm:<request> @person`, unless people wrote one.'
          : 'The app no longer adds comments. Existing comments stay.',
    };
  },
});
