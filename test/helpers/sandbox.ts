import type { ControlAnswer } from '../../sandbox/control/handle.ts';
import type { Change } from '../../sandbox/feed.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox-server.ts';
import type { Message, View } from '../../sandbox/slack/posted-message.ts';
import type { WireEntry } from '../../sandbox/wire-log.ts';

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
  /** What the condition gives as soon as it gives something; looks again after each change, never sleeps. */
  until<T>(
    condition: () => T | undefined | false | null | Promise<T | undefined | false | null>,
    what?: string,
  ): Promise<T>;
  /** Fails when the app sent anything that Slack would refuse. */
  stop(options?: { invalid?: 'expected' }): Promise<void>;
}

const patience = 10_000;

export async function startTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox(options);
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
    const changes: Change[] = [];
    let wake: () => void = () => {};
    const stop = feed.subscribe((change) => {
      changes.push(change);
      wake();
    });
    const deadline = AbortSignal.timeout(patience);
    const gaveUp = new Promise<never>((_, reject) => {
      deadline.addEventListener('abort', () => {
        const last = sandbox.wire.list().slice(-6);
        reject(
          new Error(`Waited in vain for ${what}\nlast on the wire: ${JSON.stringify(last, null, 1).slice(0, 4000)}`),
        );
      });
    });
    gaveUp.catch(() => {});
    try {
      for (;;) {
        const changed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const seen = changes.length;
        const result = await condition();
        if (result !== undefined && result !== false && result !== null) return result;
        if (changes.length === seen) await Promise.race([changed, gaveUp]);
      }
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

/** Everything a person can read in a message or a view, line by line. */
export function textOf(shown: { text?: unknown; blocks?: unknown; title?: unknown } | undefined): string {
  const lines: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const it = node as Record<string, unknown>;
    if (it.type === 'rich_text_section' || it.type === 'rich_text_preformatted' || it.type === 'rich_text_quote') {
      const parts = (it.elements as Record<string, string>[]).map((part) =>
        part.type === 'user'
          ? `<@${part.user_id}>`
          : part.type === 'channel'
            ? `<#${part.channel_id}>`
            : (part.text ?? part.url),
      );
      lines.push(parts.join(''));
      return;
    }
    for (const [key, value] of Object.entries(it))
      if (['text', 'caption', 'title'].includes(key) && typeof value === 'string') lines.push(value);
      else visit(value);
  };
  if (shown?.blocks) visit([shown.title, shown.blocks]);
  else lines.push(String(shown?.text ?? ''));
  return lines.join('\n');
}
