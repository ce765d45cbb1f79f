import { recall, remember } from '../data/remembered.ts';

const MAX_HISTORY = 30;
const keyOf = (user: string) => `typed.${user}`;

/** Commands that this person typed, newest first. */
export function typedBefore(user: string): string[] {
  try {
    return JSON.parse(recall(keyOf(user)) ?? '[]');
  } catch {
    return [];
  }
}

export function rememberTyped(user: string, text: string): void {
  const others = typedBefore(user).filter((it) => it !== text);
  remember(keyOf(user), JSON.stringify([text, ...others].slice(0, MAX_HISTORY)));
}
