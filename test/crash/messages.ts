import { labels } from '../helpers/look.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { channels, everybody, type World } from './world.ts';

/** A message as everybody together sees it. */
export interface Shown {
  /** A person's id for the direct message with the app. */
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly buttons: readonly string[];
}
/** Notes what must never happen. */
export type Blame = (wrong: boolean, what: string) => void;

/** Every message that anybody can see, once. */
export function shown({ sandbox }: World): Shown[] {
  const all = new Map<string, Shown>();
  const add = (channel: string, seen: SeenMessage[]): void => {
    for (const message of seen)
      all.set(`${channel}/${message.ts}`, {
        channel,
        ts: message.ts,
        text: `${message.text}\n${textOf(message)}`,
        buttons: labels(message),
      });
  };
  for (const user of everybody) {
    add(user, sandbox.messages(user, { user }));
    for (const channel of channels) add(channel, sandbox.messages(channel, { user }));
  }
  return [...all.values()];
}

export interface Copies {
  /** Blames copies of one message, except where a kill or a lost answer came between Slack's storing and ours. */
  check(copies: readonly Shown[], what: string): void;
  /** Messages that are there twice by nobody's fault. */
  count(): number;
}

/** How long our storing of where a message is may take after Slack's storing of the message; the disk may be slow. */
const between = 10_000;

export function copiesIn({ life, sandbox }: World, blame: Blame): Copies {
  const lost = sandbox.wire('slack').filter(({ fault, path }) => fault === 'drop' && path.includes('postMessage'));
  const unanswered = new Set(lost.map(({ responseBody }) => (responseBody as { ts?: string }).ts));
  const excused = new Set<string>();
  const isExcused = (ts: string): boolean => {
    const at = Number(ts) * 1000;
    const killed = life.kills.some(
      (kill) => !kill.gently && at <= kill.goneAt && kill.at - at < between && !kill.known.includes(ts),
    );
    return killed || unanswered.has(ts);
  };
  return {
    count: () => excused.size,
    check(copies, what) {
      const [, ...before] = copies
        .map(({ ts }) => ts)
        .sort()
        .reverse();
      for (const ts of before)
        if (isExcused(ts)) excused.add(ts);
        else blame(true, `${what} is in Slack ${copies.length} times, though nothing came between.`);
    },
  };
}
