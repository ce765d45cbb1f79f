import { labels } from '../helpers/look.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { asks, type Change, decide } from './applies.ts';
import { audited, kept, leftOver, pace, requestEnded } from './findings.ts';
import type { Kill } from './killer.ts';
import { copiesIn, shown } from './messages.ts';
import { createRandom } from './random.ts';
import { createWorld, type World } from './world.ts';

/** Where the killed process was. */
export const moments = ['before the decision', 'decided', 'being written', 'ended'] as const;
export type Moment = (typeof moments)[number];

export interface ApplyRound {
  readonly seed: number;
  /** Of each kill, in order. */
  readonly moments: readonly Moment[];
  readonly lostAnswers: number;
  readonly violations: readonly string[];
  readonly twiceInSlack: number;
  readonly resumedAfter: number;
  readonly slowestStart: number;
  readonly seconds: number;
  readonly output: string;
}

/** Changes in the world from the press until the app has told everybody; a kill comes after one of them. */
const span = { 'many zones': 60, 'records at LiteMail': 22 } as const;
const usualSpan = 16;
const calm = 800;

/** A SIGKILL while each of so many plans is carried out, at moments that follow from the seed; answers get lost besides. */
export async function playApplies(seed: number, count: number): Promise<ApplyRound> {
  const began = performance.now();
  const random = createRandom(seed);
  const world = await createWorld(random);
  const violations: string[] = [];
  const at: Moment[] = [];
  try {
    await world.sandbox.sandbox.cloudflare.seedZones(5, { records: 4 });
    for (let index = 0; index < count; index += 1) {
      const change = await random.pick(asks)(world, `k${seed}x${index}`);
      if (random.next() < 0.4)
        world.sandbox.sandbox.faults.add({ ...change.write, kind: 'drop', times: random.between(1, 2) });
      const kills = world.life.kills.length;
      const most = span[change.what as keyof typeof span] ?? usualSpan;
      world.beginKilling({ count: 1, least: 3, most, gentle: 0 });
      const card = await decide(world, change);
      await world.quiet(calm);
      world.life.spare();
      await world.life.up();
      await world.quiet(calm);
      world.sandbox.sandbox.faults.off();
      at.push(...world.life.kills.slice(kills).map((kill) => momentOf(kill, change)));
      violations.push(...wrongWith(change, card));
    }
    const code = await world.life.end();
    if (code !== 0) violations.push(`It ended with ${code}.`);
    const found = await looked(world);
    return {
      ...found,
      violations: [...violations, ...found.violations],
      seed,
      moments: at,
      lostAnswers: world.sandbox.wire().filter(({ fault }) => fault === 'drop').length,
      seconds: (performance.now() - began) / 1000,
      output: world.life.output(),
    };
  } finally {
    await world.life.end();
    await world.stop();
  }
}

/** Nothing here gives a reason to fail or refuse, so that it was done, by us, is the only truth. */
function wrongWith(change: Change, card: SeenMessage): string[] {
  const said = textOf(card);
  const asItIs = /\*Done\.\*.*changed and read back/.test(said) && labels(card).includes('Undo');
  const problems = [...(asItIs ? [] : [`its card says: ${said.slice(-400)}`]), ...change.wrong()];
  return problems.map((problem) => `${change.what}: ${problem}`);
}

/** By its own account. */
function momentOf({ known, journals }: Kill, { card }: Change): Moment {
  const { requests } = JSON.parse(known) as {
    requests: { id: string; status: string; cards: { ts: string }[] }[];
  };
  const request = requests.find(({ cards }) => cards.some(({ ts }) => ts === card.ts));
  if (!request || request.status === 'pending') return 'before the decision';
  if (request.status !== 'approved') return 'ended';
  return journals.includes(`"request":"${request.id}","progress"`) ? 'being written' : 'decided';
}

async function looked(world: World) {
  const violations: string[] = [];
  const blame = (wrong: boolean, what: string): void => {
    if (wrong) violations.push(what);
  };
  const store = await kept(world.dataDir);
  const messages = shown(world);
  const copies = copiesIn(world, blame);
  for (const request of store.requests) requestEnded(request, store, messages, copies, blame);
  audited(store, blame);
  leftOver(world, store, blame);
  return { violations, ...pace(world, blame), twiceInSlack: copies.count() };
}
