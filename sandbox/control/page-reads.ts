import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { entryOf } from '../../src/engine/commands/derive.ts';
import { registry } from '../../src/features/all-features.ts';
import { CannotDo } from '../slack/choose.ts';
import { findFile } from '../slack/stored-files.ts';
import type { Read } from './control-read.ts';

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { command: string; description: string; usage_hint: string }[];
  };
}

let manifest: Manifest | undefined;
function installed(): Manifest {
  manifest ??= parse(readFileSync(new URL('../../manifests/sandbox.yml', import.meta.url), 'utf8')) as Manifest;
  return manifest;
}

/** What the page needs in addition to what Slack shows. */
export const pageReads: readonly Read[] = [
  {
    name: 'commands',
    doc: 'The slash command as its manifest describes it, and the commands that can follow it.',
    query: {},
    run() {
      const [slash] = installed().features.slash_commands;
      const { command, description, usage_hint: usageHint } = slash ?? {};
      return { command, description, usageHint, entries: registry.map(entryOf) };
    },
  },
  {
    name: 'file',
    doc: 'The content of a file that was posted or uploaded in a form: `content` as text, `base64` if it is not text.',
    query: { file: 'id', team: 'optional' },
    run({ slack }, query) {
      const file = findFile(slack.slack, query.get('file') ?? '');
      if (!file || (query.get('team') ?? file.teamId) !== file.teamId) throw new CannotDo('There is no such file.');
      const bytes = Buffer.from(file.content, 'base64');
      const text = bytes.toString('utf8');
      const isText = Buffer.from(text, 'utf8').equals(bytes);
      return { name: file.name, size: file.size, ...(isText ? { content: text } : { base64: file.content }) };
    },
  },
];
