import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver, type Logger } from '@slack/bolt';

const skewSeconds = 300;

/** Built by us, because `new App()` forwards only some of the receiver's options. */
export const createReceiver = (signingSecret: string, logger: Logger): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret,
    logger,
    endpoints: ['/slack/events'],
    unhandledRequestTimeoutMillis: 2500,
    dispatchErrorHandler: ({ error, logger: log, response }) => {
      log.error(error);
      response.writeHead(500).end();
    },
  });

/**
 * What Bolt's receiver leaves open: it takes any time stamp in the future, and a content type with a charset makes it
 * parse a form as JSON. Time is the machine's own here, as it is inside the receiver.
 */
export function slackEvents(
  receiver: HTTPReceiver,
  now: () => number,
): (req: IncomingMessage, res: ServerResponse) => void {
  const next: RequestListener = receiver.requestListener;
  return (req, res) => {
    const stamp = Number(req.headers['x-slack-request-timestamp']);
    if (!Number.isFinite(stamp) || stamp > now() / 1000 + skewSeconds) {
      res.writeHead(401).end();
      req.resume();
      return;
    }
    const type = req.headers['content-type'];
    if (type?.includes(';')) req.headers['content-type'] = type.split(';', 1)[0]?.trim();
    next(req, res);
  };
}
