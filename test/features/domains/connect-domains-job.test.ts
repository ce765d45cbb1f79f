import { expect, it } from 'vitest';
import { createDocuments } from '../../../sandbox/documents.ts';
import { createFaults } from '../../../sandbox/faults.ts';
import { createLiteMailStandIn } from '../../../sandbox/litemail/litemail-stand-in.ts';
import { cloudflareZoneId, sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import type { WireEntry } from '../../../sandbox/wire-log.ts';
import { createLimiter } from '../../../src/adapters/http/limiter.ts';
import { createInMemoryQuotas } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { createLiteMail, litemailQuotas } from '../../../src/adapters/litemail/litemail-client.ts';
import type { JobServices } from '../../../src/engine/jobs/define-job.ts';
import type { JobHandler } from '../../../src/engine/jobs/runner.ts';
import { connectDomains } from '../../../src/features/domains/jobs/connect-domains.ts';
import { type Connection, connections } from '../../../src/features/domains/service/domain-connection.ts';
import type { Json } from '../../../src/lib/json.ts';
import type { View } from '../../../src/ports/notifier.ts';
import type { Job } from '../../../src/ports/stores.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const zoneOf = (name: string) => ({
  id: cloudflareZoneId(name),
  name,
  status: 'active',
  nameServers: ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
  plan: 'Free',
});

const listing = <T>(items: readonly T[]) => ({ items, odd: [] });

/** The job as the loop runs it, against LiteMail's stand-in over HTTP, on a clock that moves only while somebody waits. */
async function open(names: readonly string[]) {
  const clock = manualClock();
  const wire: WireEntry[] = [];
  const messages: View[] = [];
  const standIn = createLiteMailStandIn({
    clock,
    faults: createFaults(),
    documents: createDocuments(),
    options: { rateLimit: true, events: false },
    onWire: (entry) => wire.push(entry),
    cloudflare: { zones: () => names.map(zoneOf), accepts: () => true },
  });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const limiter = createLimiter({
    api: 'LiteMail',
    credential: 'acme',
    limits: litemailQuotas,
    quotas: createInMemoryQuotas(clock),
    clock,
  });
  const apiKey = sandboxCredentials.acme.liteMailKey;
  const litemail = createLiteMail({ apiUrl, apiKey, clock, limiter, lane: 'background' });
  const keep = async (view: View) => {
    messages.push(view);
    return { kind: 'sent' as const, ref: { channel: 'D1', ts: '1' } };
  };
  // Of all services the job uses these alone.
  const services = {
    clock,
    apis: { litemail: async () => litemail },
    notifier: {
      post: (_: string, __: string, view: View) => keep(view),
      update: (_: string, __: unknown, view: View) => keep(view),
    },
  } as unknown as JobServices;

  /** Lets time pass while the work waits for its turn. */
  async function finished<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const settled = work.finally(() => {
      done = true;
    });
    settled.catch(() => {});
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!done && limiter.waiting() > 0) clock.advance(10);
    }
    return settled;
  }
  return { clock, wire, messages, services, finished };
}

type Opened = Awaited<ReturnType<typeof open>>;

const firstJob = ({ clock }: Opened, domains: readonly Connection[]): Job => ({
  id: 'j1',
  teamId: 'T0ACME',
  kind: 'connect-domains',
  key: 'connect:1',
  data: { userId: 'U0ANA', domains: domains as unknown as Json, startedAt: clock.now() },
  runAt: clock.now(),
  attempts: 0,
});

/** The job's handler in a process of its own. */
function startProcess({ services }: Opened): JobHandler {
  const handler = connectDomains.handler({ ...services, unsentCalls: new Set() }, (_, problem) =>
    expect.unreachable(problem),
  );
  return typeof handler === 'function' ? handler : handler.run;
}

/** Runs the job until it is done, or until `stop` says that the process dies. */
async function run(
  opened: Opened,
  handler: JobHandler,
  job: Job,
  stop: () => boolean = () => false,
): Promise<Job | undefined> {
  let current = job;
  while (!stop()) {
    if (current.runAt > opened.clock.now()) opened.clock.advance(current.runAt - opened.clock.now());
    const again = await opened.finished(handler(current));
    if (!again) return undefined;
    current = { ...current, runAt: again.runAt, data: JSON.parse(JSON.stringify(again.data)) };
  }
  return current;
}

const names = Array.from({ length: 500 }, (_, n) => `outreach-${n}.com`);
const posts = ({ wire }: Opened) => wire.filter(({ method, status }) => method === 'POST' && status < 400);

it('500 domains are connected with at most 1.2 calls each, as fast as the rate limit lets them', async () => {
  const opened = await open(names);
  const started = opened.clock.now();
  await run(
    opened,
    startProcess(opened),
    firstJob(
      opened,
      connections(names, {
        zones: listing(names.map((name) => ({ ...zoneOf(name), isConnected: false }))),
        active: new Set(),
      }),
    ),
  );
  const minutes = (opened.clock.now() - started) / 60_000;
  const calls = opened.wire.length;
  expect(opened.messages.at(-1)?.text).toContain('500 of 500 domains connected');
  expect(calls).toBeLessThanOrEqual(600);
  expect(opened.wire.filter(({ status }) => status === 429)).toEqual([]);
  expect(minutes).toBeLessThanOrEqual((calls / 200) * 1.1);
  expect(posts(opened)).toHaveLength(500);
}, 60_000);

it('a process that dies in the middle is taken over: every domain is connected, and none is sent twice', async () => {
  const opened = await open(names.slice(0, 60));
  const mine = names.slice(0, 60);
  const job = firstJob(
    opened,
    connections(mine, {
      zones: listing(mine.map((name) => ({ ...zoneOf(name), isConnected: false }))),
      active: new Set(),
    }),
  );
  let before = job;
  const first = startProcess(opened);
  // Dies after LiteMail has taken the call and before that was written down: the next process has what was stored before.
  const half = await run(
    opened,
    async (each) => {
      before = each;
      return first(each);
    },
    job,
    () => posts(opened).length === 30,
  );
  expect(half).toBeDefined();
  await run(opened, startProcess(opened), { ...before, runAt: opened.clock.now() });
  expect(opened.messages.at(-1)?.text).toContain('60 of 60 domains connected');
  const sent = posts(opened).map(({ requestBody }) => (requestBody as { domainName: string }).domainName);
  expect(new Set(sent).size).toBe(60);
  expect(sent).toHaveLength(60);
}, 60_000);

it('every domain that cannot be connected has its own line', async () => {
  const there = names.slice(0, 20);
  const opened = await open(there);
  const asked = names.slice(0, 120);
  await run(
    opened,
    startProcess(opened),
    firstJob(
      opened,
      connections(asked, {
        zones: listing(there.map((name) => ({ ...zoneOf(name), isConnected: false }))),
        active: new Set(),
      }),
    ),
  );
  const said = JSON.stringify(opened.messages.at(-1));
  expect(said).toContain('20 of 120 domains connected');
  for (const name of asked.slice(20)) expect(said).toContain(`:x: \`${name}\``);
}, 60_000);
