import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createBodyReader, createListener, type Routes, sendResponse } from './adapters/http/http-server.ts';
import {
  createInMemoryClaims,
  createInMemoryDedupe,
  createInMemoryLocks,
  createInMemoryQuotas,
  createInMemoryThrottles,
} from './adapters/in-memory/in-memory-coordination.ts';
import { litemailWebhook } from './adapters/litemail/litemail-webhook.ts';
import { createResolver } from './adapters/resolver/dns-resolver.ts';
import type { SlackDeps } from './adapters/slack/handlers/slack-deps.ts';
import { reportUnhandledError } from './adapters/slack/handlers/slack-deps.ts';
import { createHttpTransport } from './adapters/slack/transport/http-transport.ts';
import { createSocketTransport } from './adapters/slack/transport/socket-transport.ts';
import { createBoltApp, createDispatcher, register } from './adapters/slack/transport/transport.ts';
import { createNotifier, createResponder } from './adapters/slack/web-api/slack-messages.ts';
import { createPeople } from './adapters/slack/web-api/slack-people.ts';
import { createSuggestions } from './adapters/slack/web-api/suggestions.ts';
import { boltLogger, createWebClients, manyTeams, oneTeam, teamOf } from './adapters/slack/web-api/web-clients.ts';
import { openStores } from './adapters/stores/open-stores.ts';
import { createSeal, createVault, missingKeyWarnings } from './adapters/stores/vault.ts';
import { type Logger, observeBy, referenceBy } from './adapters/system/log.ts';
import { createMetrics } from './adapters/system/metrics.ts';
import { createProbe } from './adapters/system/probe.ts';
import { createTeamApis } from './adapters/team-apis.ts';
import type { Config } from './config/config.ts';
import { createAccess } from './engine/approvals/policy/access.ts';
import { checkAudit, tellNewEntries } from './engine/audit/tell-audit.ts';
import type { Feature } from './engine/features/define-feature.ts';
import { registryOf } from './engine/features/registry.ts';
import { collectSurfaces } from './engine/features/surfaces.ts';
import type { JobServices } from './engine/jobs/define-job.ts';
import { createHandlers, resumeJobs } from './engine/jobs/handlers.ts';
import { createPendingReplies } from './engine/jobs/pending-replies.ts';
import { createJobLoop } from './engine/jobs/runner.ts';
import { features as allFeatures } from './features/all-features.ts';
import { receiveEvent } from './features/notifications/service/receive-event.ts';
import type { Services } from './features/product-context.ts';
import { followTeamEvent } from './features/setup/service/follow-team-event.ts';
import { createNewId } from './lib/text.ts';
import { withTimeout } from './lib/with-timeout.ts';
import type { Clock } from './ports/clock.ts';
import type { Stores, Vault } from './ports/stores.ts';
import { warmUp } from './warm-up.ts';

/** What is not done by then is taken up after the next start, as after a crash. Some hosts kill ten seconds after asking to stop. */
const DRAIN_TIMEOUT_MS = 3_000;

/** How many signed requests are remembered at once: far more than people send while a signature is accepted. */
const MAX_SIGNED = 100_000;

export interface AppDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds that LiteMail and Cloudflare may take for one answer; 30,000 unless said otherwise. */
  readonly apiTimeout?: number;
  /** Another process has taken over the data directory, and this one has to end. */
  readonly onLost?: (problem: Error) => void;
  /** What the product does; all of it unless said otherwise. */
  readonly features?: readonly Feature[];
}

export interface RunningApp {
  /** Slack's and LiteMail's requests, health and metrics. */
  readonly listener: RequestListener;
  readonly stores: Stores;
  readonly vault: Vault;
  /** Resumes what an earlier process left and starts taking new work. */
  start(): void;
  /** Preloads in idle time what the first card needs. */
  warmUp(): Promise<void>;
  /** Reports not ready and gives running work three seconds to finish; requests are still answered and stored. */
  drain(): Promise<void>;
  /** Drains, then closes the store. */
  stop(): Promise<void>;
}

