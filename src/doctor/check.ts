/** One check and its result. */
export interface Check {
  readonly area: 'Slack' | 'LiteMail' | 'Cloudflare';
  /** Whose credential it was, where there are several teams. */
  readonly team?: string;
  /** `wrong` needs fixing; `unchecked` and `noted` are informational. */
  readonly state: 'ok' | 'wrong' | 'unchecked' | 'noted';
  /** What was looked at; of an API the operation as its documentation names it. */
  readonly what: string;
  /** Of an answer that is not as declared: the field, with dots between its parts. */
  readonly field?: string;
  /** What was found. Never a secret. */
  readonly found?: string;
  /** What to do about it. */
  readonly next?: string;
}

export type Finding = Omit<Check, 'area' | 'team'>;

export const allPassed = (checks: readonly Check[]): boolean => checks.every(({ state }) => state !== 'wrong');
