import { createHmac } from 'node:crypto';
import { signingSecret } from '../../sandbox/slack/seed-slack.ts';

interface How {
  /** Seconds that the time stamp is away from now. */
  readonly skew?: number;
  readonly secret?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Posts a body as Slack would, or nearly; the signature is worked out here and not by the sandbox. */
export const post = (url: string, body: string, how: How = {}): Promise<Answered> => signed(url, body, how)();

/** Signs once; what comes back sends the very same each time. */
export function signed(url: string, body: string, how: How = {}): () => Promise<Answered> {
  const { skew = 0, secret = signingSecret, type = 'application/json', headers = {}, path = '/slack/events' } = how;
  const stamp = String(Math.floor(Date.now() / 1000) + skew);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  return async () => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': type, 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature, ...headers },
      body,
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  };
}

const formType = 'application/x-www-form-urlencoded';

/** A slash command as fields of a form; what is not given is Ana's in #ops. `more` is added as it is. */
export function postCommand(
  url: string,
  fields: Readonly<Record<string, string>>,
  { more = '', ...how }: How & { more?: string } = {},
): Promise<Answered> {
  const given = new URLSearchParams({
    command: '/litemail',
    team_id: 'T0ACME',
    channel_id: 'C0OPS',
    user_id: 'U0ANA',
    is_enterprise_install: 'false',
    ...fields,
  });
  return post(url, `${given}&${more}`, { type: formType, ...how });
}

/** An interaction as `payload` of a form. */
export const postInteraction = (
  url: string,
  payload: Readonly<Record<string, unknown>>,
  how: How = {},
): Promise<Answered> =>
  post(
    url,
    new URLSearchParams({
      payload: JSON.stringify({
        team: { id: 'T0ACME', domain: 'acme-outbound' },
        user: { id: 'U0ANA', team_id: 'T0ACME' },
        enterprise: null,
        is_enterprise_install: false,
        ...payload,
      }),
    }).toString(),
    { type: formType, ...how },
  );
