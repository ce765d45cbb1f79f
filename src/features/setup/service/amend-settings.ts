import { AppError } from '../../../lib/errors.ts';
import type { TeamSettings, TeamStore } from '../../../ports/stores.ts';

const retries = 20;

/** Compare and set on a team's settings; a team without any begins with none. */
export async function amendSettings(
  { teams }: { teams: TeamStore },
  teamId: string,
  change: (settings: TeamSettings) => TeamSettings,
): Promise<TeamSettings> {
  for (let attempt = 0; attempt < retries; attempt++) {
    const stored = await teams.get(teamId);
    const empty: TeamSettings = { teamId, policy: { channels: {}, roles: {}, rules: [] }, secrets: {}, version: 0 };
    const current = stored ?? empty;
    const next = { ...change(current), version: current.version + 1 };
    if (await teams.replace(next)) return next;
  }
  throw new AppError('conflict', 'Somebody else changed the settings at the same moment.', { hint: 'Try again.' });
}
