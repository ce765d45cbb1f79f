import { displayName } from '../../../domain/dns/model/name.ts';
import type { ProviderName, Zone } from '../../../domain/dns/model/record.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { DnsProvider } from '../../../ports/dns-provider.ts';
import type { Services } from '../../context.ts';

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
