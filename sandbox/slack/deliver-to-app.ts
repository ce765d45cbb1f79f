import type { Faults } from '../faults.ts';
import { type OnWire, redact, shownHeaders } from '../wire-log.ts';
import type { Outgoing } from './outgoing.ts';
import { withoutSecretInputs } from './secret-inputs.ts';
import { type PostAnswer, signedPost } from './signed-post.ts';
import type { SocketAnswer, Sockets } from './sockets.ts';

/** What became of it. `problem` is Slack's word for it when the app did not do its part. */
export interface Delivered {
  /** 0 when there was no answer. */
  readonly status: number;
  /** JSON where it is JSON, else text; undefined when empty. */
  readonly body: unknown;
  readonly ms: number;
  readonly problem?: 'operation_timeout' | 'dispatch_failed';
}

/** Sends it; a second time too while the fault `twice` is on. The answer is the first one's. */
export type Deliver = (request: Outgoing) => Promise<Delivered>;

export interface DeliverOptions {
  /** Where the app listens: `http://127.0.0.1:3001`. */
  appUrl(): string;
  readonly sockets: Sockets;
  readonly signingSecret: string;
  readonly faults: Faults;
  readonly onWire: OnWire;
  /** How long Slack waits for the acknowledgement. */
  readonly ackMs?: number;
}

/** Over the app's own connection when it has one, else as a signed request. */
export function createDeliver(options: DeliverOptions): Deliver {
  const { appUrl, sockets, signingSecret, faults, onWire, ackMs = 3000 } = options;

  async function once(request: Outgoing, fault?: string): Promise<Delivered> {
    const { kind, what, payload } = request;
    const at = Date.now();
    const started = performance.now();
    const bySocket = sockets.connected();
    const answer: SocketAnswer & Partial<PostAnswer> = bySocket
      ? await sockets.send(kind, payload, ackMs)
      : await signedPost(appUrl(), signingSecret, request, ackMs);
    const ms = Math.round(performance.now() - started);
    const shown = withoutSecretInputs(payload);
    onWire({
      api: 'app',
      what,
      at,
      method: bySocket ? 'SEND' : 'POST',
      path: bySocket ? `socket ${kind}` : '/slack/events',
      status: answer.status,
      ...(answer.sent && { requestHeaders: shownHeaders(answer.sent) }),
      requestBody: redact(kind === 'interactive' && !bySocket ? { payload: shown } : shown),
      ...(answer.received && { responseHeaders: shownHeaders(answer.received) }),
      responseBody: redact(answer.body),
      ms,
      ...(fault && { fault }),
    });
    const ok = answer.status >= 200 && answer.status < 300;
    const problem = answer.timedOut ? 'operation_timeout' : 'dispatch_failed';
    return { status: answer.status, body: answer.body, ms, ...(!ok && { problem }) };
  }

  return async (request) => {
    const twice = faults.take('slack', 'twice', request.what);
    if (!twice) return once(request);
    const [first] = await Promise.all([once(request, 'twice'), once(request, 'twice')]);
    return first;
  };
}
