import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Histogram, Registry } from 'prom-client';
import type { Observation } from './clients/client.ts';
import { answer } from './http-server.ts';

export interface Metrics {
  /** Counts one call to LiteMail or Cloudflare. */
  observe(call: Observation): void;
  /** Answers `GET /metrics`, for whoever has the token. */
  page(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

const hash = (text: string) => createHash('sha256').update(text).digest();

/** Figures of the process and its API calls, as Prometheus reads them. The library is loaded here, where somebody wants it. */
export async function createMetrics(token: string): Promise<Metrics> {
  const { collectDefaultMetrics, Histogram, Registry } = await import('prom-client');
  const registry: Registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls: Histogram<'api' | 'operation' | 'status'> = new Histogram({
    name: 'api_call_seconds',
    help: 'Calls to LiteMail and Cloudflare; status 0 when no answer came',
    labelNames: ['api', 'operation', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const wanted = hash(`Bearer ${token}`);
  return {
    observe: ({ api, operation, status, ms }) => calls.observe({ api, operation, status }, ms / 1000),
    async page(req, res) {
      if (!timingSafeEqual(hash(req.headers.authorization ?? ''), wanted))
        return answer(res, 401, 'The bearer token is missing or wrong\n', { 'www-authenticate': 'Bearer' });
      const text = await registry.metrics();
      res.writeHead(200, { 'content-type': registry.contentType }).end(text);
    },
  };
}
