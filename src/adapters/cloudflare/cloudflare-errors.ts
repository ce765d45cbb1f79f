import type { ErrorCode } from '../../lib/errors.ts';
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

const reconnect = 'An admin connects Cloudflare again in `/litemail setup`.';
const planAgain = 'The zone has changed in the meantime. Ask for the change again to get a plan of how it is now.';
const removeFirst = 'Delete what stands in the way in the same plan, for example with `/litemail dns set`.';
const correctValue = 'Correct the value and ask again.';
const resolveAgain =
  'Write the domain once more; if it goes on, check in `/litemail setup` that Cloudflare is connected and that the zone is there.';

const credential = (sentence: string): ErrorText => ({ kind: 'credential', sentence, hint: reconnect });
const value = (sentence: string, hint = correctValue): ErrorText => ({ kind: 'value', sentence, hint });
const zone = (sentence: string, hint: string): ErrorText => ({ kind: 'zone', sentence, hint });
const rate: ErrorText = {
  kind: 'rate',
  sentence: 'too many requests in a short time',
  hint: 'Wait five minutes; everything done with this credential counts, the dashboard too.',
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
  9103: credential('the e-mail address and the global key do not belong together'),
  9106: credential('the e-mail address or the key is missing'),
  9109: credential('the token is not valid, or not from this address'),
  10000: {
    kind: 'permission',
    sentence: 'the credential is wrong, or lacks the permission, or the zone is outside its scope',
    hint: 'Give the token what it lacks in the Cloudflare dashboard; then look at `/litemail setup`.',
  },
  1003: { kind: 'wrong_id', sentence: 'it does not know this zone', hint: resolveAgain },
  7000: { kind: 'wrong_id', sentence: 'there is nothing at this address', hint: resolveAgain },
  7003: { kind: 'wrong_id', sentence: 'it does not know this zone or record', hint: resolveAgain },
  1049: zone('this is no registered domain', 'Check how it is written and whether it is registered.'),
  1061: zone('the zone is in the account already', 'Nothing is left to do.'),
  1068: zone(
    'the account is missing, or the token may not add zones to it',
    'Set CLOUDFLARE_ACCOUNT_ID, and give the token Zone Write.',
  ),
  1093: zone('a subdomain cannot be a zone here', 'Add the registered domain itself.'),
  1097: zone('Cloudflare has blocked this domain', 'Ask Cloudflare support.'),
  1099: zone('only a registered domain itself can be a zone', 'Leave out the part before it.'),
  1104: zone('the plan does not allow a partial zone', 'Add it as a full zone.'),
  1105: zone('this domain is blocked for a time', 'Wait three hours; trying again earlier does not help.'),
  1110: zone('the registrar could not be asked', 'Try again in a few minutes.'),
  1116: zone('a subdomain cannot be a zone here', 'Add the registered domain itself.'),
  1118: zone('too many zones of the account wait for their name servers', 'Activate or delete some of them first.'),
  9003: value('this target is not allowed behind the proxy', 'Ask without `--proxied`, or with another target.'),
  9004: value('a record of this type cannot be proxied', 'Ask without `--proxied`.'),
  9005: value('this is not a valid IPv4 address'),
  9021: value('this TTL is not allowed', 'Use 1 for automatic, or 60 to 86400 seconds.'),
  9041: value('a record of this type cannot be proxied', 'Ask without `--proxied`.'),
  81044: { kind: 'record_gone', sentence: 'the record does not exist any more', hint: planAgain },
  81045: {
    kind: 'quota',
    sentence: 'the zone may hold no more records',
    hint: 'Delete some, or choose a larger plan at Cloudflare.',
  },
  81053: {
    kind: 'record_clash',
    sentence: 'an A, AAAA or CNAME record of that name exists, and a CNAME stands alone',
    hint: removeFirst,
  },
  81054: {
    kind: 'record_clash',
    sentence: 'a CNAME of that name exists, and nothing may stand beside it',
    hint: removeFirst,
  },
  81056: { kind: 'record_clash', sentence: 'NS records of that name exist', hint: removeFirst },
  81057: { kind: 'record_exists', sentence: 'this record exists already', hint: planAgain },
  81058: { kind: 'record_exists', sentence: 'an identical record exists already', hint: planAgain },
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
  const { codes = [], pointer, message } = problem;
  const knownCode = codes.find((code) => Object.hasOwn(cloudflareErrors, code));
  const words = knownCode === undefined ? undefined : cloudflareErrors[knownCode];
  const details = { status, codes, pointer };
  if (words && knownCode !== undefined) {
    const permission = words.kind === 'permission' ? ` "${op.title}" needs ${op.permission}.` : '';
    return new Refusal(codeOfKind[words.kind], `Cloudflare refused: ${words.sentence} (${knownCode}).${permission}`, {
      ...details,
      hint: words.hint,
    });
  }
  const quoted = message ? `: "${message}"` : '';
  const reference = [codes[0] === undefined ? `status ${status}` : `code ${codes[0]}`, ray && `ray ${ray}`];
  const code = status === 404 ? 'not_found' : 'upstream_rejected';
  return new Refusal(code, `Cloudflare refused${quoted} (${reference.filter(Boolean).join(', ')}).`, {
    ...details,
    hint: hintOf(op, status),
  });
}

function hintOf(op: Operation, status: number): string {
  if (status === 401) return 'An admin connects Cloudflare again in `/litemail setup`.';
  if (status === 403)
    return `The token needs ${op.permission} for this zone; make it anew at Cloudflare and give it in \`/litemail setup\`.`;
  if (status === 410) return 'Cloudflare has retired this operation; the app needs an update.';
  return 'Change what it names and try again.';
}
