import { displayName } from '../../../domain/dns/model/name.ts';
import type { ProviderName, RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import { type SnapshotCause, snapshot } from '../../../domain/dns/model/snapshot.ts';
import { didYouMean } from '../../../engine/commands/names.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';
import { chooseFrom, isPattern, listed, nearestTo, onlyName, type Selection } from '../../litemail/index.ts';
import type { CommandContext, Services } from '../../product-context.ts';

export interface ResolvedZone {
  readonly provider: DnsProvider;
  readonly zone: Zone;
}

const providerLabel: Record<ProviderName, string> = {
  cloudflare: 'the Cloudflare account',
  litemail: 'LiteMail',
};

/** `not_found` means no zone there; with `via` it is an error. */
function ignoreNotFound(error: unknown, via?: ProviderName): undefined {
  if (via || !(error instanceof AppError) || error.code !== 'not_found') throw error;
}

/** Finds a domain's zone and provider: the team's Cloudflare account if it has the zone, else LiteMail; `via` forces one. */
export async function resolveZone(
  services: Pick<Services, 'apis'>,
  teamId: string,
  domain: string,
  via?: ProviderName,
): Promise<ResolvedZone> {
  const order: ProviderName[] = via ? [via] : ['cloudflare', 'litemail'];
  const asked: ProviderName[] = [];
  const providers: DnsProvider[] = [];
  for (const name of order) {
    const provider = await services.apis.provider(teamId, name);
    if (!provider) continue;
    asked.push(name);
    providers.push(provider);
    const zone = await provider.findZone(domain).catch((error: unknown) => ignoreNotFound(error, via));
    if (zone) return { provider, zone };
  }
  if (asked.length === 0) {
    throw new AppError(
      'not_configured',
      via
        ? `${providerLabel[via]} is not connected for this team.`
        : 'Neither Cloudflare nor LiteMail is connected for this team.',
      {
        hint: `An admin can connect them in ${typed('setup')}.`,
      },
    );
  }
  const known = await Promise.all(providers.map((provider) => provider.zones().catch(ignoreErrors)));
  const near = didYouMean(domain, [...new Set(known.flatMap((zones) => zones ?? []).map(({ name }) => name))]);
  throw new AppError(
    'not_found',
    `${displayName(domain)} is not one of the zones in ${asked.map((name) => providerLabel[name]).join(' or ')} connected for this team.`,
    {
      hint: `${near}Check the spelling, and that the token can see this zone. ${typed('domains credentials')} lists the zones LiteMail sees.`,
    },
  );
}

/** Without its list nothing is suggested. */
function ignoreErrors(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}

/** The provider of a zone from a stored plan. */
export async function providerOf(
  { apis }: Pick<Services, 'apis'>,
  teamId: string,
  { home, name }: Zone,
  lane: Lane = 'interactive',
): Promise<DnsProvider> {
  const provider = await apis.provider(teamId, home, lane);
  if (provider) return provider;
  throw new AppError(
    'not_configured',
    `${providerLabel[home]} is no longer connected, so ${displayName(name)} cannot be changed.`,
    { hint: `An admin can connect it in ${typed('setup')}.` },
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

export interface ZoneSelector extends Selection {
  readonly via?: ProviderName | undefined;
}

/** A zone, and the given names in it: its own, or names below it. */
interface SelectedZone extends ResolvedZone {
  readonly names: readonly string[];
}

interface ZoneSelection {
  readonly zones: readonly SelectedZone[];
  /** Providers that could not be searched. */
  readonly notes: readonly string[];
}

/** The selected zones, each once, in the given order. Throws `not_found` naming all missing ones. */
export async function selectZones(ctx: CommandContext, selection: ZoneSelector): Promise<ZoneSelection> {
  const { names, via } = selection;
  const { teamId } = ctx.actor;
  const only = onlyName(selection);
  if (only !== undefined)
    return { zones: [{ ...(await resolveZone(ctx, teamId, only, via)), names: [only] }], notes: [] };
  const items = ({ zones }: AllZones) => zones.map((resolved) => ({ ...resolved, name: resolved.zone.name }));
  let all = await listAllZones(ctx, via);
  const isListed = (name: string) => all.zones.some(({ zone }) => `.${name}`.endsWith(`.${zone.name}`));
  const unlisted = names.find((name) => !isPattern(name) && !isListed(name));
  // An unlisted zone may be new: looking it up by name refreshes the list.
  if (unlisted !== undefined) {
    await resolveZone(ctx, teamId, unlisted, via).catch((error: unknown) => ignoreNotFound(error));
    all = await listAllZones(ctx, via);
  }
  const zones = await chooseFrom(ctx, selection, {
    items: items(all),
    holdsNamesBelow: true,
    notFound: (missing) => zonesNotFound(missing, all),
  });
  const isWhole = names.length > 0 && !names.some(isPattern);
  const notes = all.problems.map(
    ({ provider, error }) => `Zones in ${providerLabel[provider]} were not searched: ${error.message}`,
  );
  return { zones, notes: isWhole ? [] : notes };
}

function zonesNotFound(missing: readonly string[], { zones, problems: [problem] }: AllZones): AppError {
  const near = nearestTo(
    missing,
    zones.map(({ zone }) => zone.name),
  );
  const hint = `${near}Check the spelling, or leave them out.`;
  if (!problem)
    return new AppError('not_found', `Not among the zones connected for this team: ${listed(missing)}.`, { hint });
  const { provider, error } = problem;
  const unasked = `${providerLabel[provider]} did not answer: ${error.message}`;
  return new AppError(error.code, `Not found: ${listed(missing)}; ${unasked}`, { hint: error.hint ?? hint });
}

interface AllZones {
  readonly zones: readonly ResolvedZone[];
  /** Providers that could not be listed, and why. */
  readonly problems: readonly { readonly provider: ProviderName; readonly error: AppError }[];
}

/** Every zone of the team, each once, Cloudflare first. If one provider fails, the zones of the other are still listed. */
export async function listAllZones(ctx: CommandContext, via?: ProviderName): Promise<AllZones> {
  const order: ProviderName[] = via ? [via] : ['cloudflare', 'litemail'];
  const zones = new Map<string, ResolvedZone>();
  const problems: { provider: ProviderName; error: AppError }[] = [];
  for (const name of order) {
    const provider = await ctx.apis.provider(ctx.actor.teamId, name);
    try {
      for (const zone of (await provider?.zones()) ?? [])
        if (provider && !zones.has(zone.name)) zones.set(zone.name, { provider, zone });
    } catch (error) {
      if (via || !(error instanceof AppError)) throw error;
      problems.push({ provider: name, error });
    }
  }
  return { zones: [...zones.values()], problems };
}
