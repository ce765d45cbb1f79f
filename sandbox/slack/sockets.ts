import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { appId, appToken } from './seed-slack.ts';
import { Refusal } from './slack-refusal.ts';

/** What came back over a connection. */
export interface SocketAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly timedOut?: boolean;
}

/** Socket Mode: connections that the app opened, and envelopes sent over any one of them. */
export interface Sockets {
  /** `apps.connections.open`: a URL that is good for one connection. */
  open(token: string | undefined, origin: string): { url: string };
  /** Takes the connection if it asks for one of ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Whether the app is connected: then everything goes that way. */
  connected(): boolean;
  send(type: string, payload: unknown, ackMs: number): Promise<SocketAnswer>;
  close(): void;
}

const most = 10;

export function createSockets(): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting = new Map<string, (answer: SocketAnswer) => void>();
  let next = 0;

  function hear(text: string): void {
    const { envelope_id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: object };
    const body = payload && Object.keys(payload).length > 0 ? payload : undefined;
    if (envelope_id) waiting.get(envelope_id)?.({ status: 200, body });
  }

  function welcome(socket: WebSocket): void {
    const beat = setInterval(() => socket.ping(), 10_000);
    socket.on('message', (data) => hear(String(data)));
    socket.on('close', () => clearInterval(beat));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: server.clients.size,
        connection_info: { app_id: appId },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
  }

  const open = () => [...server.clients].filter((client) => client.readyState === client.OPEN);
  return {
    open(token, origin) {
      if (!token) throw new Refusal('not_authed');
      if (token !== appToken) throw new Refusal('invalid_auth');
      if (open().length >= most) throw new Refusal('too_many_websockets');
      const ticket = randomBytes(12).toString('hex');
      tickets.add(ticket);
      return { url: `${origin.replace(/^http/, 'ws')}/sandbox/slack/socket?ticket=${ticket}` };
    },
    upgrade(request, socket, head) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
      if (pathname !== '/sandbox/slack/socket' || !tickets.delete(searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    connected: () => open().length > 0,
    send(type, payload, ackMs) {
      const clients = open();
      const socket = clients[next++ % clients.length];
      const envelope_id = randomBytes(16).toString('hex');
      return new Promise<SocketAnswer>((resolve) => {
        const gone = () => resolve({ status: 0, body: undefined });
        const late = setTimeout(() => resolve({ status: 0, body: undefined, timedOut: true }), ackMs);
        waiting.set(envelope_id, (answer) => {
          clearTimeout(late);
          socket?.off('close', gone);
          resolve(answer);
        });
        socket?.once('close', gone);
        socket?.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api' }));
      }).finally(() => waiting.delete(envelope_id));
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
