import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type Logger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../../ports/clock.ts';
import { onCommand } from '../handlers/on-command.ts';
import { onForm } from '../handlers/on-form.ts';
import { onHome } from '../handlers/on-home.ts';
import { onOptions } from '../handlers/on-options.ts';
import { onPress } from '../handlers/on-press.ts';
import { onTeamEvent } from '../handlers/on-team-event.ts';
import { createTurns, type SlackDeps } from '../handlers/slack-deps.ts';
import { clientOptions } from '../web-api/web-clients.ts';

/** Some hosts kill a process ten seconds after asking it to stop, and the store needs part of that. */
const DRAIN_TIMEOUT_MS = 5_000;

/** How Slack reaches the app: signed HTTP requests or Socket Mode. */
export interface Transport {
  readonly receiver: Receiver;
  /** Answers `POST /slack/events`; absent in Socket Mode. */
  readonly events?: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** False while Slack cannot reach the app. */
  isOpen(): boolean;
  start(): void;
  stop(): Promise<void>;
}

interface DispatcherOptions {
  readonly clock: Clock;
  /** Called for each acknowledgement with its kind and the milliseconds it took. */
  readonly onAck?: ((kind: string, ms: number) => void) | undefined;
}

/** What came in; `customProperties.delivery` is the hash of what Slack signed. */
type Delivery = Pick<ReceiverEvent, 'body' | 'ack' | 'customProperties'>;

export interface Dispatcher {
  /**
   * Has Bolt process the event and acknowledges it if no listener did: one that nothing takes, or whose listener threw,
   * would time out after 3 seconds. Rejects when the event is of no shape that Bolt knows.
   */
  dispatch(app: App | undefined, event: Delivery): Promise<void>;
  /**
   * Resolves once nothing is left of the work that goes on after an acknowledgement, or after five seconds, so that
   * stopping the process does not cut off an answer.
   */
  drain(): Promise<void>;
}

/** What every transport does with an event, beside what Bolt does. */
export function createDispatcher({ clock, onAck }: DispatcherOptions): Dispatcher {
  const inFlight = new Set<Promise<void>>();

  async function process(app: App | undefined, { body, ack: send, customProperties }: Delivery) {
    const receivedAt = performance.now();
    let acknowledged = false;
    const ack: ReceiverEvent['ack'] = async (response) => {
      if (acknowledged) return;
      acknowledged = true;
      onAck?.(kindOf(body), performance.now() - receivedAt);
      await send(response);
    };
    await app?.processEvent({ body, ack, ...(customProperties && { customProperties }) });
    await ack();
  }

  async function allDone(): Promise<void> {
    while (inFlight.size > 0) await Promise.allSettled(inFlight);
  }

  return {
    dispatch(app, event) {
      const work = process(app, event).finally(() => inFlight.delete(work));
      inFlight.add(work);
      return work;
    },
    drain: () =>
      new Promise((resolve) => {
        const cancel = clock.after(DRAIN_TIMEOUT_MS, resolve);
        void allDone().then(() => {
          cancel();
          resolve();
        });
      }),
  };
}

/** Slack's own names, from a closed list because they become metric labels. */
const kinds = ['event_callback', 'block_actions', 'view_submission', 'view_closed', 'block_suggestion'];
function kindOf({ command, type }: { command?: unknown; type?: unknown }): string {
  return command === undefined ? (kinds.find((kind) => kind === type) ?? 'other') : 'command';
}

interface BoltOptions {
  receiver: Receiver;
  slackApiUrl: string;
  logger: Logger;
  onError(error: unknown, body: unknown): void | Promise<void>;
}

/**
 * Bolt only finds the listener of what came in. `authorize` never fails, because Bolt would then acknowledge silently
 * and an unknown team must get an answer. Messages go out through our own clients.
 */
export function createBoltApp({ receiver, slackApiUrl, logger, onError }: BoltOptions): App {
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger,
    convoStore: false,
    ignoreSelf: false,
    tokenVerificationEnabled: false,
    extendedErrorHandler: true,
    clientOptions: clientOptions({ slackApiUrl, logger }, 2),
  });
  app.error(async ({ error, body }: { error: unknown; body?: unknown }) => onError(error, body));
  return app;
}

/** Registers one catch-all listener per kind of payload, so that nothing goes unanswered. */
export function register(app: App, deps: SlackDeps): void {
  const turns = createTurns();
  onCommand(app, deps, turns);
  onForm(app, deps, turns);
  onPress(app, deps, turns);
  onOptions(app, deps);
  onHome(app, deps);
  onTeamEvent(app, deps);
  app.shortcut(/.*/, async ({ ack }) => ack());
}
