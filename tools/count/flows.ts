import { setTimeout as pause } from 'node:timers/promises';
import { type DiskWatch, type DurableWrites, watchDisk } from './durable-writes.ts';
import { type FlowName, flowNames, type Story, startStory } from './story.ts';
import { createTracer, type Trace, type Tracer } from './trace.ts';

export interface FlowCount extends Trace {
  readonly flow: FlowName;
  readonly until: 'seen' | 'quiet';
  readonly writes: DurableWrites;
  /** Single requests read from the store; undefined where that store is not found. */
  readonly requestReads: number | undefined;
}

const quietMs = 1000;
const longestMs = 30_000;

/** Waits until none of our functions is entered and nothing is written for a while. */
async function quiet(tracer: Tracer, disk: DiskWatch): Promise<void> {
  const deadline = Date.now() + longestMs;
  for (let before = -1; Date.now() < deadline; ) {
    const now = tracer.entries() + disk.syncs();
    if (now === before) return;
    before = now;
    await pause(quietMs);
  }
  throw new Error('The app did not come to rest.');
}

/** The second of two runs in one process: in production everything is loaded before somebody asks. */
export async function countFlows(root: string): Promise<FlowCount[]> {
  const tracer = createTracer(root);
  const disk = await watchDisk();
  await runStory(root, tracer, disk);
  return runStory(root, tracer, disk);
}

async function runStory(root: string, tracer: Tracer, disk: DiskWatch): Promise<FlowCount[]> {
  const story = await startStory(root);
  try {
    const counts: FlowCount[] = [];
    for (const flow of flowNames) counts.push(...(await countFlow(flow, story, tracer, disk)));
    return counts;
  } finally {
    await story.stop();
  }
}

/** Counted twice: when a person sees the result, and when nothing of it goes on any more. */
async function countFlow(flow: FlowName, story: Story, tracer: Tracer, disk: DiskWatch): Promise<FlowCount[]> {
  await quiet(tracer, disk);
  const readsBefore = story.requestReads() ?? 0;
  tracer.start();
  disk.start();
  const count = (until: FlowCount['until']): FlowCount => {
    const reads = story.requestReads();
    const requestReads = reads === undefined ? undefined : reads - readsBefore;
    return { flow, until, ...tracer.soFar(), writes: disk.soFar(), requestReads };
  };
  await story.flows[flow]();
  const seen = count('seen');
  await quiet(tracer, disk);
  return [seen, count('quiet')];
}
