import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPReceiver as BoltReceiver, Logger } from '@slack/bolt';
import { HTTPReceiver } from './bolt.ts';
import type { WayIn } from './way-in.ts';

const skewSeconds = 300;
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

/** The body, or undefined when it is larger than allowed. */
async function read(req: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** A body of `null` makes Bolt's receiver reject where nobody hears it, which ends the process. */
function isNull(raw: Buffer, type: string | undefined): boolean {
  if (raw.length > 100) return false;
  const text = raw.toString();
  const json = type === 'application/x-www-form-urlencoded' ? new URLSearchParams(text).get('payload') : text;
  return json?.trim() === 'null';
}

/**
 * What Bolt's receiver leaves open: it takes any time stamp in the future, a content type with a charset makes it parse
 * a form as JSON, and a body of `null` ends the process. Time is the machine's own here, as it is inside the
 * receiver.
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
    const stamp = Number(req.headers['x-slack-request-timestamp']);
    if (!Number.isFinite(stamp) || stamp > now() / 1000 + skewSeconds) return refuse(401);
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) return refuse(413);
    const type = req.headers['content-type']?.split(';', 1)[0]?.trim();
    if (type) req.headers['content-type'] = type;
    const raw = await read(req);
    if (!raw) return refuse(413);
    if (isNull(raw, type)) return refuse(400);
    receiver.requestListener(Object.assign(req, { rawBody: raw }), res);
  };
}

/** Signed requests at `/slack/events`. */
export function createHttpWayIn(signingSecret: string, logger: Logger, onError: (error: unknown) => void): WayIn {
  const receiver = createReceiver(signingSecret, logger, onError);
  return {
    receiver,
    events: slackEvents(receiver, () => Date.now()),
    isOpen: () => true,
    start: () => {},
    stop: async () => {},
  };
}
