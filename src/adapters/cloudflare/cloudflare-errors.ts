import type { ErrorCode } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { Operation } from '../../ports/operation.ts';
import type { Problem } from '../http/api-client.ts';
import { Refusal } from '../http/refusal.ts';

/** What a refusal is about, for code; people read the sentence. */
export type RejectionKind =
  | 'credential'
  | 'permission'
  | 'wrong_id'
  | 'record_gone'
  | 'record_exists'
  | 'record_clash'
  | 'quota'
  | 'value'
  | 'zone'
  | 'rate';

interface ErrorText {
  readonly kind: RejectionKind;
  /** Goes on after "Cloudflare refused: ". */
  readonly sentence: string;
  /** What to do next. */
  readonly hint: string;
}

const reconnect = `An admin can reconnect Cloudflare in ${typed('setup')}.`;
const planAgain = 'The zone has changed since. Ask again to get a plan against its current records.';
const removeFirst = `Delete the conflicting record in the same plan, for example with ${typed('dns set')}.`;
const correctValue = 'Fix the value and ask again.';
const resolveAgain = `Run the command again; if this comes back, check in ${typed('setup')} that Cloudflare is connected and has the zone.`;

const credential = (sentence: string): ErrorText => ({ kind: 'credential', sentence, hint: reconnect });
const value = (sentence: string, hint = correctValue): ErrorText => ({ kind: 'value', sentence, hint });
const zone = (sentence: string, hint: string): ErrorText => ({ kind: 'zone', sentence, hint });
const rate: ErrorText = {
  kind: 'rate',
  sentence: 'too many requests in a short time',
  hint: 'Wait five minutes; everything done with this credential counts, including the dashboard.',
};

/**
 * Cloudflare's codes. 1001 is missing because it means something else on every operation: its own message is shown, as
 * for every code that is not here.
 */
export const cloudflareErrors: Readonly<Record<number, ErrorText>> = {
  971: rate,
  10300: rate,
  10429: rate,
  1000: credential('the API token is not valid'),
  6003: credential('the saved key or token is malformed, often a wrong kind of secret or a stray quote'),
  6103: credential('the saved key is malformed'),
  6111: credential('the saved token is malformed'),
  9103: credential('the email address and the global key do not match'),
  9106: credential('the email address or the key is missing'),
  9109: credential('the token is not valid, or not allowed from this address'),
  10000: {
    kind: 'permission',
    sentence: 'the credential is wrong, or lacks the permission, or the zone is outside its scope',
    hint: `Add what the token lacks in the Cloudflare dashboard, then check ${typed('setup')}.`,
  },
  1003: { kind: 'wrong_id', sentence: 'it does not know this zone', hint: resolveAgain },
  7000: { kind: 'wrong_id', sentence: 'there is nothing at this address', hint: resolveAgain },
  7003: { kind: 'wrong_id', sentence: 'it does not know this zone or record', hint: resolveAgain },
  1049: zone('this is no registered domain', 'Check the spelling and that it is registered.'),
  1061: zone('the zone is already in the account', 'There is nothing left to do.'),
  1068: zone(
    'the account is missing, or the token may not add zones to it',
    'Set CLOUDFLARE_ACCOUNT_ID, and give the token Zone Write.',
  ),
  1093: zone('a subdomain cannot be a zone here', 'Add the registered domain itself.'),
  1097: zone('Cloudflare has blocked this domain', 'Ask Cloudflare support.'),
  1099: zone('only a registered domain itself can be a zone', 'Leave out the part before it.'),
  1104: zone('the plan does not allow a partial zone', 'Add it as a full zone.'),
  1105: zone('this domain is temporarily blocked', 'Wait three hours; trying again earlier does not help.'),
  1110: zone('the registrar could not be reached', 'Try again in a few minutes.'),
  1116: zone('a subdomain cannot be a zone here', 'Add the registered domain itself.'),
  1118: zone(
    'too many zones in the account are waiting for their name servers',
    'Activate or delete some of them first.',
  ),
  9003: value('this target cannot be proxied', 'Ask without `--proxied`, or with another target.'),
  9004: value('a record of this type cannot be proxied', 'Ask without `--proxied`.'),
  9005: value('this is not a valid IPv4 address'),
  9021: value('this TTL is not allowed', 'Use 1 for automatic, or 60 to 86400 seconds.'),
  9041: value('a record of this type cannot be proxied', 'Ask without `--proxied`.'),
  81044: { kind: 'record_gone', sentence: 'the record no longer exists', hint: planAgain },
  81045: {
    kind: 'quota',
    sentence: 'the zone has reached its record limit',
    hint: 'Delete some, or upgrade the plan at Cloudflare.',
  },
  81053: {
    kind: 'record_clash',
    sentence: 'an A, AAAA or CNAME record with that name exists, and a CNAME must be the only one',
    hint: removeFirst,
  },
  81054: {
    kind: 'record_clash',
    sentence: 'a CNAME with that name exists, and it must be the only record',
    hint: removeFirst,
  },
  81056: { kind: 'record_clash', sentence: 'NS records with that name exist', hint: removeFirst },
  81057: { kind: 'record_exists', sentence: 'this record already exists', hint: planAgain },
  81058: { kind: 'record_exists', sentence: 'an identical record already exists', hint: planAgain },
};

/** 10000 is also said for a moment about zones that were just made. */
const codeOfKind: Readonly<Record<RejectionKind, ErrorCode>> = {
  credential: 'upstream_rejected',
  permission: 'upstream_rejected',
  wrong_id: 'not_found',
  record_gone: 'upstream_rejected',
  record_exists: 'upstream_rejected',
  record_clash: 'upstream_rejected',
  quota: 'upstream_rejected',
  value: 'upstream_rejected',
  zone: 'upstream_rejected',
  rate: 'rate_limited',
};

/** What Cloudflare's refusal means for the person. A code that is not in the table is shown with Cloudflare's words. */
export function refusal(op: Operation, status: number, problem: Problem, ray: string | undefined): Refusal {
  const { codes = [], pointer, message, url } = problem;
  const place = url ? ` See ${url}` : '';
  const knownCode = codes.find((code) => Object.hasOwn(cloudflareErrors, code));
  const words = knownCode === undefined ? undefined : cloudflareErrors[knownCode];
  const details = { status, codes, pointer };
  if (words && knownCode !== undefined) {
    const permission = words.kind === 'permission' ? ` "${op.title}" needs ${op.permission}.` : '';
    return new Refusal(codeOfKind[words.kind], `Cloudflare refused: ${words.sentence} (${knownCode}).${permission}`, {
      ...details,
      hint: words.hint + place,
    });
  }
  const quoted = message ? `: "${message}"` : '';
  const reference = [codes[0] === undefined ? `status ${status}` : `code ${codes[0]}`, ray && `ray ${ray}`];
  const code = status === 404 ? 'not_found' : 'upstream_rejected';
  return new Refusal(code, `Cloudflare refused${quoted} (${reference.filter(Boolean).join(', ')}).`, {
    ...details,
    hint: hintOf(op, status) + place,
  });
}

function hintOf(op: Operation, status: number): string {
  if (status === 401) return `An admin can reconnect Cloudflare in ${typed('setup')}.`;
  if (status === 403)
    return `The token needs ${op.permission} for this zone; create a new one at Cloudflare and enter it in ${typed('setup')}.`;
  if (status === 410) return 'Cloudflare has retired this operation; the app needs an update.';
  return 'Fix what it names and try again.';
}
