import { Refusal, UnexpectedAnswer } from '../adapters/http/refusal.ts';
import { litemail as operations } from '../adapters/litemail/operations/litemail-operations.ts';
import { AppError } from '../lib/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { LiteMail } from '../ports/litemail.ts';
import type { Finding } from './check.ts';
import { failedCheck } from './failed-check.ts';
import { findFieldGap } from './fields.ts';
import { calls, type Known, type Reading } from './litemail-calls.ts';

/** Optional in the declaration, but views are empty without them. */
const requiredByViews: Partial<Record<Reading, readonly string[]>> = {
  listDomains: ['status'],
  listMailboxes: ['email', 'status'],
  getMailbox: ['email', 'status'],
  listPlacementTests: ['status'],
  listBillingSubscriptions: ['status'],
  getWalletBalance: ['walletBalance'],
};

const elsewhere = 'If LiteMail has moved it, set its new path in the file that LITEMAIL_ROUTES names.';
const renamed =
  'LiteMail’s answer seems to have changed; tell the maintainers of this app the operation and the field.';

const names = (list: readonly string[]): string => list.slice(0, 8).join(', ') + (list.length > 8 ? ' …' : '');

/** Checks a valid answer for fields that a lenient declaration lets pass. */
function fieldFindings(name: Reading, content: unknown, all: boolean): Finding[] {
  const { title, response } = operations[name];
  const gap = findFieldGap(response, content);
  if (!gap) return [{ state: 'ok', what: title }];
  const detail = `Missing from the answer, which has undeclared fields: ${names(gap.undeclared)}.`;
  const important = gap.noneDeclared
    ? gap.missing
    : gap.missing.filter((field) => requiredByViews[name]?.includes(field));
  if (important.length > 0)
    return important.map((field): Finding => ({ state: 'wrong', what: title, field, found: detail, next: renamed }));
  const gaps = `Missing: ${names(gap.missing)}. Undeclared: ${names(gap.undeclared)}.`;
  return [{ state: 'ok', what: title }, ...(all ? [{ state: 'noted', what: title, found: gaps } as const] : [])];
}

function failureFindings(name: Reading, error: unknown): Finding[] {
  const { title } = operations[name];
  if (error instanceof UnexpectedAnswer)
    return error.mismatches.map(({ field, problem }): Finding => {
      return { state: 'wrong', what: title, ...(field && { field }), found: problem, next: renamed };
    });
  if (!(error instanceof AppError)) throw error;
  const refused = error instanceof Refusal && error.status >= 400 && error.status < 500;
  if (refused && calls[name].mayBeRefused) return [{ state: 'unchecked', what: title, found: error.message }];
  return [failedCheck(title, error, error instanceof Refusal && error.code === 'not_found' ? elsewhere : error.hint)];
}

/** No other call would succeed either. */
const isFatal = (error: unknown): boolean => error instanceof Refusal && (error.status === 401 || error.status === 0);

/** Retries when the running app has used up LiteMail's rate limit. */
async function retryWhileLimited<T>(clock: Clock, ask: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate_limited' || left === 0) throw error;
    const wait = Math.min(60_000, Math.max(1_000, (error.retryAt ?? 0) - clock.now()));
    await new Promise<void>((resolve) => clock.after(wait, resolve));
    return retryWhileLimited(clock, ask, left - 1);
  }
}

/** Asks every operation that only reads, one after the other, and compares each answer with its declaration. */
export async function checkLiteMail(api: LiteMail, { all, clock }: { all: boolean; clock: Clock }): Promise<Finding[]> {
  const findings: Finding[] = [];
  let known: Known = { domains: [], mailboxes: [] };
  for (const [key, { ask, onlyWithAll }] of Object.entries(calls)) {
    // Safe because `calls` has exactly these keys.
    const name = key as Reading;
    const what = operations[name].title;
    if (onlyWithAll && !all) {
      findings.push({ state: 'unchecked', what, found: 'only with --all' });
      continue;
    }
    try {
      const answer = await retryWhileLimited(clock, async () => {
        const asked = ask(api, known);
        return asked && { content: await asked };
      });
      if (!answer) {
        findings.push({ state: 'unchecked', what, found: 'there is nothing to ask about yet' });
        continue;
      }
      const { content } = answer;
      findings.push(...fieldFindings(name, content, all));
      if (name === 'listDomains') known = { ...known, domains: (content as { items: Known['domains'] }).items };
      if (name === 'listMailboxes') known = { ...known, mailboxes: (content as { items: Known['mailboxes'] }).items };
    } catch (error) {
      findings.push(...failureFindings(name, error));
      if (isFatal(error)) return findings;
    }
  }
  return findings;
}
