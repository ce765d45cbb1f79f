import { displayName } from '../../core/dns/name.ts';
import type { Home, Zone } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { Lane } from '../../ports/apis.ts';
import type { DnsHome } from '../../ports/dns.ts';
import type { Services } from '../context.ts';

export interface Place {
  readonly home: DnsHome;
  readonly zone: Zone;
}

export const homeLabel: Record<Home, string> = { cloudflare: 'the Cloudflare account', litemail: 'LiteMail' };

/** An API that has no such list holds no zone; whoever named it is told. */
function elsewhere(error: unknown, via: Home | undefined): undefined {
  if (via || !(error instanceof AppError) || error.code !== 'not_found') throw error;
}

/** Where a domain's records live: the team's Cloudflare account if the zone is there, LiteMail otherwise; `via` says it outright. */
export async function placeOf(
  services: Pick<Services, 'apis'>,
  teamId: string,
  domain: string,
  via?: Home,
): Promise<Place> {
  const homes = await services.apis.homes(teamId);
  const order: Home[] = via ? [via] : ['cloudflare', 'litemail'];
  for (const name of order) {
    const home = homes[name];
    const zone = await home?.findZone(domain).catch((error: unknown) => elsewhere(error, via));
    if (home && zone) return { home, zone };
  }
  const asked = order.filter((name) => homes[name]);
  if (asked.length === 0) {
    throw new AppError(
      'not_configured',
      via
        ? `${homeLabel[via]} is not connected for this team.`
        : 'Neither Cloudflare nor LiteMail is connected for this team.',
      {
        hint: 'An admin connects them in `/litemail setup`.',
      },
    );
  }
  throw new AppError(
    'not_found',
    `${displayName(domain)} is not among the zones of ${asked.map((name) => homeLabel[name]).join(' or of ')} that this team has connected.`,
    {
      hint: 'Check the spelling, or whether the token may see this zone. `/litemail domains credentials` shows the zones that LiteMail sees.',
    },
  );
}

/** The home of a zone that a stored plan names. */
export async function homeOf(
  { apis }: Pick<Services, 'apis'>,
  teamId: string,
  { home, name }: Zone,
  lane: Lane = 'interactive',
): Promise<DnsHome> {
  const found = (await apis.homes(teamId, lane))[home];
  if (found) return found;
  throw new AppError(
    'not_configured',
    `${homeLabel[home]} is no longer connected, so ${displayName(name)} cannot be changed.`,
    { hint: 'An admin connects it in `/litemail setup`.' },
  );
}
