import { AppError } from '../lib/errors.ts';
import { fingerprint } from '../lib/json.ts';
import { typed } from '../lib/text.ts';
import type { Apis, Cloudflare, CloudflareCredential, Lane } from '../ports/apis.ts';
import type { Clock } from '../ports/clock.ts';
import type { DnsProvider } from '../ports/dns-provider.ts';
import type { LiteMail } from '../ports/litemail.ts';
import type { OperationRoutes } from '../ports/operation.ts';
import type { Quota, Quotas } from '../ports/quotas.ts';
import type { TeamStore, Vault } from '../ports/stores.ts';
import type { Observation } from './http/api-client.ts';
import { createLimiter, type Limiter } from './http/limiter.ts';
import { createSentSecrets, type SentSecrets } from './http/sent-secrets.ts';

/** Where a team's own keys lie in its settings, sealed. */
export const litemailKeyField = 'litemail.apiKey';
export const cloudflareField = 'cloudflare.credential';

interface Options {
  readonly clock: Clock;
  readonly quotas: Quotas;
  readonly teams: TeamStore;
  readonly vault: Vault;
  readonly litemail: { readonly url: string; readonly apiKey?: string | undefined; readonly routes: OperationRoutes };
  readonly cloudflare: { readonly url: string; readonly credential?: CloudflareCredential | undefined };
  readonly observe?: (call: Observation) => void;
  /** Milliseconds that one attempt may take. */
  readonly timeout?: number | undefined;
}

// The API schemas and the HTTP client are loaded with the first call or in idle time, not at startup.
export const loadLiteMail = async () => ({
  ...(await import('./litemail/litemail-client.ts')),
  ...(await import('./litemail/litemail-dns-provider.ts')),
});
export const loadCloudflare = async () => ({
  ...(await import('./cloudflare/cloudflare-client.ts')),
  ...(await import('./cloudflare/cloudflare-dns-provider.ts')),
});

/** JSON.parse would quote the secret in its error. */
function parseCredential(own: string): CloudflareCredential {
  try {
    return JSON.parse(own) as CloudflareCredential;
  } catch {
    throw new AppError('not_configured', 'The saved Cloudflare credential cannot be read.', {
      hint: `An admin enters it again in ${typed('setup')}.`,
    });
  }
}

/** Of those who wait for an answer each has a share of the quota. */
interface Caller {
  readonly lane: Lane;
  readonly person?: string | undefined;
}

