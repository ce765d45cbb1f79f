import { AppError } from '../../../lib/errors.ts';

/** Why the app does not start on this data, and the command that helps. Never quotes what is in the file. */
export const damaged = (what: string, advice: string): AppError =>
  new AppError('not_configured', `${what} is damaged, so the app does not start. ${advice}`);

/** A line in the middle of a log that only grows. Every other line is good, so only this one is taken out. */
export const damagedLine = (path: string, line: number): AppError =>
  damaged(
    `Line ${line} of ${path}`,
    `Remove it (this keeps a copy of the whole file beside it) and start again: sed -i.damaged '${line}d' ${shellWord(path)}`,
  );

/** A path as it can be pasted into a shell. */
export const shellWord = (path: string): string =>
  /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;

/** JSON.parse without its message, which quotes the text. Undefined if it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
