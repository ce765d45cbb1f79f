import { displayName } from './name.ts';
import type { RecordValue } from './record.ts';

/**
 * Where an HTTPS or SVCB record redirects clients (RFC 9460); undefined if it only has parameters for the name's own
 * addresses.
 */
export function serviceTarget(owner: string, { data = {} }: RecordValue): string | undefined {
  const target = String(data.target ?? '.');
  const parts = [
    ...(target === '.' || target === owner ? [] : [displayName(target)]),
    ...[...String(data.value ?? '').matchAll(/(?:^|\s)(ipv4hint|ipv6hint|port)="?([^"\s]+)/g)].map(([, key, value]) =>
      key === 'port' ? `port ${value}` : `${value}`,
    ),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}
