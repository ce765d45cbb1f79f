import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import {
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { Clock } from '../../src/ports/clock.ts';
import type { Faults } from '../faults.ts';
import { type DnsAnswer, resolveAnswer } from './answer.ts';
import { typeAsked, wireAnswer } from './dns-wire.ts';
import type { Published } from './published.ts';

export interface DnsServer {
  /** `127.0.0.1:3053`, for DNS_SERVERS. */
  readonly address: string;
  stop(): Promise<void>;
}

interface Needs {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly published: Published;
  /** Taken if it is free; any otherwise. */
  readonly port: number;
}

const codes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;
const host = '127.0.0.1';
const longest = 0xffff;

interface Query {
  readonly packet: DecodedPacket;
  readonly question: Question;
  readonly name: string;
  readonly type: string;
}

/** Undefined if it is not a query. */
function queryIn(message: Buffer): Query | undefined {
  try {
    const packet = decode(message);
    const [question] = packet.questions ?? [];
    if (packet.flag_qr || !question) return undefined;
    return { packet, question, name: question.name.toLowerCase(), type: typeAsked(question.type) };
  } catch {
    return undefined;
  }
}

function replyTo({ packet, question }: Query, { code, rows, zone }: DnsAnswer, published: Published): Packet {
  const soa = rows.length === 0 && zone ? resolveAnswer(published, zone, 'SOA').rows : [];
  return {
    type: 'response',
    id: packet.id ?? 0,
    flags: AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | ((packet.flags ?? 0) & RECURSION_DESIRED) | codes[code],
    questions: [question],
    answers: rows.map(wireAnswer),
    authorities: soa.map(wireAnswer),
  };
}

/** As many bytes as fit; the client retries over TCP for the rest. */
function encoded({ answers, authorities, ...head }: Packet, size: number): Buffer {
  const whole = encode({ ...head, answers, authorities });
  return whole.length <= size ? whole : encode({ ...head, flags: (head.flags ?? 0) | TRUNCATED_RESPONSE });
}

type Send = (reply: Buffer) => void;

/**
 * A name server on 127.0.0.1 over UDP and TCP that knows the stand-ins' zones. Faults of the API `dns`: `slow`, `drop`
 * (no answer), `status` (SERVFAIL); their operation is like `TXT acme-mail.com`.
 */
export async function startDnsServer({ clock, faults, published, port }: Needs): Promise<DnsServer> {
  /** Content that DNS cannot carry must not crash the server. */
  function written(query: Query, resolved: DnsAnswer, size: number): Buffer {
    try {
      return encoded(replyTo(query, resolved, published), size);
    } catch {
      return encoded(replyTo(query, { code: 'SERVFAIL', rows: [] }, published), size);
    }
  }
  function respond(message: Buffer, send: Send, size?: number): void {
    const query = queryIn(message);
    if (!query) return;
    const operation = `${query.type} ${query.name}`;
    if (faults.take('dns', 'drop', operation)) return;
    const broken = faults.take('dns', 'status', operation);
    const resolved: DnsAnswer = broken
      ? { code: 'SERVFAIL', rows: [] }
      : resolveAnswer(published, query.name, query.type);
    const reply = written(query, resolved, size ?? datagramSize(query.packet));
    const slow = faults.take('dns', 'slow', operation);
    if (slow) clock.after(slow.ms ?? 3000, () => send(reply));
    else send(reply);
  }

  const { tcp, udp, taken } = await open(port).catch(() => open(0));
  const sockets = new Set<Socket>();
  tcp.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, (message, send) => respond(message, send, longest));
  });
  udp.on('message', (message, from) => respond(message, (reply) => udp.send(reply, from.port, from.address, () => {})));
  udp.on('error', () => {});

  let stopped = false;
  return {
    address: `${host}:${taken}`,
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise((resolve) => tcp.close(resolve)),
        new Promise<void>((resolve) => udp.close(() => resolve())),
      ]);
    },
  };
}

/** Both sockets on one port. */
async function open(port: number) {
  const tcp = createServer();
  const udp = createSocket('udp4');
  try {
    await once(tcp.listen(port, host), 'listening');
    const taken = (tcp.address() as AddressInfo).port;
    await once(udp.bind(taken, host), 'listening');
    return { tcp, udp, taken };
  } catch (error) {
    tcp.close();
    udp.close();
    throw error;
  }
}

/** The client's datagram limit: 512 bytes, or its EDNS size. */
function datagramSize({ additionals = [] }: DecodedPacket): number {
  const edns = additionals.find((each) => each.type === 'OPT');
  return edns && 'udpPayloadSize' in edns ? Math.max(512, edns.udpPayloadSize) : 512;
}

/** Messages with their length before them, any number on one connection. */
function converse(socket: Socket, respond: (message: Buffer, send: Send) => void): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0) + 2;
      if (received.length < length) return;
      const message = received.subarray(2, length);
      received = received.subarray(length);
      respond(message, (reply) => {
        const prefix = Buffer.alloc(2);
        prefix.writeUInt16BE(reply.length);
        if (!socket.destroyed) socket.write(Buffer.concat([prefix, reply]));
      });
    }
  });
}
