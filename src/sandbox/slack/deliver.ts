import { createHmac } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { type OnWire, redact } from '../wire.ts';

/** What became of a request to the app. `problem` is Slack's word for it when the app did not do its part. */
export interface Delivered {
  /** 0 when there was no answer. */
  readonly status: number;
  /** JSON where it is JSON, else text; undefined when empty. */
  readonly body: unknown;
  readonly ms: number;
  readonly problem?: 'operation_timeout' | 'dispatch_failed';
}

export interface Outgoing {
  /** For the wire log: `command /litemail help`. */
  readonly what: string;
  readonly type: 'application/x-www-form-urlencoded' | 'application/json';
  readonly body: string;
  /** The same as it reads: fields or payload. */
  readonly shown: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends it signed; a second time too while the fault `twice` is on. The answer is the first one's. */
export type Deliver = (request: Outgoing) => Promise<Delivered>;

export interface DeliverOptions {
  /** Where the app listens: `http://127.0.0.1:3001`. */
  appUrl(): string;
  readonly signingSecret: string;
  readonly faults: Faults;
  readonly onWire: OnWire;
  /** Epoch milliseconds for signatures: real time, because that is what the receiver compares with. */
  readonly now?: () => number;
  /** How long Slack waits for the acknowledgement. */
  readonly ackMs?: number;
}

/** Slack's v0 signature over a body. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const secretName = /key|token|secret|password|credential/i;

/** What people type into a field for a secret never gets into the wire log. */
function withoutSecretInputs(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecretInputs(item, name));
  if (value === null || typeof value !== 'object') return value;
  const { action_id = '', block_id = '' } = value as { action_id?: string; block_id?: string };
  const within = `${name} ${action_id} ${block_id}`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isInput = key === 'value' && (value as { type?: string }).type?.endsWith('_input');
      if (isInput && typeof item === 'string' && secretName.test(within)) return [key, '•••'];
      return [key, withoutSecretInputs(item, `${within} ${key}`)];
    }),
  );
}

const read = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export function createDeliver(options: DeliverOptions): Deliver {
  const { appUrl, signingSecret, faults, onWire, now = Date.now, ackMs = 3000 } = options;

  async function once({ what, type, body, shown, headers }: Outgoing, fault?: string): Promise<Delivered> {
    const at = now();
    const timestamp = String(Math.floor(at / 1000));
    const started = performance.now();
    const outcome = await fetch(`${appUrl()}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature(signingSecret, timestamp, body),
        ...headers,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ackMs),
    })
      .then(async (response) => ({ status: response.status, body: read(await response.text()) }))
      .catch((error: Error) => ({ status: 0, body: undefined, timedOut: error.name === 'TimeoutError' }));
    const ms = Math.round(performance.now() - started);
    const late = 'timedOut' in outcome && outcome.timedOut;
    const ok = outcome.status >= 200 && outcome.status < 300;
    onWire({
      api: 'app',
      what,
      at,
      method: 'POST',
      path: '/slack/events',
      status: outcome.status,
      requestBody: redact(withoutSecretInputs(shown)),
      responseBody: redact(outcome.body),
      ms,
      ...(fault && { fault }),
    });
    return {
      status: outcome.status,
      body: outcome.body,
      ms,
      ...(!ok && { problem: late ? 'operation_timeout' : 'dispatch_failed' }),
    };
  }

  return async (request) => {
    const twice = faults.take('slack', 'twice', request.what);
    if (!twice) return once(request);
    const [first] = await Promise.all([once(request, 'twice'), once(request, 'twice')]);
    return first;
  };
}

/** Interactions and commands are forms; the content type is compared exactly, so there is no charset. */
export const form = (what: string, fields: Readonly<Record<string, string>>): Outgoing => ({
  what,
  type: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
  shown: fields,
});
export const interaction = (what: string, payload: Readonly<Record<string, unknown>>): Outgoing => ({
  ...form(what, { payload: JSON.stringify(payload) }),
  shown: { payload },
});
