import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { type App, isValidSlackRequest, type Logger, type ReceiverEvent } from '@slack/bolt';
import { SIGNED_FOR_MS } from '../../../engine/jobs/deliveries.ts';
import { isObject, sha256 } from '../../../lib/json.ts';
import type { Dedupe } from '../../../ports/dedupe.ts';
import type { ReadBody } from '../../http/http-server.ts';
import type { Dispatcher, Transport } from './transport.ts';

const MAX_SKEW_SECONDS = 300;

interface Options {
  readonly signingSecret: string;
  readonly logger: Logger;
  readonly dispatcher: Dispatcher;
  readonly readBody: ReadBody;
  /** Tells what Slack signed once from what somebody sends again. */
  readonly dedupe: Dedupe;
  onError(error: unknown): void;
}

/** Slack sends commands as a form, interactions as JSON in one field of a form, events as JSON. Throws when it is none. */
function parseBody(text: string, type: string | undefined): ReceiverEvent['body'] {
  const fields = type === 'application/x-www-form-urlencoded' ? parse(text) : undefined;
  const payload = fields ? fields.payload : text;
  const body: unknown = typeof payload === 'string' ? JSON.parse(payload) : fields;
  if (!isWellFormed(body)) throw new Error('its parts are not what Slack sends');
  return body;
}

/** What Slack sends unsigned to see whether the certificate is good: these two fields and nothing else. */
const isSslCheck = (text: string, type = ''): boolean =>
  type.startsWith('application/x-www-form-urlencoded') &&
  /^(?:ssl_check=1&token=[\w.-]*|token=[\w.-]*&ssl_check=1)$/.test(text);

/** Parts of a body that Bolt and our handlers look into. */
const parts = ['event', 'team', 'user', 'channel', 'container', 'message', 'view', 'enterprise'];
/** Fields that are texts wherever they stand in a body or in one of its parts. */
const texts = /^(?:type|command|value|private_metadata|hash|(?:.*_)?(?:id|url|ts|token))$/;

const isPart = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (isObject(value) &&
    Object.entries(value).every(
      ([key, field]) => !texts.test(key) || (field ?? '') === '' || typeof field === 'string',
    ));

/** Parts without which Bolt cannot tell where a body belongs, by its type. */
const needed: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['event_callback', ['event']],
  ['block_actions', ['user', 'actions']],
  ['block_suggestion', ['user']],
  ['view_submission', ['user', 'view']],
  ['view_closed', ['user', 'view']],
  ['shortcut', ['user']],
  ['message_action', ['user', 'channel', 'message']],
]);

/** Whom and what an event is about: an id, or an object, as Slack's events differ. */
const isAbout = (event: unknown): boolean =>
  !isObject(event) ||
  [event.user, event.channel, event.item, event.subteam].every(
    (one) => one === undefined || typeof one === 'string' || isObject(one),
  );

const isList = (list: unknown): boolean =>
  list === undefined || (Array.isArray(list) && list.every((item) => isObject(item) && isPart(item)));

/** Whether it has the outline of what Slack sends; what is inside of blocks and forms is read with care where it is used. */
const isWellFormed = (body: unknown): body is ReceiverEvent['body'] =>
  isObject(body) &&
  isPart(body) &&
  parts.every((key) => isPart(body[key])) &&
  body.channel !== null &&
  isList(body.actions) &&
  isList(body.authorizations) &&
  (needed.get(body.type) ?? []).every((key) => typeof body[key] === 'object' && body[key] !== null) &&
  isAbout(body.event) &&
  (!isObject(body.user) || typeof body.user.id === 'string');

function respond(res: ServerResponse, body?: unknown): void {
  if (!body) res.writeHead(200).end();
  else if (typeof body === 'string') res.writeHead(200).end(body);
  else res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/**
 * Signed requests at `/slack/events`. A receiver of our own, because Bolt's accepts any future timestamp, parses a form
 * as JSON when its content type has a charset, and ends the process on a body of `null`. Uses the system clock, as
 * Bolt's check of signatures does.
 */
export function createHttpTransport({
  signingSecret,
  logger,
  dispatcher,
  readBody,
  dedupe,
  onError,
}: Options): Transport {
  let app: App | undefined;

  function isSigned(req: IncomingMessage, body: string): boolean {
    const timestamp = Number(req.headers['x-slack-request-timestamp'] || Number.NaN);
    if (!(timestamp <= Date.now() / 1000 + MAX_SKEW_SECONDS)) return false;
    const headers = {
      'x-slack-signature': String(req.headers['x-slack-signature']),
      'x-slack-request-timestamp': timestamp,
    };
    return isValidSlackRequest({ signingSecret, body, headers });
  }

  async function events(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const refuse = (status: number, why: string): void => {
      logger.warn(`A request to /slack/events was refused: ${why}.`);
      res.writeHead(status, { connection: 'close' }).end();
    };
    let text: string;
    try {
      text = (await readBody(req)).toString();
    } catch (error) {
      logger.warn(`A request to /slack/events was refused: ${error instanceof Error ? error.message : error}.`);
      throw error;
    }
    if (isSslCheck(text, req.headers['content-type'])) return respond(res);
    if (!isSigned(req, text)) return refuse(401, 'Slack did not sign it, or not within the last five minutes');
    let body: ReceiverEvent['body'];
    try {
      body = parseBody(text, req.headers['content-type']?.split(';', 1)[0]?.trim());
    } catch {
      return refuse(400, 'its body cannot be read');
    }
    if (body.ssl_check === '1') return respond(res);
    if (body.type === 'url_verification') return respond(res, { challenge: body.challenge });
    const delivery = sha256(String(req.headers['x-slack-signature']));
    // What a select asks for while somebody types changes nothing, and the same may be asked twice in a second.
    const isRead = body.type === 'block_suggestion';
    if (!isRead && !(await dedupe.isFirst(`signed:${delivery}`, SIGNED_FOR_MS))) return respond(res);
    try {
      const ack: ReceiverEvent['ack'] = async (response) => respond(res, response);
      await dispatcher.dispatch(app, { body, ack, customProperties: { delivery } });
    } catch (error) {
      onError(error);
      if (!res.headersSent) res.writeHead(500).end();
    }
  }

  return {
    receiver: {
      init: (initialised) => {
        app = initialised;
      },
      start: async () => {},
      stop: async () => {},
    },
    events,
    isOpen: () => true,
    start: () => {},
    stop: async () => {},
  };
}
