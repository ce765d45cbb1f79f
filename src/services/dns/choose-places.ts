import { displayName, isBelow, parseDomain } from '../../core/dns/name.ts';
import type { Home } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import { globMatches } from '../../core/glob.ts';
import type { CommandContext } from '../context.ts';
import { homeLabel, type Place, placeOf } from './homes.ts';

export interface Choice {
  /** Domains, and patterns such as `acme-*` or `*` for the zones that the team has. */
  readonly domains: readonly string[];
  readonly except?: readonly string[] | undefined;
  readonly via?: Home | undefined;
}

/** A zone, and what was named that lies in it: its own name, or names below it. */
export interface Chosen extends Place {
  readonly named: readonly string[];
}

export interface Chosens {
  readonly places: readonly Chosen[];
  /** What a pattern may have missed. */
  readonly notes: readonly string[];
}

const mostZones = 1_000;
const mostNamed = 10;

/** The zones that are meant, each once, in the order of naming. Throws `not_found` naming all that are not there. */
export async function choosePlaces(ctx: CommandContext, { domains, except = [], via }: Choice): Promise<Chosens> {
  const [only] = domains;
  if (only !== undefined && domains.length === 1 && !isPattern(only) && except.length === 0) {
    const domain = parseDomain(only);
    return { places: [{ ...(await placeOf(ctx, ctx.actor.teamId, domain, via)), named: [domain] }], notes: [] };
  }
  const names = domains.map((name) => (isPattern(name) ? name.toLowerCase() : parseDomain(name)));
  let all = await allPlaces(ctx, via);
  const lacking = names.find((name) => placesFor(name, all.places).length === 0);
  // One that is not in the list may be new: asking for it by name reads the list again.
  if (lacking !== undefined && !isPattern(lacking)) {
    await placeOf(ctx, ctx.actor.teamId, lacking, via).catch(unlessMissing);
    all = await allPlaces(ctx, via);
  }
  const missing = names.filter((name) => placesFor(name, all.places).length === 0);
  if (missing.length > 0) throw notThere(missing, all);
  const found = new Map<string, Chosen>();
  for (const name of names)
    for (const place of placesFor(name, all.places)) {
      const named = [...(found.get(place.zone.name)?.named ?? []), isPattern(name) ? place.zone.name : name];
      found.set(place.zone.name, { ...place, named: [...new Set(named)] });
    }
  const notes = names.some(isPattern)
    ? all.problems.map(({ home, error }) => `Zones of ${homeLabel[home]} were not looked through: ${error.message}`)
    : [];
  return { places: without([...found.values()], except), notes };
}

function notThere(missing: readonly string[], { problems: [problem] }: AllPlaces): AppError {
  const hint = 'Check the spelling, or leave them out.';
  if (!problem)
    return new AppError('not_found', `Not among the zones that this team has connected: ${listed(missing)}.`, { hint });
  const { home, error } = problem;
  const unasked = `${homeLabel[home]} could not be asked: ${error.message}`;
  return new AppError(error.code, `Not found: ${listed(missing)}; ${unasked}`, { hint: error.hint ?? hint });
}

function without(places: readonly Chosen[], except: readonly string[]): readonly Chosen[] {
  const idle = except.filter((name) => !places.some(({ zone }) => globMatches(name, zone.name)));
  if (idle.length > 0)
    throw new AppError('bad_input', `None of the zones that are meant is left out by ${listed(idle)}.`, {
      hint: 'Check the spelling: nothing was planned.',
      fields: { except: `There is no such zone here: ${listed(idle)}.` },
    });
  const chosen = places.filter(({ zone }) => !except.some((name) => globMatches(name, zone.name)));
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

const listed = (names: readonly string[]): string =>
  `${names.slice(0, mostNamed).map(displayName).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}`;

/** All that fit a pattern; for a domain the one with the longest name that holds it. */
function placesFor(name: string, all: readonly Place[]): Place[] {
  if (isPattern(name)) return all.filter(({ zone }) => globMatches(name, zone.name));
  const holding = all.filter(({ zone }) => isBelow(name, zone.name));
  return holding.sort((a, b) => b.zone.name.length - a.zone.name.length).slice(0, 1);
}

interface AllPlaces {
  readonly places: readonly Place[];
  /** Homes that could not be asked, and why. */
  readonly problems: readonly { readonly home: Home; readonly error: AppError }[];
}

/** Every zone of the team, each once, at Cloudflare first. A home that does not answer takes none away from the other. */
async function allPlaces(ctx: CommandContext, via: Home | undefined): Promise<AllPlaces> {
  const homes = await ctx.apis.homes(ctx.actor.teamId);
  const order: Home[] = via ? [via] : ['cloudflare', 'litemail'];
  const places = new Map<string, Place>();
  const problems: { home: Home; error: AppError }[] = [];
  for (const name of order) {
    const home = homes[name];
    try {
      for (const zone of (await home?.zones()) ?? [])
        if (home && !places.has(zone.name)) places.set(zone.name, { home, zone });
    } catch (error) {
      if (via || !(error instanceof AppError)) throw error;
      problems.push({ home: name, error });
    }
  }
  return { places: [...places.values()], problems };
}
