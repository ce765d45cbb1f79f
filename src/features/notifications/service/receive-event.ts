import { channelsFor } from '../../../domain/events/filter.ts';
import { readEvents } from '../../../domain/events/read-events.ts';
import { isSigned } from '../../../domain/events/webhook-signature.ts';
import { type Json, parseJson, toJson } from '../../../lib/json.ts';
import { withoutSecrets } from '../../../lib/secret.ts';
import type { Services } from '../../product-context.ts';
import { deliverEvents } from '../jobs/deliver-events.ts';

export const secretField = (endpointId: string): string => `endpoint.${endpointId}`;

type Received =
  | { readonly status: 200; readonly isNew: boolean }
  | { readonly status: 400 | 401 | 404; readonly why: string };

interface Delivery {
  readonly endpointId: string;
  readonly raw: Buffer;
  /** The same where it did not come packed. */
  readonly unpacked: Buffer;
  readonly signature: string | undefined;
}

type Needs = Pick<Services, 'stores' | 'vault' | 'clock' | 'apis'>;

/** Takes one delivery from LiteMail. Resolves with 200 only when all its events are on disk; the rest happens later. */
export async function receiveEvent(
  { stores, vault, clock, apis }: Needs,
  { endpointId, raw, unpacked, signature }: Delivery,
): Promise<Received> {
  const endpoint = await stores.endpoints.find(endpointId);
  if (!endpoint) return { status: 404, why: 'unknown endpoint' };
  const { teamId } = endpoint;
  const now = clock.now();
  const secret = endpoint.secret && vault.open(teamId, secretField(endpoint.id), endpoint.secret);
  if (!secret || ![raw, unpacked].some((body) => isSigned(signature, body, secret, now)))
    return { status: 401, why: 'bad signature' };

  let said: Json;
  try {
    // Without a byte order mark, which the decoder takes away.
    said = toJson(parseJson(new TextDecoder().decode(unpacked)));
  } catch {
    return { status: 400, why: 'not JSON' };
  }
  const subscriptions = await stores.subscriptions.list(teamId);
  const latest = (object: string) => stores.events.latest(teamId, object);
  const events = await Promise.all(
    (await readEvents(said, now, latest)).map(async ({ id, type, body }) => ({
      id,
      teamId,
      endpointId: endpoint.id,
      type,
      receivedAt: now,
      body: toJson(withoutSecrets(await apis.withoutSecrets(teamId, body, [secret]))),
    })),
  );
  const stored = events.map((event) => {
    const channels = channelsFor(event, subscriptions);
    const jobs = channels.map((channel) => deliverEvents.at(now, teamId, { channel }));
    return stores.events.append(event, channels, jobs);
  });
  return { status: 200, isNew: (await Promise.all(stored)).includes(true) };
}
