import fc from 'fast-check';
import { spf } from 'mailauth/lib/spf/index.js';
import { describe, expect, it } from 'vitest';
import { evaluateSpf } from '../../src/domain/dns/mail/receiver-checks.ts';
import type { Resolve } from '../../src/domain/dns/model/record.ts';
import { seed } from '../helpers/seed.ts';
import { outside, say } from './run.ts';
import { spfLint } from './spf-lint.ts';
import { aboutStranger, scenarios } from './spf-records.ts';
import { readSuite, resolverOf, type Scenario } from './spf-suite.ts';

const suite = readSuite();
if (!suite) say('the RFC 7208 suite was not run: there are no contracts here (CONTRACTS_DIR)');
const python = outside('python3', ['-c', 'import spf']) ?? { status: -1 };
const system = outside('/usr/bin/python3', ['-c', 'import spf']) ?? { status: -1 };
const withPyspf = [
  ['python3', python],
  ['/usr/bin/python3', system],
].find(([, run]) => (run as { status: number }).status === 0)?.[0] as string | undefined;
if (!withPyspf) say("pyspf was not run: it is not installed (Debian's python3-spf)");

interface Judged {
  readonly result: string;
  readonly lookups: number;
}

function pyspf(asked: readonly Scenario[]): Judged[][] {
  const run = outside(withPyspf ?? '', ['test/outside/pyspf.py'], JSON.stringify(asked));
  expect(run?.error).toBe('');
  return JSON.parse(run?.out ?? '[]') as Judged[][];
}

/** For mailauth itself, which asks as Node's own resolver is asked. */
const asNode = (resolve: Resolve) => async (name: string, type: string) => {
  const answer = await resolve(name, type);
  if (answer.kind === 'unknown') throw Object.assign(new Error(), { code: 'ETIMEOUT' });
  if (answer.kind === 'missing') throw Object.assign(new Error(), { code: answer.exists ? 'ENODATA' : 'ENOTFOUND' });
  return answer.values.map(({ content = '', priority = 0 }) =>
    type === 'TXT' ? [content] : type === 'MX' ? { exchange: content, priority } : content,
  );
};

/** Where we differ, and why. */
const reasons: Readonly<Record<string, string>> = {
  't5.example.com': 'pyspf counts a redirect that an "all" switches off (§6.1)',
  't10.example.com': 'a name with an empty label is no name and costs no lookup in the verdict; the lint counts it',
  't11.example.com': 'a label of more than 63 letters, likewise',
  'e7.example.com': 'a name made from %{p} of a sender without a name: what others find is not known',
  '_spfh.example.com': 'a mail domain cannot begin with an underscore (§4.3): no result',
  '_spf.example.com': 'likewise',
  'spftimeout.example.net': 'the timeout stands after the record, which was answered',
};

describe.runIf(suite)('the suite for RFC 7208', () => {
  const all = suite ?? [];
  it('is answered as it says by the judge of our verdicts', async () => {
    const wrong: string[] = [];
    for (const scenario of all)
      for (const { name, helo, host, mailfrom, result } of scenario.questions) {
        const sender = mailfrom || `postmaster@${helo}`;
        // biome-ignore lint/suspicious/noExplicitAny: mailauth declares less than it takes
        const options: any = { sender, ip: host, helo, mta: 'r', resolver: asNode(resolverOf(scenario)), strict: true };
        const { status } = await spf(options);
        if (!result.includes(status.result)) wrong.push(`${scenario.title}, ${name}: ${status.result}, not ${result}`);
      }
    expect(wrong).toEqual([]);
    expect(all.flatMap(({ questions }) => questions)).toHaveLength(203);
    say('RFC 7208 suite: 203 of 203 mails judged as it says');
  });

  it('has records of which the lint says that receivers give up where they do, and what they cost', async () => {
    const wrong: string[] = [];
    let judged = 0;
    for (const scenario of all)
      for (const domain of Object.keys(scenario.zone)) {
        const verdict = await evaluateSpf(domain, resolverOf(scenario));
        const { errors, cost } = await spfLint(domain, Object.keys(scenario.zone), resolverOf(scenario));
        const givesUp = verdict.result === 'permerror';
        const other = !givesUp && cost?.complete && cost.lookups !== verdict.lookups;
        judged += 1;
        if (reasons[domain] === undefined && (givesUp !== errors.length > 0 || other))
          wrong.push(`${scenario.title}, ${domain}: ${JSON.stringify({ verdict, errors, cost })}`);
      }
    expect(wrong).toEqual([]);
    say(
      `RFC 7208 suite: lint, cost and verdict agree on ${judged} names, ${Object.keys(reasons).length} apart for a reason`,
    );
  });

  it.runIf(withPyspf)('has records that pyspf judges as we do', async () => {
    const asked = all.map((scenario) => ({ ...scenario, questions: Object.keys(scenario.zone).map(aboutStranger) }));
    expect(await differences(asked)).toEqual([]);
  });
});

describe.runIf(withPyspf)('records that name each other in every way', () => {
  it('are judged by pyspf as by us, and the lint says that receivers give up where they do', async () => {
    const made = fc.sample(scenarios, { seed, numRuns: 500 });
    expect(await differences(made)).toEqual([]);
    const wrong: string[] = [];
    for (const scenario of made)
      for (const { name } of scenario.questions) {
        const { result } = await evaluateSpf(name, resolverOf(scenario));
        const { errors } = await spfLint(name, Object.keys(scenario.zone), resolverOf(scenario));
        if ((result === 'permerror') !== errors.length > 0)
          wrong.push(`${name} ${result}, lint ${errors}: ${JSON.stringify(scenario.zone)}`);
      }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

/** Where pyspf's result or its number of lookups is another than ours, for a sender that no record lists. */
async function differences(asked: readonly Scenario[]): Promise<string[]> {
  const theirs = pyspf(asked);
  const wrong: string[] = [];
  const results = new Set<string>();
  for (const [at, scenario] of asked.entries())
    for (const [index, { name }] of scenario.questions.entries()) {
      const { result, lookups } = await evaluateSpf(name, resolverOf(scenario));
      const judged = theirs[at]?.[index];
      const ours = result === 'unknown' ? 'temperror' : result;
      results.add(ours);
      const same = ours === judged?.result && (ours === 'permerror' || lookups === judged.lookups);
      if (!same && reasons[name] === undefined)
        wrong.push(
          `${scenario.title}, ${name}: ${result} ${lookups}, pyspf ${JSON.stringify(judged)}, ${JSON.stringify(scenario.zone[name])}`,
        );
    }
  expect([...results]).toEqual(expect.arrayContaining(['none', 'permerror', 'fail', 'softfail', 'neutral']));
  say(`pyspf: ${theirs.flat().length} records judged alike`);
  return wrong.slice(0, 5);
}