/** Clients for each team's credential, kept as long as the credential stays the same; one limiter per credential. */
export function createTeamApis({ clock, quotas, teams, vault, litemail, cloudflare, observe, timeout }: Options): Apis {
  const limiters = new Map<string, Limiter>();
  const sentSecrets = new Map<string, SentSecrets>();
  const clients = new Map<string, unknown>();
  const cachedClient = <T>(api: string, credential: unknown, caller: Caller, make: (account: string) => T): T => {
    const account = `${api}/${fingerprint(credential)}`;
    const key = `${account}/${caller.lane}/${caller.person ?? ''}`;
    const connected = (clients.get(key) as T | undefined) ?? make(account);
    clients.delete(key);
    clients.set(key, connected);
    if (clients.size > 1000) clients.delete(clients.keys().next().value ?? '');
    return connected;
  };
  const limiterFor = (api: string, credential: string, limits: readonly Quota[]): Limiter => {
    const connected = limiters.get(credential) ?? createLimiter({ api, credential, limits, quotas, clock });
    limiters.set(credential, connected);
    return connected;
  };

  /** One for each credential: its lanes are clients of their own. */
  const sentBy = (credential: unknown, always: readonly string[]): SentSecrets => {
    const key = fingerprint(credential);
    const sent = sentSecrets.get(key) ?? createSentSecrets({ always, elapsed: clock.elapsed });
    sentSecrets.set(key, sent);
    return sent;
  };

  const secret = async (teamId: string, field: string): Promise<string | undefined> => {
    const sealed = (await teams.get(teamId))?.secrets[field];
    return sealed && vault.open(teamId, field, sealed);
  };

  const litemailOf = async (
    teamId: string,
    caller: Caller,
  ): Promise<{ client: LiteMail; home: DnsProvider } | undefined> => {
    const apiKey = (await secret(teamId, litemailKeyField)) ?? litemail.apiKey;
    if (!apiKey) return undefined;
    const { createLiteMail, createLiteMailDnsProvider, litemailQuotas } = await loadLiteMail();
    return cachedClient('LiteMail', apiKey, caller, (account) => {
      const limiter = limiterFor('LiteMail', account, litemailQuotas);
      const { url: apiUrl, routes } = litemail;
      const sent = sentBy(apiKey, [apiKey]);
      const client = createLiteMail({ apiUrl, apiKey, routes, clock, observe, timeout, limiter, sent, ...caller });
      return { client, home: createLiteMailDnsProvider({ litemail: client, clock }) };
    });
  };
  const cloudflareOf = async (
    teamId: string,
    caller: Caller,
  ): Promise<{ client: Cloudflare; home: DnsProvider } | undefined> => {
    const own = await secret(teamId, cloudflareField);
    const credential = own ? parseCredential(own) : cloudflare.credential;
    if (!credential) return undefined;
    const { cloudflareQuotas, createCloudflare, createCloudflareDnsProvider } = await loadCloudflare();
    return cachedClient('Cloudflare', credential, caller, (account) => {
      const limiter = limiterFor('Cloudflare', account, cloudflareQuotas);
      const client = createCloudflare({
        apiUrl: cloudflare.url,
        credential,
        clock,
        observe,
        timeout,
        limiter,
        ...caller,
      });
      const { accountId } = credential;
      return { client, home: createCloudflareDnsProvider({ cloudflare: client, clock, accountId }) };
    });
  };

  const apisOf = (person?: string): Apis => {
    const callerIn = (lane: Lane = 'interactive'): Caller => (lane === 'interactive' ? { lane, person } : { lane });
    return {
      as: apisOf,
      async litemail(teamId, lane) {
        const connected = await litemailOf(teamId, callerIn(lane));
        if (connected) return connected.client;
        throw new AppError('not_configured', 'LiteMail is not connected for this team yet.', {
          hint: `An admin can enter its API key in ${typed('setup')}.`,
        });
      },
      async cloudflare(teamId, lane) {
        const connected = await cloudflareOf(teamId, callerIn(lane));
        if (connected) return connected.client;
        throw new AppError('not_configured', 'Cloudflare is not connected for this team yet.', {
          hint: `An admin can enter an API token in ${typed('setup')}.`,
        });
      },
      async checkLiteMailKey(apiKey) {
        const { createLiteMail } = await loadLiteMail();
        const client = createLiteMail({ apiUrl: litemail.url, apiKey, routes: litemail.routes, clock, observe });
        // An account that LiteMail has no operation for says nothing against the key.
        await client.getUser().catch((error: unknown) => {
          if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
        });
      },
      async checkCloudflareToken(credential) {
        const { createCloudflare, createCloudflareDnsProvider } = await loadCloudflare();
        const client = createCloudflare({ apiUrl: cloudflare.url, credential, clock, observe });
        const zones = await createCloudflareDnsProvider({
          clock,
          cloudflare: client,
          accountId: credential.accountId,
        }).zones();
        if (zones.length > 0) return;
        throw new AppError('upstream_rejected', 'Cloudflare accepts the token, but it cannot see any zone.', {
          hint: 'Give the token *Zone: Read* and *DNS: Edit* for the zones that your team sends from.',
        });
      },
      async withoutSecrets(teamId, said, also) {
        const apiKey = (await secret(teamId, litemailKeyField)) ?? litemail.apiKey;
        const rest = createSentSecrets({ always: also, elapsed: clock.elapsed }).clean(said);
        return apiKey ? sentBy(apiKey, [apiKey]).clean(rest) : rest;
      },
      provider: async (teamId, name, lane) => {
        const caller = callerIn(lane);
        const connect = name === 'cloudflare' ? cloudflareOf : litemailOf;
        const own = (await connect(teamId, caller))?.home;
        if (!own || caller.person === undefined) return own;
        // Which zones there are is read once for everybody.
        const { zones, findZone } = (await connect(teamId, { lane: caller.lane }))?.home ?? own;
        return { ...own, zones, findZone };
      },
    };
  };
  return apisOf();
}
