// Sends requests as fast as they are answered, in a process of its own. Takes a Load as JSON in argv, prints a LoadResult.
import { createHmac } from 'node:crypto';
import autocannon from 'autocannon';
import { percentile } from './figures.ts';

export interface Load {
  readonly url: string;
  readonly connections: number;
  /** One of the two. */
  readonly seconds?: number;
  readonly amount?: number;
  /** The same request each time … */
  readonly request?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** … or LiteMail's events, each with an id of its own, signed. */
  readonly events?: { readonly secret: string; readonly prefix: string };
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers other than 2xx, and requests without an answer. */
  readonly failed: number;
  /** Share of one core that this process used. */
  readonly busy: number;
}

/** As LiteMail's documentation has it. */
export const eventBody = (id: string, index: number): string =>
  JSON.stringify({
    id,
    type: 'domain.updated',
    created: 1_790_000_000,
    data: {
      domainDetails: { domain: `lab-${index % 1000}.example`, status: 'ACTIVE', assignedMailboxesCount: 3 },
      previousState: { status: 'PENDING' },
    },
  });

function eventRequests({ secret, prefix }: NonNullable<Load['events']>): autocannon.Request[] {
  let count = 0;
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const body = eventBody(`${prefix}-${count}`, count);
    count += 1;
    const stamp = Math.floor(Date.now() / 1000);
    const hash = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-litemail-signature': `t=${stamp},v1=${hash}` };
    return { ...request, headers, body };
  };
  return [{ method: 'POST', setupRequest }];
}

async function run({ url, connections, seconds, amount, request, events }: Load): Promise<LoadResult> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  const { non2xx, errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url,
      connections,
      ...(amount ? { amount } : { duration: seconds ?? 1 }),
      ...(request && { method: 'POST', headers: { ...request.headers }, body: request.body }),
      ...(events && { requests: eventRequests(events) }),
    };
    const cannon = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    cannon.on('response', (_client, _status, _bytes, time) => times.push(time));
  });
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return {
    requests: times.length,
    perSecond: times.length / (wall / 1000),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    failed: non2xx + errors,
    busy: (user + system) / 1000 / wall,
  };
}

if (import.meta.main) console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as Load)));
