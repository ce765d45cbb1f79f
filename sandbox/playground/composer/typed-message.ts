import type { Directory } from '../data/directory.tsx';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What Slack makes of a typed message: entities, and names of people and channels as ids. */
export function typedMessage({ team, channels }: Directory, text: string): string {
  return text
    .replace(/[&<>]/g, (sign) => entities[sign] ?? sign)
    .replace(/(?<![\p{L}\p{N}])@([\p{L}\p{N}._-]+)/gu, (whole, name: string) => {
      const person = team.people.find((it) => it.name === name);
      return person ? `<@${person.id}>` : whole;
    })
    .replace(/(?<![\p{L}\p{N}&])#([\p{L}\p{N}_-]+)/gu, (whole, name: string) => {
      const channel = channels.find((it) => it.name === name);
      return channel ? `<#${channel.id}>` : whole;
    });
}
