import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from './figures.ts';
import { approve } from './measure-card.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';

const reads = 300;
const plans = 50;
/** Of the script, in milliseconds: as fast as a loop in a shell that waits for nothing. */
const everyMs = 20;
const patience = 30_000;

/** What another person waits for while a viewer and an operator run scripts, at the stand-ins' real rate limits. */
export async function measureCrowd(_: Surroundings, rounds: number): Promise<Figure[]> {
  const own = await createSurroundings({ rateLimits: true });
  const { sandbox, startOurs } = own;
  const command = (user: string, text: string) => sandbox.control.do({ do: 'command', user, channel: 'C0OPS', text });
  const app = await startOurs('crowd');
  const [answers, applies]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      await command('U0ANA', `dns set acme-mail.com A www 192.0.2.${60 + round}`);
      await shown(own, 'C0APPROVE', 'U0BO', 'approval.approve', 0);
      const script = (async () => {
        for (let at = 0; at < reads; at += 1) {
          void command('U0VERA', 'domains list');
          if (at < plans) void command('U0ANA', `dns add outbound-labs.io A crowd-${round}-${at} 192.0.2.9`);
          await pause(everyMs);
        }
      })();
      await pause(reads * everyMs * 0.5);
      const before = seen(own, 'C0OPS', 'U0BO', '@acme-mail.com');
      const begun = performance.now();
      await command('U0BO', 'mailboxes list acme-mail.com');
      await shown(own, 'C0OPS', 'U0BO', '@acme-mail.com', before);
      answers.push(performance.now() - begun);
      applies.push(await approve(own));
      await script;
    }
  } finally {
    await app.stop();
    await own.stop();
  }
  const figure = (what: string, most: number, ours: readonly number[]): Figure => ({
    what,
    unit: 'ms',
    ours: Math.max(...ours),
    goal: { text: `under ${most.toLocaleString('en-US')} ms`, met: Math.max(...ours) < most },
    rounds: { ours },
  });
  return [
    figure('answer to another person while two people run scripts, slowest', 2000, answers),
    figure('an approved apply meanwhile, slowest', 5000, applies),
  ];
}

/** How many messages that this person sees in a channel hold the text. */
function seen({ sandbox }: Surroundings, channel: string, user: string, text: string): number {
  const { messages } = sandbox.control.read(new URLSearchParams({ read: 'messages', channel, user }));
  return (messages as unknown[]).filter((message) => JSON.stringify(message).includes(text)).length;
}

/** Resolves once there are more than `before`, and says so when that takes longer than anybody waits. */
async function shown(where: Surroundings, channel: string, user: string, text: string, before: number): Promise<void> {
  const begun = performance.now();
  while (seen(where, channel, user, text) <= before) {
    if (performance.now() - begun > patience) throw new Error(`no ${text} in ${patience} ms`);
    await pause(5);
  }
}
