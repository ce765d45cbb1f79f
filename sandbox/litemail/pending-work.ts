import type { Clock } from '../../src/ports/clock.ts';
import { type OnWire, redact, shownHeaders } from '../wire-log.ts';
import { endpointsFor, eventBody, post, retryDelays } from './deliver-webhook.ts';
import { finish } from './finish.ts';
import { iso, newId } from './litemail-context.ts';
import type { LiteMailOptions } from './litemail-options.ts';
import type { Job, TeamState, Webhook, Work } from './team-state.ts';

interface Needs {
  readonly clock: Clock;
  readonly options: () => LiteMailOptions;
  save(team: TeamState): Promise<void>;
  /** Whether the team's state is still the one in use. */
  current(team: TeamState): boolean;
  readonly onWire?: OnWire | undefined;
}

export interface DeliveryTry {
  readonly webhookId: string;
  readonly url: string;
  /** 0 when nobody answered. */
  readonly status: number;
}

/** `times` over, and without these fields of the body. */
export interface DeliverOptions {
  readonly id?: string;
  readonly times?: number;
  readonly without?: readonly string[];
}

type Delivery = Job & { kind: 'deliver' };

/** Work that finishes later on the clock, and webhook retries. Survives a restart with the team's state. */
export function createJobs({ clock, options, save, current, onWire }: Needs) {
  const trying = new Set<string>();

  function add(team: TeamState, milliseconds: number, work: Work): Job {
    const job = { id: newId(), at: clock.now() + milliseconds, ...work } as Job;
    team.jobs.push(job);
    return job;
  }
  const arm = (team: TeamState, job: Job) =>
    clock.after(Math.max(job.at - clock.now(), 0), () => void fire(team, job.id).catch(report));
  const report = (error: unknown) => process.stderr.write(`LiteMail stand-in: ${String(error)}\n`);
  const drop = (team: TeamState, job: Job) => {
    team.jobs = team.jobs.filter(({ id }) => id !== job.id);
  };

  async function fire(team: TeamState, id: string): Promise<void> {
    const job = team.jobs.find((each) => each.id === id);
    if (!job || !current(team) || job.at > clock.now()) return;
    if (job.kind === 'deliver') await attempt(team, job);
    else {
      settle(team);
      await save(team);
    }
  }

  async function logged(webhook: Webhook, body: string): Promise<number> {
    const [at, started] = [clock.now(), performance.now()];
    const { status, sent } = await post(webhook, body, clock);
    const event = JSON.parse(body) as { type?: string };
    onWire?.({
      api: 'app',
      what: `event ${event.type ?? 'without a type'}`,
      at,
      method: 'POST',
      path: new URL(webhook.url).pathname,
      status,
      requestHeaders: shownHeaders(sent),
      requestBody: redact(event),
      responseBody: undefined,
      ms: Math.round(performance.now() - started),
    });
    return status;
  }

  async function attempt(team: TeamState, job: Delivery): Promise<DeliveryTry | undefined> {
    const webhook = team.webhooks.find(({ id }) => id === job.webhookId);
    if (!webhook || trying.has(job.id)) {
      if (!webhook) drop(team, job);
      return;
    }
    trying.add(job.id);
    const status = await logged(webhook, job.body);
    trying.delete(job.id);
    const wait = retryDelays[job.attempt];
    if ((status >= 200 && status < 300) || wait === undefined) drop(team, job);
    else {
      job.attempt += 1;
      job.at = clock.now() + wait;
      arm(team, job);
    }
    if (current(team)) await save(team);
    return { webhookId: webhook.id, url: webhook.url, status };
  }

  function announce(
    team: TeamState,
    type: string,
    data: unknown,
    id = `evt_${newId()}`,
    without: readonly string[] = [],
  ): Delivery[] {
    const body = eventBody(type, data, id, clock.now(), without);
    return endpointsFor(team, type).map(
      ({ id: webhookId }) => add(team, 0, { kind: 'deliver', webhookId, body, attempt: 0 }) as Delivery,
    );
  }

  /** Does everything that is due, deliveries excepted, which it starts. True when something changed. */
  function settle(team: TeamState): boolean {
    const due = team.jobs.filter((job) => job.kind !== 'deliver' && job.at <= clock.now()).sort((a, b) => a.at - b.at);
    for (const job of due) {
      drop(team, job);
      const event = finish(team, job, iso(job.at));
      if (event && options().events) for (const delivery of announce(team, event.type, event.data)) arm(team, delivery);
    }
    return due.length > 0;
  }

  return {
    settle,
    schedule: (team: TeamState, milliseconds: number, work: Work) => void arm(team, add(team, milliseconds, work)),
    /** After a restart. */
    resume: (team: TeamState) => {
      for (const job of team.jobs) arm(team, job);
    },
    /** Sends one event to every endpoint that wants it, `times` over; the first try of each is waited for. */
    async deliver(team: TeamState, type: string, data: unknown, options: DeliverOptions = {}) {
      const { id = `evt_${newId()}`, times = 1, without } = options;
      const deliveries = Array.from({ length: times }, () => announce(team, type, data, id, without)).flat();
      await save(team);
      const tries: DeliveryTry[] = [];
      for (const delivery of deliveries) {
        const tried = await attempt(team, delivery);
        if (tried) tries.push(tried);
      }
      return { id, tries };
    },
  };
}
