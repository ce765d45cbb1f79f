import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

/** Where a name server listens. */
export interface Server {
  readonly address: string;
  readonly port: number;
}

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`, as in DNS_SERVERS and node:dns; port 53 unless said. */
export function parseServer(text: string): Server {
  const [, bracketed, port] = /^\[(.+)\](?::(\d+))?$/.exec(text) ?? /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  return { address: bracketed ?? text, port: Number(port ?? 53) };
}

export const serverText = ({ address, port }: Server): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Reads a reply; undefined when it is no answer to the query, and then the next one is waited for. */
type Accept<T> = (message: Buffer) => T | undefined;

interface Options<T> {
  readonly timeoutMs: number;
  readonly accept: Accept<T>;
}

const timedOut = (): Error => new Error('no answer in time');

/** One question and its answer by UDP, from a port of its own. Rejects in words. */
export function overUdp<T>({ address, port }: Server, query: Buffer, { timeoutMs, accept }: Options<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.close();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(timedOut())), timeoutMs);
    socket.on('error', (error) => end(() => reject(inWords(error))));
    socket.on('message', (message) => {
      const answer = accept(message);
      if (answer !== undefined) end(() => resolve(answer));
    });
    // A connected socket takes datagrams of this server alone, and hears that nobody listens there.
    socket.once('connect', () => socket.send(query));
    socket.connect(port, address);
  });
}

/** The same by TCP, where answers of any length fit. */
export function overTcp<T>({ address, port }: Server, query: Buffer, { timeoutMs, accept }: Options<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    let received: Buffer = Buffer.alloc(0);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(timedOut())), timeoutMs);
    socket.on('error', (error) => end(() => reject(inWords(error))));
    socket.on('close', () => end(() => reject(new Error('the connection was closed'))));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2) return;
      const length = received.readUInt16BE(0);
      if (received.length < length + 2) return;
      const answer = accept(received.subarray(2, length + 2));
      end(() => (answer === undefined ? reject(new Error('an invalid answer')) : resolve(answer)));
    });
    socket.on('connect', () => {
      const prefix = Buffer.alloc(2);
      prefix.writeUInt16BE(query.length);
      socket.write(Buffer.concat([prefix, query]));
    });
  });
}

function inWords(error: NodeJS.ErrnoException): Error {
  if (error.code === 'ECONNREFUSED') return new Error('nothing is listening there');
  return /^E(NET|HOST)/.test(error.code ?? '') ? new Error('it cannot be reached') : error;
}
