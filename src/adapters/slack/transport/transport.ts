import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';

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
