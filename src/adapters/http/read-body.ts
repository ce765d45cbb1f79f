import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../ports/clock.ts';

/** What one request may hold, Slack's and LiteMail's alike. */
const MAX_BYTES = 1024 * 1024;
/** What all bodies that are not complete yet may hold together. */
const MAX_UNFINISHED_BYTES = 32 * MAX_BYTES;
const MAX_UNFINISHED = 1_000;
/** What a piece costs beside its bytes, so that many tiny ones count too. */
const PIECE_OVERHEAD = 256;
const BODY_TIMEOUT_MS = 10_000;

/** The body was not taken; `message` says why, for the log. */
export class BodyRefused extends Error {
  readonly status: 400 | 408 | 413 | 503;
  constructor(status: BodyRefused['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** Rejects with `BodyRefused`. */
export type ReadBody = (req: IncomingMessage) => Promise<Buffer>;

/**
 * Reads whole bodies that nobody has verified yet, so all of them together are bounded. When that is too much, the oldest
 * unfinished one is refused: an honest one is complete within moments.
 */
export function createBodyReader(clock: Pick<Clock, 'after'>): ReadBody {
  const unfinished = new Map<IncomingMessage, { cost: number; refuse(problem: BodyRefused): void }>();
  let total = 0;

  function makeRoom(): void {
    for (const { refuse } of unfinished.values()) {
      if (total <= MAX_UNFINISHED_BYTES && unfinished.size <= MAX_UNFINISHED) return;
      refuse(new BodyRefused(503, 'too many requests were unfinished at the same time'));
    }
  }

  return (req) =>
    new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      let size = 0;
      const body = { cost: 0, refuse };
      const cancel = clock.after(BODY_TIMEOUT_MS, () => refuse(new BodyRefused(408, 'its body took too long')));

      function forget(): void {
        cancel();
        total -= body.cost;
        body.cost = 0;
        unfinished.delete(req);
        req.off('data', take).off('end', finish).off('close', breakOff);
      }
      function refuse(problem: BodyRefused): void {
        forget();
        pieces.length = 0;
        reject(problem);
      }
      function take(piece: Buffer): void {
        size += piece.length;
        pieces.push(piece);
        body.cost += piece.length + PIECE_OVERHEAD;
        total += piece.length + PIECE_OVERHEAD;
        if (size > MAX_BYTES) refuse(tooLarge());
        else makeRoom();
      }
      function finish(): void {
        forget();
        resolve(Buffer.concat(pieces, size));
      }
      const breakOff = (): void => refuse(new BodyRefused(400, 'its body broke off'));

      // Without it, the end of a connection would be an error that nobody handles.
      req.on('error', () => {});
      unfinished.set(req, body);
      if (Number(req.headers['content-length'] ?? 0) > MAX_BYTES) return refuse(tooLarge());
      req.on('data', take).on('end', finish).on('close', breakOff);
      makeRoom();
    });
}

const tooLarge = (): BodyRefused => new BodyRefused(413, 'it is larger than 1 MiB');

/**
 * Answers and closes. The answer is complete at once, but the connection stays until the rest of a body has come, ten
 * seconds at most: closing it before would throw away an answer that the sender has not read.
 */
export function refuseBody(req: IncomingMessage, res: ServerResponse, status: number, text = ''): void {
  const length = Buffer.byteLength(text);
  res.writeHead(status, { 'content-type': 'text/plain', 'content-length': length, connection: 'close' });
  if (status !== 413 || req.complete) return void res.end(text);
  res.write(text);
  const timer = setTimeout(() => req.destroy(), BODY_TIMEOUT_MS).unref();
  req.once('close', () => clearTimeout(timer)).once('end', () => res.end());
  req.resume();
}
