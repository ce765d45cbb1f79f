import { displayName } from '../../../domain/dns/model/name.ts';
import type { ProviderName, RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import { type SnapshotCause, snapshot } from '../../../domain/dns/model/snapshot.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';
import type { CommandContext, Services } from '../../context.ts';

export interface ResolvedZone {
  readonly provider: DnsProvider;
  readonly zone: Zone;
}

export const providerLabel: Record<ProviderName, string> = {
  cloudflare: 'the Cloudflare account',
  litemail: 'LiteMail',
};

/** `not_found` means no zone there; with `via` it is an error. */
function ignoreNotFound(error: unknown, via: ProviderName | undefined): undefined {
  if (via || !(error instanceof AppError) || error.code !== 'not_found') throw error;
}

/** Finds a domain's zone and provider: the team's Cloudflare account if it has the zone, else LiteMail; `via` forces one. */
export async function resolveZone(
  services: Pick<Services, 'apis'>,
  teamId: string,
  domain: string,
  via?: ProviderName,
): Promise<ResolvedZone> {
  const providers = await services.apis.providers(teamId);
  const order: ProviderName[] = via ? [via] : ['cloudflare', 'litemail'];
  for (const name of order) {
    const provider = providers[name];
    const zone = await provider?.findZone(domain).catch((error: unknown) => ignoreNotFound(error, via));
    if (provider && zone) return { provider, zone };
  }
  const asked = order.filter((name) => providers[name]);
  if (asked.length === 0) {
    throw new AppError(
      'not_configured',
      via
        ? `${providerLabel[via]} is not connected for this team.`
        : 'Neither Cloudflare nor LiteMail is connected for this team.',
      {
        hint: 'An admin connects them in `/litemail setup`.',
      },
    );
  }
  throw new AppError(
    'not_found',
    `${displayName(domain)} is not among the zones of ${asked.map((name) => providerLabel[name]).join(' or of ')} that this team has connected.`,
    {
      hint: 'Check the spelling, or whether the token may see this zone. `/litemail domains credentials` shows the zones that LiteMail sees.',
    },
  );
}

/** The provider of a zone from a stored plan. */
export async function providerOf(
  { apis }: Pick<Services, 'apis'>,
  teamId: string,
  { home, name }: Zone,
  lane: Lane = 'interactive',
): Promise<DnsProvider> {
  const provider = (await apis.providers(teamId, lane))[home];
  if (provider) return provider;
  throw new AppError(
    'not_configured',
    `${providerLabel[home]} is no longer connected, so ${displayName(name)} cannot be changed.`,
    { hint: 'An admin connects it in `/litemail setup`.' },
  );
}

/** Stores a snapshot of a zone as just read, for history and external changes. */
export const recordSnapshot = async (
  { stores, clock, actor, request }: CommandContext,
  zone: Zone,
  sets: readonly RecordSet[],
  cause: SnapshotCause,
  at = clock.now(),
): Promise<void> =>
  stores.snapshots.put(snapshot(actor.teamId, zone, sets, { at, cause, ...(request && { request }) }));

/** Reads the current records of a zone. The snapshot is stored in the background. */
export async function readZone(
  ctx: CommandContext,
  { provider, zone }: ResolvedZone,
  cause: 'plan' | 'look' = 'look',
): Promise<readonly RecordSet[]> {
  const sets = await provider.list(zone);
  zonesReadBy(ctx).set(zone.id, sets);
  const at = ctx.clock.now();
  const record = () => recordSnapshot(ctx, zone, sets, cause, at).catch((error: unknown) => ctx.reference(error));
  ctx.clock.after(0, () => void record());
  return sets;
}

/** Zones as last read, by provider id. */
export type ZonesRead = ReadonlyMap<string, readonly RecordSet[]>;
const byCommand = new WeakMap<CommandContext, Map<string, readonly RecordSet[]>>();

/** What one running command has read, so that the mail impact of its plan needs no second read. */
export function zonesReadBy(ctx: CommandContext): Map<string, readonly RecordSet[]> {
  const zones = byCommand.get(ctx) ?? new Map<string, readonly RecordSet[]>();
  byCommand.set(ctx, zones);
  return zones;
}
