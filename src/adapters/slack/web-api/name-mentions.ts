import { type Raw, wantsIds } from '../../../engine/commands/arguments.ts';
import type { Command } from '../../../engine/commands/define.ts';
import type { People } from '../../../ports/people.ts';
import type { WebClients } from './web-clients.ts';

interface Slack {
  readonly clients: WebClients;
  readonly people: People;
  readonly teamId: string;
}

const mentions = /<(@|#|!subteam\^)([A-Z0-9]+)>/g;

/** `@ana`, `#ops`, `@deliverability`; of a private channel only that it is one. */
async function nameOf({ clients, people, teamId }: Slack, mark: string, id: string): Promise<string> {
  if (mark === '@') return `@${(await people.person(teamId, id))?.name ?? id}`;
  const client = await clients.reads(teamId);
  if (mark === '#') {
    const { channel } = await client.conversations.info({ channel: id });
    return channel?.name && !channel.is_private ? `#${channel.name}` : '#private-channel';
  }
  const { usergroups = [] } = await client.usergroups.list();
  return `@${usergroups.find((group) => group.id === id)?.handle ?? id}`;
}

/** People, channels and usergroups that came without their names, by name; by id where Slack does not tell. */
async function withNames(slack: Slack, text: string): Promise<string> {
  const found = [...text.matchAll(mentions)];
  const names = await Promise.all(
    found.map(([, mark = '', id = '']) => nameOf(slack, mark, id).catch(() => `${mark === '#' ? '#' : '@'}${id}`)),
  );
  return text.replace(mentions, () => names.shift() ?? '');
}

/** Slack sends the names of those whom a command mentions, or ids alone; here the texts in it get the names. */
export async function nameMentions(
  slack: Slack,
  { args }: Command,
  { raw, reason }: { readonly raw: Raw; readonly reason?: string | undefined },
): Promise<{ readonly raw: Raw; readonly reason: string | undefined }> {
  if (JSON.stringify([raw, reason]).search(mentions) < 0) return { raw, reason };
  const named = Object.entries(raw).map(async ([key, value]) => {
    const arg = args[key];
    if (!arg || wantsIds(arg) || typeof value === 'boolean') return [key, value] as const;
    const texts = await Promise.all([value].flat().map((text) => withNames(slack, text)));
    return [key, typeof value === 'string' ? (texts[0] ?? '') : texts] as const;
  });
  return {
    raw: Object.fromEntries(await Promise.all(named)),
    reason: reason && (await withNames(slack, reason)),
  };
}
