import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { channelsFor } from '../../../domain/events/filter.ts';
import { isSigned } from '../../../domain/events/webhook-signature.ts';
import { type Json, sha256 } from '../../../lib/json.ts';
import type { Services } from '../../product-context.ts';
import { deliverEvents } from '../jobs/deliver-events.ts';

export const secretField = (endpointId: string): string => `endpoint.${endpointId}`;

export type Received =
  | { readonly status: 200; readonly isNew: boolean }
  | { readonly status: 400 | 401 | 404; readonly why: string };

const idOf = (body: { readonly [key: string]: Json }): string | undefined => {
  const id = body.id ?? body.eventId ?? body.event_id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
};
const typeOf = (body: { readonly [key: string]: Json }): string => {
  const type = body.type ?? body.event;
  return typeof type === 'string' && type !== '' ? type.slice(0, 200) : 'unknown';
};

/** Takes one delivery from LiteMail. Resolves with 200 only when the event is on disk; the rest happens later. */
export async function receiveEvent(
  { stores, vault, clock }: Pick<Services, 'stores' | 'vault' | 'clock'>,
  { endpointId, raw, signature }: { endpointId: string; raw: Buffer; signature: string | undefined },
): Promise<Received> {
  const endpoint = await stores.endpoints.find(endpointId);
  if (!endpoint) return { status: 404, why: 'unknown endpoint' };
  const now = clock.now();
  const secret = endpoint.secret && vault.open(endpoint.teamId, secretField(endpoint.id), endpoint.secret);
  if (!secret || !isSigned(signature, raw, secret, now)) return { status: 401, why: 'bad signature' };

  let body: Json;
  try {
    body = JSON.parse(raw.toString('utf8')) as Json;
  } catch {
    return { status: 400, why: 'not JSON' };
  }
  const object = body !== null && typeof body === 'object' && !Array.isArray(body) ? body : {};
  const event: LiteMailEvent = {
    id: idOf(object) ?? sha256(raw.toString('utf8')),
    teamId: endpoint.teamId,
    endpointId: endpoint.id,
    type: typeOf(object),
    receivedAt: now,
    body,
  };
  const channels = channelsFor(event, await stores.subscriptions.list(event.teamId));
  const jobs = channels.map((channel) => deliverEvents.at(now, event.teamId, { channel }));
  return { status: 200, isNew: await stores.events.append(event, channels, jobs) };
}
