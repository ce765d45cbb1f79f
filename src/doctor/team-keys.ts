import { existsSync } from 'node:fs';
import { botTokenField } from '../adapters/slack/web-api/web-clients.ts';
import { openStores } from '../adapters/stores/open-stores.ts';
import { cloudflareField, litemailKeyField } from '../adapters/team-apis.ts';
import type { Config } from '../config/config.ts';
import { AppError } from '../lib/errors.ts';
import { commandPrefix } from '../lib/text.ts';
import type { CloudflareCredential } from '../ports/apis.ts';
import type { TeamSettings, Vault } from '../ports/stores.ts';

/** The credentials of one team. */
export interface TeamKeys {
  readonly teamId: string;
  readonly botToken?: string;
  readonly liteMail?: string;
  readonly cloudflare?: CloudflareCredential;
}

/** What the store holds of every team, or why it cannot be read: the app that runs has it, for one. */
export async function readStoredTeams(
  { store }: Config,
  vault: Vault,
): Promise<{ teams: TeamKeys[] } | { problem: AppError }> {
  if (!existsSync(store.dataDir)) return { teams: [] };
  try {
    const stores = await openStores(store, () => {});
    try {
      return { teams: (await stores.teams.all()).map((settings) => keysOf(settings, vault)) };
    } finally {
      await stores.close();
    }
  } catch (error) {
    if (error instanceof AppError) return { problem: error };
    throw error;
  }
}

function keysOf({ teamId, secrets }: TeamSettings, vault: Vault): TeamKeys {
  const open = (field: string): string | undefined => {
    const sealed = secrets[field];
    return sealed === undefined ? undefined : vault.open(teamId, field, sealed);
  };
  const [botToken, liteMail, cloudflare] = [open(botTokenField), open(litemailKeyField), open(cloudflareField)];
  return {
    teamId,
    ...(botToken && { botToken }),
    ...(liteMail && { liteMail }),
    ...(cloudflare && { cloudflare: readCredential(cloudflare) }),
  };
}

/** JSON.parse would quote the secret in its error. */
function readCredential(text: string): CloudflareCredential {
  try {
    return JSON.parse(text) as CloudflareCredential;
  } catch {
    throw new AppError('not_configured', 'A saved Cloudflare credential cannot be read.', {
      hint: `Enter it again in ${commandPrefix} setup.`,
    });
  }
}
