import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { MAX_BODY_BYTES, type ReadBody } from '../http/http-server.ts';

interface Event {
  readonly endpointId: string;
  /** As it came; whoever packs it may have signed it before or after. */
  readonly raw: Buffer;
  readonly unpacked: Buffer;
  /** As in the header, not checked yet. */
  readonly signature: string | undefined;
}
/** Resolves with 200 only once the event is on disk. */
type Receive = (event: Event) => Promise<{ readonly status: number; readonly why?: string }>;

const unpack = promisify(gunzip);
const isPacked = (raw: Buffer): boolean => raw[0] === 0x1f && raw[1] === 0x8b;

/** `POST /webhooks/litemail/:endpointId`: 200 only once stored durably, 401, 404, 413 or 400 otherwise. */
export function litemailWebhook(receive: Receive, readBody: ReadBody, signatureHeader: string) {
  return async (req: IncomingMessage, res: ServerResponse, endpointId: string): Promise<void> => {
    const raw = await readBody(req);
    const header = req.headers[signatureHeader];
    const signature = Array.isArray(header) ? header.join(',') : header;
    const unpacked = isPacked(raw) ? await unpack(raw, { maxOutputLength: MAX_BODY_BYTES }).catch(unreadable) : raw;
    const received = Buffer.isBuffer(unpacked) ? await receive({ endpointId, raw, unpacked, signature }) : unpacked;
    res
      .writeHead(received.status, { 'content-type': 'text/plain' })
      .end(received.status === 200 ? 'stored\n' : `${received.why ?? 'refused'}\n`);
  };
}

const unreadable = (error: { readonly code?: string }) =>
  error.code === 'ERR_BUFFER_TOO_LARGE'
    ? { status: 413, why: 'larger than 1 MiB unpacked' }
    : { status: 400, why: 'not gzip' };
