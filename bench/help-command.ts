import { signingSecret } from '../sandbox/slack/seed-slack.ts';
import { signature } from '../sandbox/slack/signed-post.ts';

/** `/litemail help` as Slack sends it. The signature stays good for five minutes, so one request serves a whole round. */
export function helpCommand(responseUrl: string): { headers: Record<string, string>; body: string } {
  const body = new URLSearchParams({
    token: 'sandbox-verification-token',
    team_id: 'T0ACME',
    team_domain: 'acme-outbound',
    channel_id: 'C0OPS',
    channel_name: 'ops',
    user_id: 'U0ANA',
    user_name: 'ana',
    command: '/litemail',
    text: 'help',
    api_app_id: 'A0LITE',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: '1.2.bench',
  }).toString();
  const stamp = String(Math.floor(Date.now() / 1000));
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': signature(signingSecret, stamp, body),
    },
    body,
  };
}

/** Sends it until the answer comes in the acknowledgement, and gives that answer. */
export async function helpText(appUrl: string, responseUrl: string): Promise<string> {
  for (let turn = 0; turn < 100; turn += 1) {
    const { headers, body } = helpCommand(responseUrl);
    const response = await fetch(`${appUrl}/slack/events`, { method: 'POST', headers, body });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`/litemail help was answered ${response.status}: ${text}`);
    if (text !== '') return text;
  }
  throw new Error('/litemail help was never answered in the acknowledgement.');
}
