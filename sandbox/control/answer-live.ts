import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Feed } from '../feed.ts';

/** Answers `/sandbox/live`: one server-sent event per change, and a comment every 15 s that keeps the line open. */
export function answerLive(feed: Feed, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': live\n\n');
  const stop = feed.subscribe((change) => response.write(`data: ${JSON.stringify(change)}\n\n`));
  const beat = setInterval(() => response.write(': beat\n\n'), 15_000);
  request.on('close', () => {
    clearInterval(beat);
    stop();
  });
}
