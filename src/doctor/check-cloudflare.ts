import { UnexpectedAnswer } from '../adapters/http/refusal.ts';
import { AppError } from '../lib/errors.ts';
import type { Cloudflare, CloudflareCredential } from '../ports/apis.ts';
import type { Clock } from '../ports/clock.ts';
import type { Finding } from './check.ts';
import { failedCheck } from './failed-check.ts';

const month = 30 * 86_400_000;
const newTokenHint = 'Create a new token at Cloudflare with Zone: Read and DNS: Edit, and use that.';

async function runCheck(what: string, ask: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UnexpectedAnswer)
      return error.mismatches.map(({ field, problem }): Finding => {
        return { state: 'wrong', what, ...(field && { field }), found: problem };
      });
    if (error instanceof AppError) return [failedCheck(what, error, newTokenHint)];
    throw error;
  }
}

/** Tokens of an account are verified at the account, all others at the person; the Global API Key only shows its owner. */
async function verifyToken(api: Cloudflare, credential: CloudflareCredential, now: number): Promise<Finding[]> {
  if (!('token' in credential)) {
    await api.getUser();
    const found = 'Cloudflare accepts the Global API Key. It can do everything; a limited token is safer.';
    return [{ state: 'noted', what: 'credential', found }];
  }
  const { token, accountId } = credential;
  const ofAccount = token.startsWith('cfat_');
  const what = ofAccount ? 'Verify Account Token' : 'Verify Token';
  if (ofAccount && !accountId)
    return [{ state: 'wrong', what, found: 'An account-owned token needs CLOUDFLARE_ACCOUNT_ID.', next: 'Set it.' }];
  const { status, expires_on: end } = await (ofAccount
    ? api.verifyAccountToken({ params: { account_id: accountId ?? '' } })
    : api.verifyUserToken());
  if (status !== 'active') return [{ state: 'wrong', what, found: `The token is ${status}.`, next: newTokenHint }];
  const left = end === undefined ? undefined : Date.parse(end) - now;
  return [
    { state: 'ok', what, found: 'active' },
    ...(left !== undefined && left < month
      ? [{ state: 'noted', what, found: `The token expires on ${end?.slice(0, 10)}.`, next: newTokenHint } as const]
      : []),
  ];
}

interface SeenZone {
  readonly id: string;
  readonly name: string;
  readonly permissions?: readonly string[] | undefined;
}

async function zones(api: Cloudflare, credential: CloudflareCredential, seen: SeenZone[]): Promise<Finding[]> {
  const what = 'List Zones';
  const account = credential.accountId ? { 'account.id': credential.accountId } : {};
  const { result, result_info } = await api.listZones({ query: { page: 1, per_page: 50, ...account } });
  seen.push(...result);
  if (result.length === 0)
    return [{ state: 'wrong', what, found: 'The credential cannot see any zone.', next: 'Give the token Zone: Read.' }];
  const total = result_info?.total_count ?? result.length;
  const some = result.slice(0, 5).map(({ name }) => name);
  return [{ state: 'ok', what, found: `${total}: ${some.join(', ')}${total > some.length ? ' …' : ''}` }];
}

/** Whether it may write is only known where Cloudflare says so; nothing is written to find out. */
function writePermission({ name, permissions }: SeenZone): Finding {
  const what = 'Batch DNS Records';
  if (!permissions?.length)
    return {
      state: 'unchecked',
      what,
      found: 'Cloudflare does not say whether it can write; the first change will show.',
    };
  return permissions.includes('#dns_records:edit')
    ? { state: 'ok', what, found: `can change records of ${name}` }
    : { state: 'wrong', what, found: `It cannot change records of ${name}.`, next: 'Give the token DNS: Edit.' };
}

/** Whether the credential is good, and what it may do. */
export async function checkCloudflare(
  api: Cloudflare,
  credential: CloudflareCredential,
  clock: Pick<Clock, 'now'>,
): Promise<Finding[]> {
  const what = 'token' in credential ? 'Verify Token' : 'User Details';
  const verification = await runCheck(what, () => verifyToken(api, credential, clock.now()));
  if (verification.some(({ state }) => state === 'wrong')) return verification;
  const seen: SeenZone[] = [];
  const listed = await runCheck('List Zones', () => zones(api, credential, seen));
  const [zone] = seen;
  if (!zone) return [...verification, ...listed];
  const records = await runCheck('List DNS Records', async () => {
    const { result } = await api.listDnsRecords({ params: { zone_id: zone.id }, query: { page: 1, per_page: 100 } });
    return [{ state: 'ok', what: 'List DNS Records', found: `${result.length} read from ${zone.name}` }];
  });
  return [...verification, ...listed, ...records, writePermission(zone)];
}
