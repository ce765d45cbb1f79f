import type { View } from '../../../ports/notifier.ts';
import { code, context, section } from '../../../ui/block-kit.ts';
import { credentialsNote } from '../../litemail/index.ts';

interface Assigning {
  readonly domain: string;
  readonly people: readonly { readonly username: string }[];
  readonly mailboxes?: readonly { readonly username: string; readonly status?: string | undefined }[];
  readonly phase: 'new' | 'sending' | 'sent' | 'done';
  readonly note?: string | undefined;
}

const isActive = (status: string | undefined): boolean => status?.toLowerCase() === 'active';

/** How far the mailboxes of one domain are, one line each. */
export function assigningView({ domain, people, mailboxes = [], phase, note }: Assigning): View {
  const status = new Map(mailboxes.map((mailbox) => [mailbox.username, mailbox.status]));
  const ready = mailboxes.filter((mailbox) => isActive(mailbox.status)).length;
  const all = `${people.length} mailbox${people.length === 1 ? '' : 'es'}`;
  const title =
    phase === 'done' ? `${ready} of ${all} ready on ${domain}` : `Assigning ${all} on ${domain}: ${ready} ready`;
  const lines = people.map(({ username }) => {
    const now = status.get(username);
    const mark = isActive(now) ? ':white_check_mark:' : phase === 'done' ? ':x:' : ':hourglass_flowing_sand:';
    const word = now?.toLowerCase().replaceAll('_', ' ') ?? (phase === 'done' ? 'not created' : 'requested');
    return `${mark} ${code(`${username}@${domain}`)} ${word}`;
  });
  return {
    text: `${title}.${note ? ` ${note}` : ''}`,
    blocks: [
      section(`*${title}*\n${lines.join('\n')}`),
      ...(note ? [context(note)] : []),
      ...(phase === 'done' && ready > 0 ? [context(credentialsNote)] : []),
    ],
  };
}
