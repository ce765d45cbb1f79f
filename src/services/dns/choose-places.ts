import { displayName, isBelow, parseDomain } from '../../core/dns/name.ts';
import type { Home } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import { globMatches } from '../../core/glob.ts';
import type { CommandContext } from '../context.ts';
import { type Place, placeOf } from './homes.ts';

export interface Choice {
  /** Domains, and patterns such as `acme-*` or `*` for the zones that the team has. */
  readonly domains: readonly string[];
  readonly except?: readonly string[] | undefined;
  readonly via?: Home | undefined;
}

const mostZones = 1_000;
const mostNamed = 10;

/** The zones that are meant, each once, in the order of naming. Throws `not_found` naming all that are not there. */
export async function choosePlaces(ctx: CommandContext, { domains, except = [], via }: Choice): Promise<Place[]> {
  const [only] = domains;
  if (only !== undefined && domains.length === 1 && !isPattern(only))
    return [await placeOf(ctx, ctx.actor.teamId, parseDomain(only), via)];
  const names = domains.map((name) => (isPattern(name) ? name.toLowerCase() : parseDomain(name)));
  let all = await allPlaces(ctx, via);
  const lacking = names.find((name) => placesFor(name, all).length === 0);
  // One that is not in the list may be new: asking for it by name reads the list again.
  if (lacking !== undefined && !isPattern(lacking)) {
    await placeOf(ctx, ctx.actor.teamId, lacking, via).catch(unlessMissing);
    all = await allPlaces(ctx, via);
  }
  const missing = names.filter((name) => placesFor(name, all).length === 0);
  if (missing.length > 0)
    throw new AppError('not_found', `Not among the zones that this team has connected: ${named(missing)}.`, {
      hint: 'Check the spelling, or leave them out.',
    });
  const found = new Map(names.flatMap((name) => placesFor(name, all)).map((place) => [place.zone.name, place]));
  const chosen = [...found.values()].filter(({ zone }) => !except.some((name) => globMatches(name, zone.name)));
  if (chosen.length === 0) throw new AppError('bad_input', 'No zone is left after leaving out those named.');
  if (chosen.length > mostZones)
    throw new AppError('bad_input', `That means ${chosen.length} zones; one request takes ${mostZones}.`, {
      hint: 'Name fewer of them, for example with a narrower pattern.',
    });
  return chosen;
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'not_found')) throw error;
}

const isPattern = (text: string): boolean => text.includes('*');

const named = (names: readonly string[]): string =>
  `${names.slice(0, mostNamed).map(displayName).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}`;

/** All that fit a pattern; for a domain the one with the longest name that holds it. */
function placesFor(name: string, all: readonly Place[]): Place[] {
  if (isPattern(name)) return all.filter(({ zone }) => globMatches(name, zone.name));
  const holding = all.filter(({ zone }) => isBelow(name, zone.name));
  return holding.sort((a, b) => b.zone.name.length - a.zone.name.length).slice(0, 1);
}

/** Every zone of the team, each once, at Cloudflare first. */
async function allPlaces(ctx: CommandContext, via: Home | undefined): Promise<Place[]> {
  const homes = await ctx.apis.homes(ctx.actor.teamId);
  const order: Home[] = via ? [via] : ['cloudflare', 'litemail'];
  const places = new Map<string, Place>();
  for (const name of order) {
    const home = homes[name];
    for (const zone of (await home?.zones()) ?? [])
      if (home && !places.has(zone.name)) places.set(zone.name, { home, zone });
  }
  return [...places.values()];
}