/** Wires the parts together and does nothing else. */
export async function createApp(
  config: Config,
  { clock, log, apiTimeout, onLost, features = allFeatures }: AppDeps,
): Promise<RunningApp> {
  const vault = createVault(config.encryptionKeys);
  const stores = await openStores(
    config.store,
    (warning) => log.warn(warning),
    onLost,
    createSeal(config.encryptionKeys),
  );
  for (const warning of await missingKeyWarnings(stores, vault)) log.warn(warning);
  const reference = referenceBy(log);
  const { slack } = config;
  const metrics = config.metricsToken ? await createMetrics(config.metricsToken, stores) : undefined;
  const slackApi = { slackApiUrl: slack.apiUrl, logger: boltLogger(log), observe: metrics?.observe };
  const installations =
    slack.mode === 'oauth' ? manyTeams(stores.teams, vault) : oneTeam(slack.botToken, teamOf(slackApi));
  const clients = createWebClients({ ...slackApi, installations });
  const notifier = createNotifier({
    clients,
    clock,
    throttles: createInMemoryThrottles(clock),
    onInvalid: (code, view) => log.error({ code, text: view.text }, 'Slack refused a message from the app'),
  });
  const people = createPeople({ clients, clock });
  const apis = createTeamApis({
    clock,
    quotas: createInMemoryQuotas(clock),
    teams: stores.teams,
    vault,
    litemail: config.litemail,
    cloudflare: config.cloudflare,
    timeout: apiTimeout,
    observe: observeBy(log, metrics?.observe),
  });
  const registry = registryOf(features);
  const locks = createInMemoryLocks();
  const services: Services = {
    stores,
    registry,
    vault,
    clock,
    locks,
    newId: createNewId(randomBytes),
    access: createAccess({ people, teams: stores.teams, deploymentPolicy: config.deploymentPolicy, clock }),
    apis,
    resolver: createResolver({ servers: config.dnsServers, clock }),
    people,
    notifier,
    reference,
    ...(config.publicUrl && { publicUrl: config.publicUrl }),
  };
  const pendingReplies = createPendingReplies(services, createInMemoryClaims());
  const surfaces = collectSurfaces(features);
  const deps: SlackDeps = {
    services,
    servicesFor: (person) => ({ ...services, apis: apis.as(person) }) as Services,
    pendingReplies,
    dedupe: createInMemoryDedupe(clock),
    registry,
    surfaces,
    clients,
    suggestions: createSuggestions(services, surfaces.choices, (error) => reference(error)),
    reference,
    logInfo: (text) => log.info(text),
    onTeamEvent: (teamId, event) => followTeamEvent(services, teamId, event),
    responder: createResponder({ clients, notifier, onUndelivered: (error) => reference(error) }),
  };

  const jobServices: JobServices = { ...services, pendingReplies, unsentCalls: new Set() };
  const declaredJobs = features.flatMap(({ jobs = [] }) => jobs);
  const loop = createJobLoop({
    jobs: stores.jobs,
    wakeUps: stores.wakeUps,
    locks,
    clock,
    handlers: createHandlers(jobServices, declaredJobs, ({ kind, key }, problem) =>
      log.error({ kind, key, problem }, 'a job was dropped: its payload cannot be read'),
    ),
    onError: (error, job) =>
      log.error(
        { kind: job.kind, key: job.key, reference: reference(error) },
        'a job did not finish and will be retried',
      ),
  });

  const dispatcher = createDispatcher({ clock, onAck: metrics?.observeAck });
  const readBody = createBodyReader(clock);
  const incoming = { ...slackApi, clock, dispatcher, readBody, onError: reference };
  const transport =
    slack.mode === 'socket'
      ? createSocketTransport({ ...incoming, appToken: slack.appToken })
      : createHttpTransport({
          ...incoming,
          dedupe: createInMemoryDedupe(clock, MAX_SIGNED),
          signingSecret: slack.signingSecret,
        });
  const bolt = createBoltApp({
    ...slackApi,
    receiver: transport.receiver,
    onError: (error, body) => reportUnhandledError(deps, error, body),
  });
  register(bolt, deps);
  const webhook = litemailWebhook((event) => receiveEvent(services, event), readBody, config.litemail.signatureHeader);
  let started = false;
  let resuming: Promise<void> | undefined;
  const canStore = createProbe(clock, () => Promise.all([stores.probe(), stores.jobs.count()]));
  const isReady = async () => started && transport.isOpen() && (await canStore());
  const routes: Routes = [
    ...(transport.events ? [['POST', '/slack/events', transport.events] as const] : []),
    ['POST', '/webhooks/litemail/:endpointId', (req, res, params) => webhook(req, res, params.endpointId ?? '')],
    ['GET', '/healthz', (_req, res) => sendResponse(res, 200, { ok: true })],
    ...(metrics ? [['GET', '/metrics', metrics.serve] as const] : []),
    [
      'GET',
      '/readyz',
      async (_req, res) => {
        const ready = await isReady();
        sendResponse(res, ready ? 200 : 503, { ready });
      },
    ],
  ];

  let drained: Promise<unknown> | undefined;
  const drain = async () => {
    started = false;
    drained ??= withTimeout(clock, DRAIN_TIMEOUT_MS, Promise.all([loop.stop(), resuming]));
    await drained;
  };

  return {
    listener: createListener(routes, (error: unknown, _req: IncomingMessage) => reference(error)),
    stores,
    vault,
    start() {
      tellNewEntries(services);
      loop.start();
      resuming = resumeJobs(jobServices, declaredJobs).catch((error: unknown) => void reference(error));
      void checkAudit(services, (text) => log.error(text)).catch(reference);
      transport.start();
      started = true;
    },
    warmUp,
    drain,
    async stop() {
      await Promise.all([transport.stop(), drain()]);
      await dispatcher.drain();
      await stores.close();
    },
  };
}
