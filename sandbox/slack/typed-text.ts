import { parse } from 'tldts';
import type { Team } from './team.ts';

const alreadyEscaped = /<(?:https?:[^>]*|mailto:[^>]*|[@#!][^>]*)>/;
const pieces = new RegExp(
  [
    alreadyEscaped.source,
    /https?:\/\/[^\s<>"]+/.source,
    /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u.source,
    /(?<![\p{L}\p{N}])@[\p{L}\p{N}._-]+/u.source,
    /(?<![\p{L}\p{N}&])#[\p{L}\p{N}_-]+/u.source,
    /(?<![\p{L}\p{N}.@*/-])(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+/u.source,
    /[&<>]/.source,
  ].join('|'),
  'gu',
);
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function mention(team: Team, name: string): string | undefined {
  const person = team.people.find((it) => it.name === name || it.id === name);
  if (person) return `<@${person.id}|${person.name}>`;
  const group = team.usergroups.find((it) => it.handle === name);
  return group && `<!subteam^${group.id}|@${group.handle}>`;
}

function sent(team: Team, piece: string): string {
  if (entities[piece]) return entities[piece];
  if (piece.startsWith('<')) return piece;
  if (/^https?:/.test(piece)) return `<${piece}>`;
  if (piece.startsWith('@')) return mention(team, piece.slice(1)) ?? piece;
  if (piece.startsWith('#')) {
    const channel = team.channels.find((it) => !it.im && (it.name === piece.slice(1) || it.id === piece.slice(1)));
    return channel ? `<#${channel.id}|${channel.name}>` : piece;
  }
  if (piece.includes('@')) return `<mailto:${piece}|${piece}>`;
  const { isIcann, domain } = parse(piece.replace(/(^|\.)_/g, '$1'));
  return isIcann && domain ? `<http://${piece}|${piece}>` : piece;
}

/**
 * What Slack sends for what a person typed after a command with `should_escape`: people and channels as ids, domains and
 * addresses as links, `&`, `<`, `>` as entities. What is in Slack's form already stays as it is.
 */
export const typedText = (team: Team, text: string): string => text.replace(pieces, (piece) => sent(team, piece));
