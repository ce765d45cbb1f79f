import { isObject } from '../../lib/json.ts';
import type { Cloudflare, CloudflareCredential } from '../../ports/apis.ts';
import type { Quota } from '../../ports/quotas.ts';
import { type ApiProfile, createClient, type Problem, type Settings } from '../http/api-client.ts';
import { refusal } from './cloudflare-errors.ts';
import { cloudflare } from './operations/cloudflare-operations.ts';

interface CloudflareSettings extends Omit<Settings, 'composeBy'> {
  /** `https://api.cloudflare.com/client/v4`, or a stand-in. */
  readonly apiUrl: string;
  readonly credential: CloudflareCredential;
}

/** Over it, every call of the credential is refused for the next five minutes. */
export const cloudflareQuotas: readonly Quota[] = [{ calls: 1_200, window: 300_000 }];

export function createCloudflare({ apiUrl, credential, ...settings }: CloudflareSettings): Cloudflare {
  const profile: ApiProfile = {
    name: 'Cloudflare',
    url: apiUrl,
    headers: headersOf(credential),
    secrets: 'token' in credential ? [credential.token] : [credential.key],
    unwrap,
    problem,
    refusal,
  };
  return createClient(cloudflare, profile, settings);
}

/** Never both kinds in one request. */
const headersOf = (credential: CloudflareCredential): Record<string, string> =>
  'token' in credential
    ? { authorization: `Bearer ${credential.token}` }
    : { 'x-auth-email': credential.email, 'x-auth-key': credential.key };

/** `{ success, errors, messages, result, result_info }`; lists keep `result_info`. Messages never mean failure. */
function unwrap(body: unknown): { content: unknown } | { problem: Problem } {
  if (!isObject(body) || !('result' in body || 'success' in body)) return { content: body };
  const { success, errors, result, result_info } = body;
  const failed = success === false || (success !== true && Array.isArray(errors) && errors.length > 0);
  if (failed) return { problem: problem(body) };
  return { content: Array.isArray(result) || result_info ? { result, result_info } : result };
}

/** The root cause first: until 2024 it came wrapped in a 1004 with an `error_chain`. */
function problem(body: unknown): Problem {
  const errors = isObject(body) && Array.isArray(body.errors) ? body.errors.filter(isObject) : [];
  const roots = errors.flatMap((error) => {
    const chain = Array.isArray(error.error_chain) ? error.error_chain.filter(isObject) : [];
    return [...chain, error];
  });
  const message = roots.map((error) => error.message).find((text) => typeof text === 'string');
  const pointer = errors
    .map(({ source }) => (isObject(source) ? source.pointer : undefined))
    .find((one) => typeof one === 'string');
  const url = roots.map((error) => error.documentation_url).find(isWebAddress);
  return {
    codes: roots.map(({ code }) => Number(code)).filter((code) => Number.isInteger(code)),
    ...(message ? { message } : {}),
    ...(pointer ? { pointer } : {}),
    ...(url ? { url } : {}),
  };
}

const isWebAddress = (value: unknown): value is string =>
  typeof value === 'string' && /^https:\/\/[^\s<>|"']{1,300}$/.test(value) && URL.canParse(value);
