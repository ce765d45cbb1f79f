import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import { createExchange, type Handle } from '../exchange.ts';
import type { Faults } from '../faults.ts';
import type { Feed } from '../feed.ts';
import type { Answer, Call } from '../router.ts';
import type { OnWire } from '../wire-log.ts';
import type { Acting } from './acting/actor-context.ts';
import { createDeliver } from './deliver-to-app.ts';
import { createHandles } from './handles.ts';
import { createInvalidPayloads } from './invalid-payloads.ts';
import { authorize } from './oauth.ts';
import { createRateLimits, noRateLimits } from './rate-limits.ts';
import { answerResponseUrl } from './response-url.ts';
import { signingSecret } from './seed-slack.ts';
import type { SlackContext } from './slack-context.ts';
import { createSlackState } from './slack-state.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { download, receiveUpload } from './stored-files.ts';
import { callWebApi } from './web-api.ts';

interface Needs {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly documents: Documents;
  readonly feed: Feed;
  readonly onWire: OnWire;
  /** Where this stand-in is reached. */
  origin(): string;
  /** Where the app is reached. */
  appUrl(): string;
  readonly rateLimits?: boolean | undefined;
  readonly ackMs?: number | undefined;
  readonly triggerMs?: number | undefined;
}

export interface SlackStandIn {
  /** `path` is what follows `/sandbox/slack`. */
  readonly handle: Handle;
  readonly slack: SlackContext;
  /** What people do in it: sandbox/slack/acting. */
  readonly acting: Acting;
  /** Socket Mode. */
  readonly sockets: Sockets;
  reset(): Promise<void>;
}

async function route(slack: SlackContext, call: Call): Promise<Answer> {
  const [, area, ...rest] = call.path.split('/');
  const name = rest.join('/');
  if (area === 'api') return callWebApi(slack, name, call);
  if (area === 'response' && call.method === 'POST') return answerResponseUrl(slack, name, call);
  if (area === 'upload' && call.method === 'POST') return receiveUpload(slack, name, call);
  if (area === 'files') return download(slack, rest[0] ?? '', call);
  if (call.path === '/oauth/v2/authorize') return authorize(slack, call);
  return { status: 404, text: 'Slack knows nothing here' };
}

export function createSlackStandIn(needs: Needs): SlackStandIn {
  const { clock, faults, documents, feed, onWire, origin, appUrl, rateLimits = true, ackMs, triggerMs } = needs;
  const sockets = createSockets();
  const slack: SlackContext = {
    sockets,
    clock,
    faults,
    documents,
    feed,
    onWire,
    origin,
    state: createSlackState(documents, clock, feed),
    handles: createHandles(documents, clock, triggerMs === undefined ? {} : { triggerMs }),
    rateLimits: rateLimits ? createRateLimits(clock) : noRateLimits,
    invalid: createInvalidPayloads(),
  };
  const deliver = createDeliver({
    appUrl,
    sockets,
    signingSecret,
    faults,
    onWire,
    ...(ackMs !== undefined && { ackMs }),
  });
  return {
    slack,
    sockets,
    acting: { slack, deliver },
    handle: createExchange({
      api: 'slack',
      clock,
      faults,
      onWire,
      answer: (call) => route(slack, call),
      nothing: { ok: true },
      failure: (status) =>
        status === 429
          ? { status, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } }
          : { status, body: { ok: false, error: status === 503 ? 'service_unavailable' : 'internal_error' } },
    }),
    async reset() {
      slack.invalid.clear();
      await slack.state.reset();
    },
  };
}
