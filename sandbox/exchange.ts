import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../src/ports/clock.ts';
import type { Api, Faults } from './faults.ts';
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
}

/** `path` is what follows the stand-in's prefix, query included. */
export type Handle = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

const page =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** One request of a stand-in from reading to sending, with faults and the wire log around the work. */
export const createExchange =
  ({ api, clock, faults, onWire, answer, failure }: Exchange): Handle =>
  async (request, response, path) => {
    const started = performance.now();
    const call = await receive(request, path);
    const operation = `${call.method} ${call.path}`;
    const played = (kind: Parameters<Faults['take']>[1]) => faults.take(api, kind, operation);

    const slow = played('slow');
    if (slow) await new Promise<void>((resolve) => clock.after(slow.ms ?? 3000, resolve));
    const status = played('status');
    const html = status ? undefined : played('html');
    const drop = status || html ? undefined : played('drop');

    let outcome: Answer;
    if (status) outcome = failure(status.status ?? 500);
    else if (html) outcome = { status: html.status ?? 502, headers: { 'content-type': 'text/html' }, text: page };
    else outcome = await answer(call).catch((error: unknown) => broken(error, operation, failure));

    if (drop) request.socket.destroy();
    else send(response, outcome);
    const fault = (status ?? html ?? drop ?? slow)?.kind;
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

function broken(error: unknown, operation: string, failure: (status: number) => Answer): Answer {
  process.stderr.write(`stand-in failed at ${operation}: ${error instanceof Error ? error.stack : String(error)}\n`);
  return failure(500);
}
