import { postAsApp } from '../post.ts';
import { Refusal } from '../slack-refusal.ts';
import { findFile, shownFile, storeFile, type Upload } from '../stored-files.ts';
import { type Methods, writableChannel } from './method.ts';

export const files: Methods = {
  'files.getUploadURLExternal': {
    scope: 'files:write',
    tier: 'tier4',
    async run({ slack, team, args }) {
      const id = slack.state.newId('F');
      const upload: Upload = { id, teamId: team.id, name: args.needed('filename'), length: args.number('length') ?? 0 };
      if (upload.length <= 0) throw new Refusal('invalid_arguments');
      await slack.documents.set(`slack/upload/${id}`, upload);
      return { upload_url: `${slack.origin()}/sandbox/slack/upload/${id}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    scope: 'files:write',
    tier: 'tier4',
    async run(call) {
      const { slack, team, args } = call;
      const named = args.json('files') as { id: string; title?: string }[] | undefined;
      if (!named?.length) throw new Refusal('invalid_arguments');
      const stored = await Promise.all(
        named.map(async ({ id, title }) => {
          const file = findFile(slack, id);
          if (file?.teamId !== team.id) throw new Refusal('file_not_found');
          if (title === undefined) return file;
          return storeFile(slack, team, { ...file, title, content: Buffer.from(file.content, 'base64') });
        }),
      );
      const shown = stored.map((file) => shownFile(slack, file));
      if (args.text('channel_id') !== undefined) {
        const channel = writableChannel(call, 'channel_id');
        const text = args.text('initial_comment') ?? '';
        await postAsApp(slack, team, channel, { text }, { threadTs: args.text('thread_ts'), files: shown });
      }
      return { files: shown };
    },
  },
};
