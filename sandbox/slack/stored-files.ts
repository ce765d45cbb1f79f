import { extname } from 'node:path';
import type { Answer, Call } from '../router.ts';
import type { SlackContext } from './slack-context.ts';
import { Refusal } from './slack-refusal.ts';
import type { Team } from './team.ts';

/** A file as stored; `content` is base64. */
export interface StoredFile {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly title?: string;
  readonly user: string;
  readonly created: number;
  readonly content: string;
  readonly size: number;
}

const mimes: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  png: 'image/png',
  zone: 'text/plain',
};
const typeOf = (name: string): string => extname(name).slice(1).toLowerCase() || 'text';

export async function storeFile(
  slack: SlackContext,
  team: Team,
  file: { id?: string; name: string; content: Buffer; user: string; title?: string },
): Promise<StoredFile> {
  const { name, content, user, title } = file;
  const stored: StoredFile = {
    id: file.id ?? slack.state.newId('F'),
    teamId: team.id,
    name,
    user,
    created: Math.floor(slack.clock.now() / 1000),
    content: content.toString('base64'),
    size: content.length,
    ...(title !== undefined && { title }),
  };
  await slack.documents.set(`slack/file/${stored.id}`, stored);
  return stored;
}

export const findFile = (slack: SlackContext, id: string): StoredFile | undefined =>
  slack.documents.get<StoredFile>(`slack/file/${id}`);

/** Slack's file object. */
export function shownFile(slack: SlackContext, { id, teamId, name, title, user, created, size }: StoredFile) {
  const url = `${slack.origin()}/sandbox/slack/files/${id}/${encodeURIComponent(name)}`;
  const filetype = typeOf(name);
  return {
    id,
    created,
    timestamp: created,
    name,
    title: title ?? name,
    mimetype: mimes[filetype] ?? 'application/octet-stream',
    filetype,
    pretty_type: filetype.toUpperCase(),
    user,
    user_team: teamId,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    size,
    url_private: url,
    url_private_download: url,
    permalink: url,
  };
}

/** Answers `url_private`: with the scope the file, without it the sign-in page that Slack sends then. */
export function download(slack: SlackContext, id: string, call: Call): Answer {
  const token = (call.headers.authorization ?? '').replace(/^Bearer /i, '');
  const team = slack.state.byToken(token);
  const file = findFile(slack, id);
  if (!team?.scopes.includes('files:read') || file?.teamId !== team.id)
    return {
      status: 200,
      headers: { 'content-type': 'text/html' },
      text: '<!DOCTYPE html><title>Sign in | Slack</title>',
    };
  return {
    status: 200,
    headers: { 'content-type': shownFile(slack, file).mimetype },
    text: Buffer.from(file.content, 'base64').toString(),
  };
}

/** An upload that was announced and not completed yet. */
export interface Upload {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly length: number;
}

/** Answers the POST of the bytes to `upload_url`. */
export async function receiveUpload(slack: SlackContext, id: string, call: Call): Promise<Answer> {
  const upload = slack.documents.get<Upload>(`slack/upload/${id}`);
  const team = upload && slack.state.team(upload.teamId);
  if (!upload || !team) return { status: 404, text: 'no such upload' };
  await storeFile(slack, team, { id, name: upload.name, content: bytesOf(call), user: team.botUser });
  return { status: 200, text: `OK - ${upload.length}` };
}

/** The raw body, or the first part of a multipart one. */
function bytesOf({ headers, raw }: Call): Buffer {
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1];
  if (!boundary) return raw;
  const start = raw.indexOf('\r\n\r\n') + 4;
  const end = raw.indexOf(`\r\n--${boundary}`, start);
  if (start < 4 || end < 0) throw new Refusal('invalid_arguments');
  return raw.subarray(start, end);
}
