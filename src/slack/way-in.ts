import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';

/** How Slack reaches the app: by signed requests, or over a connection that the app opened. */
export interface WayIn {
  readonly receiver: Receiver;
  /** Answers `POST /slack/events`; absent where nothing comes by HTTP. */
  readonly events?: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** False while Slack cannot reach the app. */
  isOpen(): boolean;
  start(): void;
  stop(): Promise<void>;
}
