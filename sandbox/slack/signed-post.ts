import { createHmac } from 'node:crypto';
import type { Outgoing } from './outgoing.ts';
import type { SocketAnswer } from './sockets.ts';

/** An answer with the headers that went there and came back. */
export interface PostAnswer extends SocketAnswer {
  readonly sent: Readonly<Record<string, string>>;
  readonly received?: Readonly<Record<string, string>>;
}

/** Slack's v0 signature over a body. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const read = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const formType = 'application/x-www-form-urlencoded';

/** Commands and interactions are forms, events JSON. The content type is compared exactly, so it has no charset. */
function encoded({ kind, payload }: Outgoing): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return { type: formType, body: new URLSearchParams(fields).toString() };
}

/**
 * Posts to the app as Slack does and waits `ackMs` for the answer. The time stamp is real time, whatever the sandbox's
 * clock says, because that is what receivers check.
 */
export async function signedPost(
  appUrl: string,
  secret: string,
  request: Outgoing,
  ackMs: number,
): Promise<PostAnswer> {
  const { type, body } = encoded(request);
  const { retry } = request;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sent = {
    'content-type': type,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(secret, timestamp, body),
    ...(retry && { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }),
  };
  try {
    const response = await fetch(`${appUrl}/slack/events`, {
      method: 'POST',
      headers: sent,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ackMs),
    });
    const received = Object.fromEntries(response.headers);
    return { status: response.status, body: read(await response.text()), sent, received };
  } catch (error) {
    return { status: 0, body: undefined, sent, timedOut: (error as Error).name === 'TimeoutError' };
  }
}
