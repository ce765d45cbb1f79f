import type { IncomingMessage, ServerResponse } from 'node:http';

const maxBytes = 1024 * 1024;

/** The body, or undefined when it is larger than allowed. */
async function read(req: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

interface Event {
  readonly endpointId: string;
  readonly raw: Buffer;
  /** As in the header, not checked yet. */
  readonly signature: string | undefined;
}
/** Resolves with 200 only once the event is on disk. */
type Receive = (event: Event) => Promise<{ readonly status: number; readonly why?: string }>;

/** `POST /webhooks/litemail/:endpointId`: 200 only once stored durably, 401, 404, 413 or 400 otherwise. */
export function litemailWebhook(receive: Receive, signatureHeader: string) {
  return async (req: IncomingMessage, res: ServerResponse, endpointId: string): Promise<void> => {
    const raw = await read(req);
    if (!raw) {
      res.writeHead(413, { connection: 'close' }).end('larger than 1 MiB\n');
      req.resume();
      return;
    }
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
