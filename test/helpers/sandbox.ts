import type { ControlAnswer } from '../../sandbox/control/handle.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox-server.ts';
import type { Message, View } from '../../sandbox/slack/posted-message.ts';
import type { WireEntry } from '../../sandbox/wire-log.ts';
import { lastSeen } from './last-seen.ts';
import { createPatientClock } from './patient-clock.ts';
import { patience, until as waitUntil } from './until.ts';

export { textOf } from './text-of.ts';

export interface SeenMessage extends Message {
  ephemeral?: true;
}
export interface SeenView extends View {
  errors: Record<string, string>;
}

/** How a message or a view is pointed at, and what in it. */
export interface Pointer {
  channel?: string;
  ts?: string;
  view?: string;
  action_id?: string;
  block_id?: string;
  label?: string;
  value?: string;
  selected?: unknown;
  stale?: boolean;
}

export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** Any verb; throws what the sandbox complains of. */
  act(command: { do: string; [field: string]: unknown }): Promise<ControlAnswer>;
  command(user: string, channel: string, text: string, more?: { team?: string; raw?: boolean }): Promise<ControlAnswer>;
  press(user: string, where: Pointer): Promise<ControlAnswer>;
  submit(user: string, values: Record<string, unknown>, view?: string): Promise<ControlAnswer>;
  close(user: string, view?: string): Promise<ControlAnswer>;
  home(user: string): Promise<ControlAnswer>;
  /** With `user` the ephemeral ones too; a user id as channel is the direct message with the app. */
  messages(channel: string, options?: { user?: string; thread?: string }): SeenMessage[];
  views(user: string): SeenView[];
  homeOf(user: string): View | undefined;
  wire(api?: WireEntry['api']): WireEntry[];
  /** What the condition gives as soon as it gives something; looks again after each change. Says what people saw when it fails. */
  until<T>(
    condition: () => T | undefined | false | null | Promise<T | undefined | false | null>,
    what?: string,
  ): Promise<T>;
  /** Fails when the app sent anything that Slack would refuse. */
  stop(options?: { invalid?: 'expected' }): Promise<void>;
}

/** Milliseconds. */
const glance = 100;

export async function startTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  // What is kept on disk has its clock there.
  const clock = options.dataDir ? {} : { clock: createPatientClock() };
  const sandbox = await startSandbox({ ackMs: patience, ...clock, ...options });
  const { control, feed } = sandbox;

  async function act(command: { do: string; [field: string]: unknown }): Promise<ControlAnswer> {
    const answer = await control.do(command);
    if (!answer.ok && !answer.errors) throw new Error(`${command.do}: ${answer.error}`);
    return answer;
  }
  function read<T>(query: Record<string, string | undefined>): T {
    const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const answer = control.read(new URLSearchParams(given));
    if (!answer.ok) throw new Error(answer.error);
    return answer as T;
  }

  async function until<T>(
    condition: () => T | undefined | false | null | Promise<T | undefined | false | null>,
    what = String(condition),
  ): Promise<T> {
    let changes = 0;
    let wake: () => void = () => {};
    const stop = feed.subscribe(() => {
      changes += 1;
      wake();
    });
    let looked = -1;
    /** Resolves after a change that came since the last look, or a glance later: not everything is told. */
    const next = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, changes > looked ? 0 : glance);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const look = () => {
      looked = changes;
      return condition();
    };
    try {
      return await waitUntil(look, what, { next, seen: () => lastSeen(sandbox) });
    } finally {
      stop();
    }
  }

  return {
    sandbox,
    url: sandbox.url,
    act,
    until,
    command: (user, channel, text, more) => act({ do: 'command', user, channel, text, ...more }),
    press: (user, where) => act({ do: 'press', user, ...where }),
    submit: (user, values, view) => act({ do: 'submit', user, values, ...(view && { view }) }),
    close: (user, view) => act({ do: 'close', user, ...(view && { view }) }),
    home: (user) => act({ do: 'home', user }),
    messages: (channel, more) => read<{ messages: SeenMessage[] }>({ read: 'messages', channel, ...more }).messages,
    views: (user) => read<{ views: SeenView[] }>({ read: 'views', user }).views,
    homeOf: (user) => read<{ home: View | null }>({ read: 'views', user }).home ?? undefined,
    wire: (api) => read<{ wire: WireEntry[] }>({ read: 'wire', api }).wire,
    async stop({ invalid } = {}) {
      const refused = sandbox.slack.slack.invalid.list();
      await sandbox.stop();
      if (invalid !== 'expected' && refused.length > 0)
        throw new Error(`Slack would refuse: ${JSON.stringify(refused, null, 1).slice(0, 8000)}`);
    },
  };
}
