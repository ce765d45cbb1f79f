import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Outcome } from '../../src/domain/proposal.ts';
import { positional } from '../../src/engine/commands/arguments.ts';
import { commandsFor, noChange } from '../../src/engine/commands/define.ts';
import type { CommandContext } from '../../src/engine/context.ts';
import { defineFeature } from '../../src/engine/features/define-feature.ts';

type State = 'on' | 'off';

/** Lamps behind an API: the other system of a feature that has nothing to do with DNS. */
export async function startLamps(...names: string[]) {
  const lamps = new Map<string, State>(names.map((name) => [name, 'off']));
  const writes: string[] = [];
  /** Loses the answers of writes, and answers nothing else while it is dark. */
  let isDark = false;
  let permits = Number.POSITIVE_INFINITY;
  let wake: () => void = () => {};
  const server = createServer(async (request, response) => {
    const [, name = '', to] = (request.url ?? '').split('/');
    if (request.method === 'PUT') {
      while (permits === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      permits -= 1;
      writes.push(name);
      lamps.set(name, to as State);
    }
    if (isDark) response.destroy();
    else response.end(lamps.get(name));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    lamps,
    writes,
    dark(now: boolean) {
      isDark = now;
    },
    /** Lets so many writes through, and holds the others back. */
    allow(writesNow: number) {
      permits = writesNow;
      wake();
    },
    feature: lampsFeature(async (name, to) => {
      const response = await fetch(`${url}/${name}${to ? `/${to}` : ''}`, { method: to ? 'PUT' : 'GET' });
      return (await response.text()) as State;
    }),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const Change = z.object({ lamp: z.string(), from: z.enum(['on', 'off']), to: z.enum(['on', 'off']) });
const Progress = z.record(z.string(), z.enum(['begun', 'done', 'unknown']));
type Progress = z.output<typeof Progress>;

const lampsFeature = (call: (lamp: string, to?: State) => Promise<State>) =>
  defineFeature({
    name: 'lamps',
    commands: [
      commandsFor<CommandContext>().planned({
        name: 'lamps switch',
        summary: 'Switch lamps on or off',
        role: 'operator',
        args: {
          to: positional(z.enum(['on', 'off']), { label: 'To', help: 'On or off', example: 'on' }),
          lamps: positional(z.array(z.string()).min(1), { label: 'Lamps', help: 'Which', example: 'hall' }),
        },
        planSchema: z.object({ changes: z.array(Change) }),
        async plan(_ctx, { to, lamps }) {
          const all = await Promise.all(lamps.map(async (lamp) => ({ lamp, from: await call(lamp), to })));
          const changes = all.filter(({ from }) => from !== to);
          return changes.length > 0 ? { changes } : noChange({ text: 'They are like that already.' });
        },
        describe: ({ changes }) => ({
          title: `Switch ${changes.map(({ lamp, to }) => `${lamp} ${to}`).join(', ')}`,
          effect: 'destructive',
          risk: { level: 'low', reasons: [] },
          items: changes.map(({ lamp, to }) => ({ sign: '+', text: `${lamp} ${to}` })),
          meaning: [],
          undo: 'Undo switches back.',
          calls: changes.length,
          subjects: changes.map(({ lamp }) => lamp),
          noun: 'lamps',
        }),
        locks: ({ changes }) => changes.map(({ lamp }) => lamp),
        enrich: () => ({ title: 'Power', steps: [Promise.resolve(['One watt more'])] }),
        rechecks: true,
        undo({ changes }, { written = {} }) {
          const done = changes.filter(({ lamp }) => written[lamp]);
          return done.length > 0
            ? { changes: done.map(({ lamp, from, to }) => ({ lamp, from: to, to: from })) }
            : undefined;
        },
        async apply(_ctx, { changes }, journal) {
          let progress: Progress = Progress.parse(journal.read() ?? {});
          const note = async (lamp: string, step: Progress[string]) => {
            progress = { ...progress, [lamp]: step };
            await journal.save(progress);
          };
          for (const { lamp, to } of changes) {
            const before = progress[lamp];
            if (before === 'done' || (!before && journal.mode === 'recheck')) continue;
            if (!before && (await journal.stopped?.())) return { ...outcomeOf(changes, progress), stopped: true };
            try {
              // What was begun may have been done: look before it is sent again.
              const isDone = before !== undefined && (await call(lamp)) === to;
              if (!isDone && journal.mode !== 'recheck') {
                await note(lamp, 'begun');
                await call(lamp, to);
              }
              await note(lamp, 'done');
            } catch {
              await note(lamp, 'unknown');
              break;
            }
            const done = Object.keys(progress).length;
            if (changes.length > 2 && done < changes.length && journal.mode !== 'recheck')
              return {
                status: 'unfinished',
                run: { done, total: changes.length, now: `${lamp} is ${to}.`, problems: [] },
              };
          }
          return outcomeOf(changes, progress);
        },
      }),
    ],
  });

function outcomeOf(changes: readonly z.output<typeof Change>[], progress: Progress): Omit<Outcome, 'inverse'> {
  const steps = Object.values(progress);
  const isUnknown = steps.includes('unknown');
  const done = steps.filter((step) => step === 'done').length;
  return {
    status: done === changes.length ? 'applied' : 'failed',
    text: isUnknown ? 'No answer came.' : `${done} of ${changes.length} lamps switched.`,
    written: Object.fromEntries(
      Object.entries(progress).map(([lamp, step]) => [lamp, step === 'done' ? 'all' : 'unknown']),
    ),
    ...(isUnknown && { needsRecheck: true as const }),
  };
}
