import { parseArgs } from 'node:util';
import { apiAnswers, slackPayloads, webhookBodies } from './fuzz/product-targets.ts';
import { pureTargets } from './fuzz/pure-targets.ts';
import { type Fuzzed, fuzz } from './fuzz/target.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, only: { type: 'string' } } });
const seed = Number(process.env.SEED ?? Date.now() % 1e9);
const runs = Number(values.runs);
console.log(`${runs} inputs each from SEED=${seed}`);

const options = { runs, seed, timed: true };
const all: Readonly<Record<string, () => Promise<Fuzzed>>> = {
  ...Object.fromEntries(pureTargets.map((target) => [target.name, () => fuzz(target, options)])),
  'Slack payloads': () => fuzz(slackPayloads(), options),
  'webhook bodies': () => fuzz(webhookBodies(), options),
  'answers of LiteMail and Cloudflare': () => fuzz(apiAnswers(), options),
};
for (const [name, run] of Object.entries(all).filter(([one]) => one.includes(values.only ?? ''))) {
  const begun = performance.now();
  const { inputs, taken, slowest } = await run();
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(
    `${name}: ${inputs} inputs in ${seconds} s, ${taken} taken, ${inputs - taken} refused, slowest ${slowest.toFixed(1)} ms`,
  );
}
