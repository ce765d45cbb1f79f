import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { post, postCommand } from '../test/helpers/signed-request.ts';
import type { Figure } from './figures.ts';
import type { Surroundings } from './surroundings.ts';

const goal = 200;
const everyMs = 20;
/** Milliseconds without a message, a call or a slow answer after which what was sent counts as dealt with. */
const quietMs = 1500;
const sizes = [1000, 10_000, 100_000];
const domain = 'health0001.example';

const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
const lines = (count: number, line: (at: number) => string): string =>
  `${Array.from({ length: count }, (_, at) => line(at)).join('\n')}\n`;

/** Repetition, nesting, stars, long names: each in three sizes, in every place where text comes in. */
const units = [
  'a ',
  '"',
  '\\"',
  "'",
  '(',
  '( not a:b or ',
  '*a',
  '<a|b> ',
  'a.',
  '/',
  ', ',
  'a=b; ',
  '{{a}}',
  '%{d}',
  '\n\t',
  '--a ',
  '\u202e',
  'é.',
];

/** Zone files of up to a megabyte, the most that a form takes. */
const zoneFiles: Readonly<Record<string, string>> = {
  '30,000 addresses': lines(30_000, (at) => `h${at} A 192.0.2.${at % 256}`),
  'a chain of 20,000 aliases': lines(20_000, (at) => `c${at} CNAME c${at + 1}`),
  'a chain of 18,000 SPF includes': lines(18_000, (at) => `s${at} TXT "v=spf1 include:s${at + 1}.${domain} ~all"`),
  'a star of 9,000 SPF includes':
    `big TXT "v=spf1 ${lines(90, (at) => `include:s${at}.${domain}`).replaceAll('\n', ' ')}~all"\n` +
    lines(9000, (at) => `s${at} TXT "v=spf1 include:big.${domain} include:big.${domain} ~all"`),
  '12,000 wildcards': lines(12_000, (at) => `*.d${at} A 192.0.2.1\nx.y.d${at} CNAME q.d${at}`),
  '4,000 deep names': lines(4000, (at) => `${'a.'.repeat(100)}x${at} A 192.0.2.1`),
  '30,000 values of one name': lines(30_000, (at) => `a TXT "text ${at}"`),
  '20,000 mail servers under a wildcard': `*.w A 192.0.2.1\n${lines(20_000, (at) => `d${at} MX 10 m${at}.w`)}`,
  '12,000 delegations': lines(12_000, (at) => `d${at} NS ns.x.com.\nwww${at} CNAME a.d${at}`),
  'one value of a megabyte': `www TXT "${repeated('\\"', 1_000_000)}"`,
};

type Send = (surroundings: Surroundings) => Promise<unknown>;

const texts = (make: (unit: string, size: number) => string): string[] =>
  sizes.flatMap((size) => units.map((unit) => make(unit, size)));
const eachOf =
  (all: readonly string[], send: (text: string, surroundings: Surroundings, at: number) => Promise<unknown>): Send =>
  async (surroundings) => {
    for (const [at, text] of all.entries()) await send(text, surroundings, at);
  };

const typed = (text: string, { appUrl, responseUrl }: Surroundings) =>
  postCommand(appUrl, {
    text,
    user_id: text.startsWith('notify') ? 'U0ADA' : 'U0ANA',
    response_url: responseUrl(),
    trigger_id: `1.${text.length}.${text}`.slice(0, 60),
  });

async function imports(text: string, { sandbox }: Surroundings): Promise<void> {
  const act = async (command: { do: string; [field: string]: unknown }) => {
    const answer = await sandbox.control.do(command);
    if (!answer.ok) throw new Error(`${command.do}: ${answer.error}`);
  };
  await act({ do: 'command', user: 'U0ANA', channel: 'C0OPS', text: `dns import ${domain}` });
  const open = () =>
    (sandbox.control.read(new URLSearchParams({ read: 'views', user: 'U0ANA' })).views as unknown[])[0];
  while (!open()) await pause(5);
  await act({ do: 'submit', user: 'U0ANA', values: { 'Records as a file': { name: 'zone.txt', content: text } } });
}

