import type { ErrorCode } from '../../lib/errors.ts';
import type { Operation } from '../../ports/operation.ts';
import type { Problem } from '../http/api-client.ts';
import { Refusal } from '../http/refusal.ts';

interface RefusalText {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly hint: string;
}

const byStatus: Readonly<Record<number, RefusalText>> = {
  401: {
    code: 'upstream_rejected',
    sentence: 'LiteMail does not accept the saved API key',
    hint: 'An admin makes a new one in the LiteMail dashboard and enters it in `/litemail setup`.',
  },
  402: {
    code: 'upstream_rejected',
    sentence: 'LiteMail wants to be paid first',
    hint: '`/litemail wallet balance` shows what is there.',
  },
  403: {
    code: 'upstream_rejected',
    sentence: 'LiteMail does not allow this with the saved API key',
    hint: 'Ask the owner of the LiteMail account.',
  },
  404: {
    code: 'not_found',
    sentence: 'LiteMail does not know this',
    hint: 'It may have been removed; look at the list again.',
  },
  409: {
    code: 'conflict',
    sentence: 'LiteMail says that this exists already or is in use',
    hint: 'Look at what is there before you try again.',
  },
};
const defaultText: RefusalText = {
  code: 'upstream_rejected',
  sentence: 'LiteMail refused this',
  hint: 'Change what it names and try again.',
};

/** What LiteMail's refusal means for the person, with LiteMail's own words. */
export function refusal(operation: Operation, status: number, { message }: Problem): Refusal {
  const missing = [405, 410, 501].includes(status) || (status === 404 && isUnknownPath(operation, message));
  if (missing)
    return new Refusal('not_found', `“${operation.title}” is not available at LiteMail.`, {
      status,
      hint: 'If it has moved, whoever runs the app sets its place in the file that LITEMAIL_ROUTES names.',
    });
  const { code, sentence, hint } = byStatus[status] ?? defaultText;
  return new Refusal(code, message ? `${sentence}: ${withFullStop(message)}` : `${sentence}.`, { status, hint });
}

/** A path that names no object can only be unknown as a whole, unless LiteMail says what it misses. */
const isUnknownPath = ({ path }: Operation, message = ''): boolean =>
  /^cannot [a-z]+ \//i.test(message) || (!path.includes('{') && /^(not found\.?)?$/i.test(message.trim()));

const withFullStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
