import { createHmac } from 'node:crypto';
import type { Clock } from '../../src/ports/clock.ts';
import type { TeamState, Webhook } from './team-state.ts';

/** Waits before the second, third … try; after the last one LiteMail gives up. Milliseconds. */
export const retryDelays = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000];

/** `t=<unix>,v1=<hex>`: HMAC-SHA256 over `<unix>.<raw body>` with the endpoint's secret. */
export const signature = (secret: string, seconds: number, body: string) =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

export const isSubscribed = ({ events }: Webhook, type: string) =>
  events.some(
    (pattern) =>
      pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );

export interface Posted {
  /** 0 when nobody answered within 10 seconds. */
  readonly status: number;
  readonly sent: Readonly<Record<string, string>>;
}

/** One try. */
export async function post(webhook: Webhook, body: string, clock: Clock): Promise<Posted> {
  const seconds = Math.floor(clock.now() / 1000);
  const sent = {
    'content-type': 'application/json',
    'user-agent': 'LiteMail-Webhooks/1.0',
    'x-litemail-signature': signature(webhook.secret, seconds, body),
  };
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: sent,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return { status: response.status, sent };
  } catch {
    return { status: 0, sent };
  }
}

export const eventBody = (type: string, data: unknown, id: string, now: number, without: readonly string[] = []) => {
  const event = Object.entries({ id, type, created: Math.floor(now / 1000), data });
  return JSON.stringify(Object.fromEntries(event.filter(([field]) => !without.includes(field))));
};

export const endpointsFor = (team: TeamState, type: string) =>
  team.webhooks.filter((webhook) => webhook.isActive && isSubscribed(webhook, type));
