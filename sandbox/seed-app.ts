import type { Policy } from '../src/engine/approvals/policy/policy.ts';
import type { Stores, Vault } from '../src/ports/stores.ts';
import { sandboxCredentials } from './seed-ids.ts';
import { seededTeams } from './slack/seed-slack.ts';

const policies: Readonly<Record<string, Policy>> = {
  T0ACME: {
    channels: { approvals: 'C0APPROVE', audit: 'C0AUDIT' },
    roles: { admin: ['U0ADA'], approver: ['U0ADA', 'U0BO'], operator: ['U0ANA'], viewer: ['*'] },
    rules: [],
  },
  T0NOVA: {
    channels: { approvals: 'C1OPS' },
    roles: { admin: ['U0NIA'], approver: ['U0NIA'], operator: ['U0NED'], viewer: ['*'] },
    rules: [],
  },
};

/** Gives the app what people would have entered in `/litemail setup`, once for each team that it does not know yet. */
export async function seedApp({ teams }: Pick<Stores, 'teams'>, vault: Vault): Promise<void> {
  for (const { id, token } of seededTeams()) {
    const policy = policies[id];
    const own = Object.values(sandboxCredentials).find((credentials) => credentials.team === id);
    if (!policy || !own || token === undefined || (await teams.get(id))) continue;
    const plain = {
      'slack.botToken': token,
      'litemail.apiKey': own.liteMailKey,
      'cloudflare.credential': JSON.stringify({ token: own.cloudflareToken }),
    };
    const secrets = Object.fromEntries(
      Object.entries(plain).map(([field, secret]) => [field, vault.seal(id, field, secret)]),
    );
    await teams.replace({ teamId: id, policy, secrets, version: 1 });
  }
}

/** The same for one team without a store: what POLICY_FILE says beside `--stand-ins`. */
export const acmePolicyFile = `channels: { approvals: C0APPROVE, audit: C0AUDIT }
roles:
  admin: [U0ADA]
  approver: [U0ADA, U0BO]
  operator: [U0ANA]
  viewer: ["*"]
`;
