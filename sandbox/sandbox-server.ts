import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answerPlayground, isPlayground } from './bundle.ts';
import { createCloudflareStandIn } from './cloudflare/cloudflare-stand-in.ts';
import { answerLive } from './control/answer-live.ts';
import { answerControl, type Control, createControl } from './control/handle.ts';
import { createDisk } from './disk.ts';
import { startDnsServer } from './dns/dns-server.ts';
import { createPublished } from './dns/published.ts';
import { createDocuments } from './documents.ts';
import { createFaults } from './faults.ts';
import { createFeed } from './feed.ts';
import { refusedStatus } from './host.ts';
import { createLiteMailStandIn } from './litemail/litemail-stand-in.ts';
import type { StandIns } from './sandbox.ts';
import { createSandboxClock, type SandboxClock } from './sandbox-clock.ts';
import { createSlackStandIn } from './slack/slack-stand-in.ts';
import { createWire } from './wire-log.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Where the stand-ins remember; memory alone when left out. */
  readonly dataDir?: string | undefined;
  readonly clock?: SandboxClock;
  /** Where the app listens when it does not run inside. */
  readonly appUrl?: string | undefined;
  /** Slack's rate limits; on by default. */
  readonly rateLimits?: boolean;
  /** How long Slack waits for an acknowledgement; 3 s. */
  readonly ackMs?: number;
}

export interface Sandbox extends StandIns {
  /** `http://127.0.0.1:3000`, without a slash at the end. */
  readonly url: string;
  /** Where its name server answers, for DNS_SERVERS: `127.0.0.1:3053`. */
  readonly dnsServer: string;
  readonly control: Control;
  /** From now on the app runs inside and gets what is not under /sandbox. */
  mount(listener: RequestListener): void;
  stop(): Promise<void>;
}

/** The name server's port is this much above the other one, so that it stays the same after a restart. */
const dnsOffset = 53;

/** Starts the stand-ins on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, dataDir, appUrl, rateLimits, ackMs } = options;
  const documentStore = createDocuments(dataDir && join(dataDir, 'stand-ins'));
  const clock = options.clock ?? createSandboxClock(documentStore.get<{ offset: number }>('clock')?.offset);
  const dns = createPublished(documentStore, clock);
  const { documents } = dns;
  const feed = createFeed();
  const faults = createFaults(() => feed.publish({ kind: 'fault' }));
  const wire = createWire(() => feed.publish({ kind: 'wire' }));
  let url = '';
  let app: RequestListener | undefined;

  const shared = { clock, documents, faults, onWire: wire.onWire };
  const slack = createSlackStandIn({
    ...shared,
    feed,
    origin: () => url,
    appUrl: () => appUrl ?? url,
    rateLimits,
    ackMs,
  });
  const cloudflare = createCloudflareStandIn(shared);
  const litemail = createLiteMailStandIn({ ...shared, cloudflare });
  const standIns: StandIns = {
    clock,
    documents,
    faults,
    feed,
    wire,
    slack,
    litemail,
    cloudflare,
    dns,
    disk: createDisk(),
    async reset() {
      await standIns.disk.makeRoom();
      faults.off();
      wire.clear();
      await Promise.all([slack.reset(), litemail.reset(), cloudflare.reset(), dns.setPropagation(0)]);
    },
  };
  const control = createControl(standIns);
  const places = [
    ['/sandbox/slack', slack.handle],
    ['/sandbox/litemail', litemail.handle],
    ['/sandbox/cloudflare/client/v4', cloudflare.handle],
  ] as const;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const refused = refusedStatus(request);
    if (refused) {
      response.writeHead(refused, { 'content-type': 'text/plain' }).end('Only available from this machine.\n');
      return;
    }
    const [path = '/'] = (request.url ?? '/').split('?');
    const failed = (error: unknown) => {
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(500).end();
    };
    const place = places.find(([prefix]) => path.startsWith(`${prefix}/`));
    if (place) void place[1](request, response, (request.url ?? '').slice(place[0].length)).catch(failed);
    else if (path === '/sandbox/control') void answerControl(control, request, response).catch(failed);
    else if (path === '/sandbox/live') answerLive(feed, request, response);
    else if (isPlayground(path) && /^(GET|HEAD)$/.test(request.method ?? ''))
      void answerPlayground(request, response).catch(failed);
    else if (app && !path.startsWith('/sandbox/')) app(request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
  }

  const server = createServer(answer);
  server.on('upgrade', (request, socket, head) => {
    if (refusedStatus(request)) socket.destroy();
    else slack.sockets.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const nameServer = await startDnsServer({ clock, faults, published: dns, port: port && port + dnsOffset });

  return {
    ...standIns,
    url,
    dnsServer: nameServer.address,
    control,
    mount(listener) {
      app = listener;
    },
    async stop() {
      slack.sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, nameServer.stop()]);
    },
  };
}
