import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReadBody } from '../http/http-server.ts';

interface Event {
  readonly endpointId: string;
  readonly raw: Buffer;
  /** As in the header, not checked yet. */
  readonly signature: string | undefined;
}
/** Resolves with 200 only once the event is on disk. */
type Receive = (event: Event) => Promise<{ readonly status: number; readonly why?: string }>;

/** `POST /webhooks/litemail/:endpointId`: 200 only once stored durably, 401, 404, 413 or 400 otherwise. */
export function litemailWebhook(receive: Receive, readBody: ReadBody, signatureHeader: string) {
  return async (req: IncomingMessage, res: ServerResponse, endpointId: string): Promise<void> => {
    const raw = await readBody(req);
    const header = req.headers[signatureHeader];
    const received = await receive({
      endpointId,
      raw,
      signature: Array.isArray(header) ? header[0] : header,
    });
    res
      .writeHead(received.status, { 'content-type': 'text/plain' })
      .end(received.status === 200 ? 'stored\n' : `${received.why ?? 'refused'}\n`);
  };
}
