import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPReceiver as BoltReceiver, Logger } from '@slack/bolt';
import { HTTPReceiver } from './bolt.ts';
import type { Transport } from './transport.ts';

const maxSkewSeconds = 300;
/** Bolt's own limit. */
const maxBytes = 4 * 1024 * 1024;

/** Built by us, because `new App()` forwards only some of the receiver's options. */
const createReceiver = (signingSecret: string, logger: Logger, onError: (error: unknown) => void): BoltReceiver =>
  new HTTPReceiver({
    signingSecret,
    logger,
    endpoints: ['/slack/events'],
    processEventErrorHandler: async ({ error, response }) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });

/** The body, or undefined when it is too large. */
async function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** A body of `null` causes an unhandled rejection in Bolt's receiver, which ends the process. */
function isNull(raw: Buffer, type: string | undefined): boolean {
  if (raw.length > 100) return false;
  const text = raw.toString();
  const json = type === 'application/x-www-form-urlencoded' ? new URLSearchParams(text).get('payload') : text;
  return json?.trim() === 'null';
}

/**
 * Checks that Bolt's receiver lacks: it accepts any future timestamp, parses a form as JSON when the content type has a
 * charset, and crashes on a body of `null`. Uses the system clock, as the receiver does.
 */
function slackEvents(
  receiver: BoltReceiver,
  now: () => number,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    const refuse = (status: number): void => {
      res.writeHead(status, { connection: 'close' }).end();
      req.resume();
    };
    const timestamp = Number(req.headers['x-slack-request-timestamp']);
    if (!Number.isFinite(timestamp) || timestamp > now() / 1000 + maxSkewSeconds) return refuse(401);
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) return refuse(413);
    const type = req.headers['content-type']?.split(';', 1)[0]?.trim();
    if (type) req.headers['content-type'] = type;
    const raw = await readBody(req);
    if (!raw) return refuse(413);
    if (isNull(raw, type)) return refuse(400);
    receiver.requestListener(Object.assign(req, { rawBody: raw }), res);
  };
}

/** Signed requests at `/slack/events`. */
export function createHttpTransport(
  signingSecret: string,
  logger: Logger,
  onError: (error: unknown) => void,
): Transport {
  const receiver = createReceiver(signingSecret, logger, onError);
  return {
    receiver,
    events: slackEvents(receiver, () => Date.now()),
    isOpen: () => true,
    start: () => {},
    stop: async () => {},
  };
}
