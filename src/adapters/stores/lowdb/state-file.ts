import { readFile } from 'node:fs/promises';
import type { Adapter } from 'lowdb';
import { AppError } from '../../../lib/errors.ts';
import { damaged, parseJson, shellWord } from './damage.ts';
import { copyWhole, ifMissing, writeDurably } from './durable-file.ts';
import { Later, type State, StateShape } from './store-state.ts';
import { upgradeRequest } from './upgrade-request.ts';

export interface StateFile extends Adapter<State> {
  /** Makes store.json.bak the same as store.json, unless it is; tells whether it is now. */
  copy(): Promise<boolean>;
}

/**
 * lowdb's way to store.json: whole, atomic, synced. Some seconds later it is copied to store.json.bak, so that damage to
 * one of them loses little. Reading damage throws an AppError with the command that restores the copy.
 */
export function stateFile(path: string, onWarning: (text: string) => void): StateFile {
  const copyPath = `${path}.bak`;
  let isCopied = true;

  return {
    async read() {
      const [text, copied] = await Promise.all([path, copyPath].map((each) => readFile(each, 'utf8').catch(ifMissing)));
      if (text === undefined && copied === undefined) return null;
      const { state, problem } = parseState(text);
      if (!state) throw damaged(`${path} (${problem})`, restoreAdvice(path, copyPath, copied));
      isCopied = text === copied;
      return state;
    },

    async write(state) {
      const text = JSON.stringify(state);
      await writeDurably(path, text);
      isCopied = false;
    },

    async copy() {
      if (isCopied) return true;
      isCopied = true;
      await copyWhole(path, copyPath).catch((error: Error) => {
        isCopied = false;
        onWarning(`${copyPath} was not written: ${error.message}`);
      });
      return isCopied;
    },
  };
}

function restoreAdvice(path: string, copyPath: string, copied: string | undefined): string {
  return parseState(copied).state
    ? `Restore the last good copy, which may lack the last seconds, and start again: cp ${shellWord(copyPath)} ${shellWord(path)}`
    : `There is no good copy beside it. Restore ${path} from your backup, or start empty: rm -f ${shellWord(path)} ${shellWord(copyPath)}`;
}

function parseState(text: string | undefined): { state?: State; problem?: string } {
  if (text === undefined) return { problem: 'missing' };
  const json = parseJson(text);
  if (json === undefined) return { problem: 'not JSON' };
  if (Later.safeParse(json).success) {
    throw new AppError('not_configured', 'The data was written by a newer release of this app. Start that release.');
  }
  const { success, error } = StateShape.safeParse(json);
  // Safe because every writer of this file is typed, and the shape shows that it is such a file.
  if (success) {
    const state = json as State;
    return { state: { ...state, requests: state.requests.map(upgradeRequest) } };
  }
  const [issue] = error.issues;
  return { problem: `at ${issue?.path.join('.') || 'the top'}: ${issue?.message}` };
}
