import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { AppError } from '../../../lib/errors.ts';
import { readText } from '../../../lib/text.ts';
import { context } from '../../../ui/block-kit.ts';
import type { FormFile } from '../../../ui/form-view.ts';
import { AnswerTooLarge, boundedAnswer } from '../../http/bounded-answer.ts';

const DOWNLOAD_TIMEOUT_MS = 10_000;
const MAX_BYTES = 1 << 20;

/** Whether the app may read files in this team; true where Slack does not say. Asked of Slack each time, because it may be granted any minute. */
export async function mayReadFiles(client: WebClient): Promise<boolean> {
  const scopes = await client.auth
    .test()
    .then((answer) => answer.response_metadata?.scopes)
    .catch(() => undefined);
  return scopes?.includes('files:read') ?? true;
}

type Blocks = ModalView['blocks'];

const isFileField = (block: Blocks[number]): boolean => 'element' in block && block.element?.type === 'file_input';

export const hasFileFields = ({ blocks }: ModalView): boolean => blocks.some(isFileField);

/** The form without its file fields, which says what it takes to have them. */
export const withoutFileFields = (view: ModalView): ModalView => ({
  ...view,
  blocks: [
    ...view.blocks.filter((block) => !isFileField(block)),
    context('Files cannot be attached: the app lacks the Slack permission `files:read`, which is optional.'),
  ],
});

/** The text of a file uploaded in a form. Needs the scope `files:read`; the error names it if missing. */
export async function readFormFile(client: WebClient, file: FormFile): Promise<string> {
  const name = file.name ?? 'The file';
  const address = typeof file.url_private === 'string' ? file.url_private : await addressOf(client, file.id);
  const url = URL.canParse(address ?? '') ? new URL(address ?? '') : undefined;
  // The bot token is only ever sent to Slack, whatever the address says.
  if (!url || !isSlack(url, client.slackApiUrl)) throw unreadableError(name, 'Slack did not say where it is.');
  if ((file.size ?? 0) > MAX_BYTES) throw tooLargeError(name);
  const bytes = await download(url, client.token ?? '', name);
  try {
    return readText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('bad_input', `${name} is not a text file.`, {
      hint: 'Save it as plain text (UTF-8), or paste its lines.',
    });
  }
}

const isSlack = ({ protocol, host }: URL, apiUrl: string): boolean =>
  host === new URL(apiUrl).host || (protocol === 'https:' && /(^|\.)slack\.com$/.test(host));

async function addressOf(client: WebClient, id: string): Promise<string | undefined> {
  const info = await client.files.info({ file: id }).catch(() => undefined);
  return info?.file?.url_private;
}

async function download(url: URL, token: string, name: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
    });
  } catch (error) {
    throw unfetchedError(name, error);
  }
  // Without the scope Slack answers with its sign-in page.
  if (!response.ok || response.headers.get('content-type')?.includes('text/html')) {
    await response.body?.cancel();
    throw unreadableError(name, 'The app lacks the Slack permission `files:read`, which is optional.');
  }
  try {
    return new Uint8Array(await boundedAnswer(response, MAX_BYTES).arrayBuffer());
  } catch (error) {
    throw error instanceof AnswerTooLarge ? tooLargeError(name) : unfetchedError(name, error);
  }
}

const unfetchedError = (name: string, cause: unknown): AppError =>
  new AppError('upstream_unavailable', `${name} could not be fetched from Slack.`, {
    hint: 'Try again, or paste its lines.',
    cause,
  });

const unreadableError = (name: string, why: string): AppError =>
  new AppError('not_configured', `${name} cannot be read. ${why}`, {
    hint: 'Paste the lines into the text field, or ask an admin to reinstall the app with that permission.',
  });

const tooLargeError = (name: string): AppError =>
  new AppError('bad_input', `${name} is larger than 1 MiB.`, { hint: 'Split it into several files.' });