const sends: Readonly<Record<string, Send>> = {
  'nothing at all': () => pause(1000),
  'slash text': eachOf(texts(repeated), (text, where) => typed(text, where)),
  'arguments of a slash command': eachOf(
    texts((unit, size) => `dns add ${domain} TXT www ${repeated(unit, size)}`),
    (text, where) => typed(text, where),
  ),
  'filters of subscriptions, stored': eachOf(
    texts((unit, size) => `notify subscribe domain.* --channel #ops --filter "${repeated(unit, size)}"`),
    (text, where) => typed(text, where),
  ),
  'bodies of events': eachOf(
    texts(
      (unit, size) =>
        `{"id":"e${unit.length}-${size}","type":"domain.updated","created":1,"data":{"domainDetails":{"domain":${JSON.stringify(repeated(unit, size))}},"x":${nested(size / 4)}}}`,
    ),
    (text, where) => event(text, where),
  ),
  'payloads of Slack': eachOf(
    texts(
      (unit, size) =>
        `payload=${encodeURIComponent(`{"type":${JSON.stringify(repeated(unit, size))},"view":${nested(size / 4)}}`)}`,
    ),
    (text, { appUrl }) => post(appUrl, text, { type: 'application/x-www-form-urlencoded' }),
  ),
  ...Object.fromEntries(
    Object.entries(zoneFiles).map(([what, text]) => [
      `a zone file of ${what}`,
      async (surroundings: Surroundings) => {
        await imports(text, surroundings);
      },
    ]),
  ),
};

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Signed as LiteMail signs, for the endpoint that is registered. */
function event(body: string, { sandbox }: Surroundings): Promise<Response> {
  const { url = '', secret = '' } = sandbox.litemail.team('T0ACME').webhooks.at(-1) ?? {};
  const stamp = Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-litemail-signature': `t=${stamp},v1=${hash}` };
  return fetch(url, { method: 'POST', headers, body });
}

/** The slowest answer of `/healthz` while people and LiteMail send what was made to be slow. */
export async function measureHealth(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const { sandbox } = surroundings;
  await sandbox.cloudflare.seedZones(1, { records: 3, plan: 'enterprise', prefix: 'health' });
  await sandbox.control.do({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
  const app = await surroundings.startOurs('health');
  await sandbox.control.do({ do: 'command', user: 'U0ADA', channel: 'C0OPS', text: 'webhooks register' });
  while (sandbox.litemail.team('T0ACME').webhooks.length === 0) await pause(5);
  const probe = new Worker(new URL(import.meta.url), { workerData: { url: `${surroundings.appUrl}/healthz` } });
  const slowest = async (): Promise<number> => {
    probe.postMessage('slowest');
    return Number((await once(probe, 'message'))[0]);
  };
  const figures: Figure[] = [];
  try {
    await once(probe, 'online');
    for (const [what, send] of Object.entries(sends)) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await slowest();
        await send(surroundings);
        await quiet(surroundings);
        times.push(await slowest());
      }
      const ours = Math.max(...times);
      console.error(`${what}: ${ours.toFixed(0)} ms`);
      figures.push({
        what: `slowest answer of /healthz: ${what}`,
        unit: 'ms',
        ours,
        goal: { text: `under ${goal} ms`, met: ours < goal },
        rounds: { ours: times },
      });
    }
  } finally {
    await probe.terminate();
    await app.stop();
  }
  return figures;
}

const quiet = ({ sandbox }: Surroundings): Promise<void> =>
  new Promise((resolve) => {
    let timer = setTimeout(done, quietMs);
    const unsubscribe = sandbox.feed.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(done, quietMs);
    });
    function done(): void {
      unsubscribe();
      resolve();
    }
  });

/** Milliseconds until `/healthz` answered. */
const asked = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const begun = performance.now();
    const answered = () => resolve(performance.now() - begun);
    get(url, (response) => response.resume().on('end', answered)).on('error', answered);
  });

/** In a thread of its own, which nothing but the app can hold up. */
async function watch(url: string): Promise<never> {
  let most = 0;
  let open = 0;
  parentPort?.on('message', async () => {
    // What is still open counts for this time.
    while (open > 0) await pause(1);
    parentPort?.postMessage(most);
    most = 0;
  });
  for (;;) {
    open += 1;
    most = Math.max(most, await asked(url));
    open -= 1;
    await pause(everyMs);
  }
}

if (!isMainThread && workerData?.url) await watch(workerData.url);
