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
    hint: 'An admin can create a new one in LiteMail’s dashboard and enter it in `/litemail setup`.',
  },
  402: {
    code: 'upstream_rejected',
    sentence: 'LiteMail requires payment first',
    hint: '`/litemail wallet balance` shows the balance.',
  },
  403: {
    code: 'upstream_rejected',
    sentence: 'LiteMail does not allow this with the saved API key',
    hint: 'Ask the owner of the LiteMail account.',
  },
  404: {
    code: 'not_found',
    sentence: 'LiteMail could not find this',
    hint: 'It may have been removed; check the list again.',
  },
  409: {
    code: 'conflict',
    sentence: 'LiteMail says that this already exists or is in use',
    hint: 'Check what is there before you try again.',
  },
};
const defaultText: RefusalText = {
  code: 'upstream_rejected',
  sentence: 'LiteMail refused this',
  hint: 'Fix what it names and try again.',
};

/** What LiteMail's refusal means for the person, with LiteMail's own words. */
export function refusal(operation: Operation, status: number, { message }: Problem): Refusal {
  const missing = [405, 410, 501].includes(status) || (status === 404 && isUnknownPath(operation, message));
  if (missing)
    return new Refusal('not_found', `“${operation.title}” is not available at LiteMail.`, {
      status,
      hint: 'If it has moved, whoever runs the app can set its new path in the file that LITEMAIL_ROUTES names.',
    });
  const { code, sentence, hint } = byStatus[status] ?? defaultText;
  return new Refusal(code, message ? `${sentence}: ${withFullStop(message)}` : `${sentence}.`, { status, hint });
}

/** A path that names no object can only be unknown as a whole, unless LiteMail says what it misses. */
const isUnknownPath = ({ path }: Operation, message = ''): boolean =>
  /^cannot [a-z]+ \//i.test(message) || (!path.includes('{') && /^(not found\.?)?$/i.test(message.trim()));

const withFullStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
