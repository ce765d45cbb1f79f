import { parseArgs } from 'node:util';
import { type ApplyRound, type Moment, moments, playApplies } from '../test/crash/apply-round.ts';
import { playRound, type Round } from '../test/crash/round.ts';
import { openStage } from '../test/features/dns/plan-apply-plan.ts';

const usage = `npm run soak -- crash [--rounds N] [--at-once N] [--seed N]
       npm run soak -- applies [--kills N] [--at-once N] [--seed N]
       npm run soak -- zones [--zones N]

  crash      kills the app at random moments while people work with it; every second round with failing APIs besides
  --rounds   how many stories, 200 when left out
  --at-once  how many side by side, 3 when left out
  --seed     of the first round; each further one has the next

  applies    kills the app while plans of every kind are carried out, until so many kills fell between decision and end
  --kills    how many, 200 when left out

  zones      plans, applies and plans again on zones of mixed records; nothing may be left or differ
  --zones    how many, 1000 when left out`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '200' },
    kills: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    zones: { type: 'string', default: '1000' },
    help: { type: 'boolean' },
  },
});

async function crash(rounds: number, atOnce: number, first: number): Promise<boolean> {
  console.log(`${rounds} rounds, seeds from ${first}`);
  const done: Round[] = [];
  let next = 0;
  const player = async (): Promise<void> => {
    while (next < rounds) {
      const index = next;
      next += 1;
      const round = await playRound(first + index, { withFaults: index % 2 === 1 });
      done.push(round);
      const { seed, kills, faults, seconds, violations } = round;
      const what = `seed ${seed}${index % 2 === 1 ? ' with faults' : ''}: ${kills} kills, ${seconds.toFixed(0)} s`;
      console.log(`${violations.length === 0 ? 'ok  ' : 'FAIL'} ${what}`);
      if (violations.length > 0) console.log([...violations, ...faults, round.output.slice(-4000)].join('\n'));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, player));
  const sum = (of: (round: Round) => number) => done.reduce((total, round) => total + of(round), 0);
  const most = (of: (round: Round) => number) => Math.round(Math.max(...done.map(of)));
  const bad = done.filter(({ violations }) => violations.length > 0);
  console.log(
    `${done.length} rounds, ${sum(({ kills }) => kills)} kills: ${bad.length} rounds with something lost or done twice${bad.length > 0 ? ` (seeds ${bad.map(({ seed }) => seed).join(', ')})` : ''}; ` +
      `${sum(({ twiceInSlack }) => twiceInSlack)} messages twice in Slack, each with a kill or a lost answer between Slack's storing and ours; ` +
      `slowest restart ${most(({ slowestStart }) => slowestStart)} ms, interrupted applies taken up at most ${most(({ resumedAfter }) => resumedAfter)} ms after readiness (goal: under 2,000)`,
  );
  return bad.length === 0;
}

/** Plans in one round: a world of its own, so that a seed is seen again in seconds. */
const plansEach = 10;

async function applies(wanted: number, atOnce: number, first: number): Promise<boolean> {
  console.log(`${wanted} kills between decision and end, seeds from ${first}`);
  const done: ApplyRound[] = [];
  const count = (moment: Moment) => done.flatMap((round) => round.moments).filter((one) => one === moment).length;
  const hits = () => count('decided') + count('being written');
  let next = first;
  const player = async (): Promise<void> => {
    while (hits() < wanted) {
      const round = await playApplies(next++, plansEach);
      done.push(round);
      const { seed, violations, seconds } = round;
      console.log(
        `${violations.length === 0 ? 'ok  ' : 'FAIL'} seed ${seed}: ${round.moments.join(', ')}; ${seconds.toFixed(0)} s`,
      );
      if (violations.length > 0) console.log([...violations, round.output.slice(-4000)].join('\n'));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, player));
  const bad = done.filter(({ violations }) => violations.length > 0);
  const sum = (of: (round: ApplyRound) => number) => done.reduce((total, round) => total + of(round), 0);
  console.log(
    `${done.length * plansEach} plans, kills ${moments.map((moment) => `${moment}: ${count(moment)}`).join(', ')}, ` +
      `${sum(({ lostAnswers }) => lostAnswers)} answers lost: ${bad.length} rounds with something lost, done twice or untold` +
      `${bad.length > 0 ? ` (seeds ${bad.map(({ seed }) => seed).join(', ')})` : ''}; ` +
      `${sum(({ twiceInSlack }) => twiceInSlack)} messages twice in Slack; interrupted applies taken up at most ` +
      `${Math.round(Math.max(...done.map(({ resumedAfter }) => resumedAfter)))} ms after readiness (goal: under 2,000)`,
  );
  return bad.length === 0;
}

async function planApplyPlan(zones: number): Promise<boolean> {
  const stage = await openStage();
  let [written, bad] = [0, 0];
  for (let number = 0; number < zones; number += 1) {
    const run = await stage.run(number);
    written += run.written;
    if (run.problems.length > 0) bad += 1;
    for (const problem of run.problems) console.log(`${run.zone}: ${problem}`);
  }
  stage.stop();
  console.log(
    `${zones} zones, ${written} values written: ${bad} zones with something left to do or other than planned`,
  );
  return bad === 0;
}

const soaks: Readonly<Record<string, () => Promise<boolean>>> = {
  crash: () => crash(Number(values.rounds), Number(values['at-once']), Number(values.seed)),
  applies: () => applies(Number(values.kills), Number(values['at-once']), Number(values.seed)),
  zones: () => planApplyPlan(Number(values.zones)),
};
const soak = soaks[positionals[0] ?? ''];
if (values.help || !soak) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else process.exitCode = (await soak()) ? 0 : 1;
