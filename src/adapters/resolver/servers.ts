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
