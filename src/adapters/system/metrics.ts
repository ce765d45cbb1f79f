import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Histogram, Registry } from 'prom-client';
import type { Stores } from '../../ports/stores.ts';
import type { Observation } from '../http/api-client.ts';
import { sendResponse } from '../http/http-server.ts';

export interface Metrics {
  /** Counts one call to Slack, LiteMail or Cloudflare. */
  observe(call: Observation): void;
  /** Counts one acknowledgement of something that Slack sent; `ms` is how long Slack waited for it. */
  observeAck(kind: string, ms: number): void;
  /** Answers `GET /metrics`, for whoever has the token. */
  serve(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

const hash = (text: string) => createHash('sha256').update(text).digest();

const mostEvents = 10_000;

/** Figures of the process and its work, as Prometheus reads them. The library is loaded here, where somebody wants it. */
export async function createMetrics(
  token: string,
  { jobs, events }: Pick<Stores, 'jobs' | 'events'>,
): Promise<Metrics> {
  const { collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const registry: Registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls: Histogram<'api' | 'operation' | 'status'> = new Histogram({
    name: 'api_call_seconds',
    help: 'Calls to Slack, LiteMail and Cloudflare; status 0 if no answer came',
    labelNames: ['api', 'operation', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const acks: Histogram<'kind'> = new Histogram({
    name: 'slack_ack_seconds',
    help: 'How long the app took to acknowledge what Slack sent; the limit is 3 seconds',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers: [registry],
  });
  const waiting = (name: string, help: string, count: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await count());
      },
    });
  waiting('jobs_waiting', 'Jobs that are running or scheduled', () => jobs.count());
  waiting(
    'events_waiting',
    `LiteMail events not yet posted in all their channels, counted up to ${mostEvents}`,
    async () => (await events.unsettled(mostEvents)).length,
  );
  const wanted = hash(`Bearer ${token}`);
  return {
    observe: ({ api, operation, status, ms }) => calls.observe({ api, operation, status }, ms / 1000),
    observeAck: (kind, ms) => acks.observe({ kind }, ms / 1000),
    async serve(req, res) {
      if (!timingSafeEqual(hash(req.headers.authorization ?? ''), wanted))
        return sendResponse(res, 401, 'The bearer token is missing or wrong\n', { 'www-authenticate': 'Bearer' });
      const text = await registry.metrics();
      res.writeHead(200, { 'content-type': registry.contentType }).end(text);
    },
  };
}
