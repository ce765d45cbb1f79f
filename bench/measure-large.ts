import { join } from 'node:path';
import { playground } from '../sandbox/bundle.ts';
import { sandboxCredentials } from '../sandbox/seed-ids.ts';
import { lint } from '../src/domain/dns/lint/lint.ts';
import { zoneView } from '../src/domain/dns/lint/zone-view.ts';
import { mailNames } from '../src/domain/dns/mail/mail-names.ts';
import type { RecordSet, Zone } from '../src/domain/dns/model/record.ts';
import { planMerge } from '../src/domain/dns/plan/desired.ts';
import { parseZoneFile } from '../src/domain/dns/zonefile/read-zone-file.ts';
import { AppError } from '../src/lib/errors.ts';
import { freePort, startProcess } from '../test/crash/app-process.ts';
import { type Figure, median } from './figures.ts';
import type { Surroundings } from './surroundings.ts';

const zone: Zone = { home: 'cloudflare', id: 'z', name: 'large.example', batchLimit: 200 };
const some = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const one = (owner: string, type: string, content: string): RecordSet => ({
  name: owner === '@' ? zone.name : `${owner}.${zone.name}`,
  type,
  values: [{ content, ttl: 1 }],
});

function refused(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

const delegations = some(5000, (at) => [
  one(`d${at}`, 'NS', 'ns.example.com'),
  one(`www${at}`, 'CNAME', `a.d${at}.${zone.name}`),
]).flat();
const imported = some(10_000, (at) => one(`h${at}`, 'A', '192.0.2.1'));
const spf = one('_spf', 'TXT', '"v=spf1 include:d7.large.example -all"');
const including = [spf, ...some(3000, (at) => one(`d${at}`, 'TXT', '"v=spf1 include:_spf.large.example -all"'))];
const run = (text: string): string => text.repeat(Math.ceil(200_000 / text.length));
const slowLines = [
  `www ${run('0123456789')}ab A 192.0.2.1`,
  `www A 192.0.2.1 ; cf_tags=${run('a,')}${run(' ')}`,
  `www CAA 0 issue "${run('\\"')}`,
  `www HTTPS 1 . ipv6hint="${run('2001:db8::1,')}2001:db8::1"`,
  some(30_000, (at) => `h${at} A 192.0.2.1 ; number ${at} cf_tags=a:${at}`).join('\n'),
];

/** Work of one thread, in milliseconds that were promised once. */
const works: readonly { readonly what: string; readonly most: number; readonly work: () => unknown }[] = [
  { what: 'lint of 5,000 delegations', most: 1000, work: () => lint(zoneView(zone.name, delegations)) },
  { what: 'import of 10,000 records, new', most: 500, work: () => planMerge(zone, [], imported) },
  { what: 'import of 10,000 records, there already', most: 500, work: () => planMerge(zone, imported, imported) },
  {
    what: 'domains that take in one SPF, 3,000 of them',
    most: 2000,
    work: () => mailNames({ zone, changes: [{ ...spf, before: spf }] }, including),
  },
  {
    what: 'the slowest of zone files made to be slow, 200,000 characters and more',
    most: 1500,
    work: () => Math.max(...slowLines.map((text) => timed(() => refused(() => parseZoneFile(text, zone.name))))),
  },
];

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

const figure = (what: string, most: number, ours: readonly number[]): Figure => ({
  what,
  unit: 'ms',
  ours: median(ours),
  goal: { text: `under ${most.toLocaleString('en-US')} ms`, met: median(ours) < most },
  rounds: { ours },
});

/** What must not take long however much there is of it, and what people wait for before they see anything. */
export async function measureLarge(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const figures = works.map(({ what, most, work }) =>
    figure(
      what,
      most,
      some(rounds, () => timed(work)),
    ),
  );
  const pages: number[] = [];
  const starts: number[] = [];
  const batches: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    pages.push(await took(() => playground()));
    starts.push(await sandboxStart(surroundings, round));
    batches.push(await standInBatch(surroundings, round));
  }
  return [
    ...figures,
    figure('the sandbox’s page made in memory', 2000, pages),
    figure('`npm run sandbox` until it serves its page', 5000, starts),
    figure('500 changes among 10,000 records at the stand-in', 1000, batches),
  ];
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function sandboxStart({ dataDir }: Surroundings, round: number): Promise<number> {
  const port = await freePort();
  const sandbox = await startProcess({
    program: join(import.meta.dirname, '../sandbox/main.ts'),
    env: { PORT: String(port), DATA_DIR: dataDir(`sandbox-${round}`) },
    readyUrl: `http://127.0.0.1:${port}/`,
    cwd: join(import.meta.dirname, '..'),
  });
  await sandbox.stop();
  return sandbox.readyAfter;
}

async function standInBatch({ sandbox }: Surroundings, round: number): Promise<number> {
  const [name = ''] = await sandbox.cloudflare.seedZones(1, { records: 10_000, plan: 'pro', prefix: `big${round}-` });
  const { id } = sandbox.cloudflare.zones().find((each) => each.name === name) ?? {};
  const patches = sandbox.cloudflare
    .records(name)
    .filter(({ type, proxied }) => type === 'A' && !proxied)
    .slice(0, 500)
    .map((row) => ({ id: row.id, ttl: 900 }));
  return took(async () => {
    const answer = await fetch(`${sandbox.url}/sandbox/cloudflare/client/v4/zones/${id}/dns_records/batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandboxCredentials.acme.cloudflareToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ patches }),
    });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  });
}
