import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../src/ports/clock.ts';
import type { Api, Faults } from './faults.ts';
import { oddAnswer, withoutLargeIds } from './odd-answers.ts';
import { type Answer, type Call, headersOf, payload, receive, send } from './router.ts';
import { type OnWire, shown, shownHeaders } from './wire-log.ts';

export interface Exchange {
  readonly api: Api;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly onWire?: OnWire | undefined;
  /** Does the work and stores it. */
  answer(call: Call): Promise<Answer>;
  /** This API's body for a status caused by a fault. */
  failure(status: number): Answer;
  /** This API's body for success with nothing in it. */
  readonly nothing?: Readonly<Record<string, unknown>>;
}

/** `path` is what follows the stand-in's prefix, query included. */
export type Handle = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

const page =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** One request of a stand-in from reading to sending, with faults and the wire log around the work. */
export const createExchange = ({ api, clock, faults, onWire, answer, failure, nothing = {} }: Exchange): Handle => {
  const wait = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  /** What reads were answered first while `stale` is on, by path. */
  const firstAnswers = new Map<string, { at: number; outcome: Answer }>();
  return async (request, response, path) => {
    const started = performance.now();
    const call = withoutLargeIds(await receive(request, path));
    const operation = `${call.method} ${call.path}`;
    const played = (kind: Parameters<Faults['take']>[1]) => faults.take(api, kind, operation);

    const slow = played('slow');
    if (slow) await wait(slow.ms ?? 3000);
    const status = played('status');
    const html = status ? undefined : played('html');
    const empty = status || html ? undefined : played('empty');
    const drop = status || html || empty ? undefined : played('drop');
    const half = status || html || empty || drop ? undefined : played('half');
    const late = played('late');
    const stale = call.method === 'GET' ? played('stale') : undefined;
    if (!stale) firstAnswers.delete(path);
    const first = firstAnswers.get(path);
    const isStale = stale && first && (stale.ms === undefined || clock.now() < first.at + stale.ms);

    let outcome: Answer;
    if (status) outcome = { ...failure(status.status ?? 500), ...(status.headers && { headers: status.headers }) };
    else if (html) outcome = { status: html.status ?? 502, headers: { 'content-type': 'text/html' }, text: page };
    else if (empty) outcome = { status: 200, body: nothing };
    else if (isStale) outcome = first.outcome;
    else outcome = await answer(call).catch((error: unknown) => broken(error, operation, failure));

    const odd = outcome.body === undefined || status || empty ? undefined : played('odd');
    if (odd) outcome = oddAnswer(odd.as ?? 'row', call, outcome, failure(400));
    if (stale && !first) firstAnswers.set(path, { at: clock.now(), outcome: structuredClone(outcome) });
    if (late) await wait(late.ms ?? 3000);
    if (drop) request.socket.destroy();
    else if (half) sendHalf(request, response, outcome);
    else send(response, outcome);
    const fault = (status ?? html ?? empty ?? drop ?? half ?? odd ?? (isStale ? stale : undefined) ?? late ?? slow)
      ?.kind;
    onWire?.({
      api,
      at: clock.now(),
      method: call.method,
      path,
      status: outcome.status,
      requestHeaders: shownHeaders(call.headers),
      requestBody: shown(call.body ?? call.raw.toString(), call.raw.length),
      responseHeaders: shownHeaders(headersOf(outcome)),
      responseBody: shown(outcome.text ?? outcome.body, payload(outcome).length),
      ms: Math.round(performance.now() - started),
      ...(fault && { fault }),
    });
  };
};

/** Cuts the connection once the first half is on its way. */
function sendHalf(request: IncomingMessage, response: ServerResponse, outcome: Answer): void {
  const body = Buffer.from(payload(outcome));
  response.writeHead(outcome.status, { ...headersOf(outcome), 'content-length': String(body.length) });
  response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
}

function broken(error: unknown, operation: string, failure: (status: number) => Answer): Answer {
  process.stderr.write(`stand-in failed at ${operation}: ${error instanceof Error ? error.stack : String(error)}\n`);
  return failure(500);
}
