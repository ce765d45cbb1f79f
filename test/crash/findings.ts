import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedStores } from '../../src/adapters/stores/lowdb/open-lowdb.ts';
import { type AuditEntry, firstTampered } from '../../src/domain/audit/audit-chain.ts';
import type { ApprovalRequest } from '../../src/engine/approvals/request/request.ts';
import type { Job } from '../../src/ports/stores.ts';
import { type Blame, type Copies, copiesIn, type Shown, shown } from './messages.ts';
import { connectable, eventDomain, testName } from './story.ts';
import type { World } from './world.ts';

/** What the app kept, read after it was stopped. */
export interface Kept {
  readonly requests: readonly ApprovalRequest[];
  readonly jobs: readonly Job[];
  readonly unsettled: readonly string[];
  readonly audit: readonly AuditEntry[];
}

export interface Findings {
  /** What must never happen, in words. */
  readonly violations: readonly string[];
  /** Messages that are there twice because Slack had stored the first and we had not, by no fault of ours. */
  readonly twiceInSlack: number;
  /** Longest time from readiness until an interrupted apply went on, milliseconds. */
  readonly resumedAfter: number;
  readonly slowestStart: number;
}

const team = 'T0ACME';

export async function kept(dataDir: string): Promise<Kept> {
  const stores = await openEmbeddedStores({ dataDir });
  try {
    const text = await readFile(join(dataDir, 'audit.jsonl'), 'utf8');
    return {
      requests: await stores.requests.list(team),
      jobs: await stores.jobs.list(team),
      unsettled: (await stores.events.unsettled(1000)).map(({ id }) => id),
      audit: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as AuditEntry),
    };
  } finally {
    await stores.close();
  }
}

/** Looks at everything that is left when the app has been stopped for good. */
export async function findings(world: World, acknowledgedEvents: readonly string[]): Promise<Findings> {
  const violations: string[] = [];
  const blame = (wrong: boolean, what: string): void => {
    if (wrong) violations.push(what);
  };
  const store = await kept(world.dataDir);
  const messages = shown(world);
  const copies = copiesIn(world, blame);

  acknowledged(world, store, messages, blame);
  for (const request of store.requests) requestEnded(request, store, messages, copies, blame);
  audited(store, blame);
  writtenOnce(world, blame);
  connectedOnce(world, blame);
  for (const id of acknowledgedEvents) {
    const posted = messages.filter(({ channel, text }) => channel === 'C0OPS' && text.includes(eventDomain(id)));
    blame(posted.length === 0, `Event ${id} was answered 200 and is not in the channel.`);
    copies.check(posted, `Event ${id}`);
  }
  blame(store.unsettled.length > 0, `Events are still not settled: ${store.unsettled.join(', ')}`);
  leftOver(world, store, blame);
  return { violations, ...pace(world, blame), twiceInSlack: copies.count() };
}

export function leftOver({ life }: World, { jobs }: Kept, blame: Blame): void {
  const left = jobs.filter(
    ({ kind, key }) => kind !== 'expire-request' && kind !== 'delivered' && !key.startsWith('undo-over:'),
  );
  blame(left.length > 0, `Jobs are left: ${left.map(({ kind, key }) => `${kind} ${key}`).join(', ')}`);
  blame(/unhandled/i.test(life.output()), `The app says unhandled: ${life.output().slice(-2000)}`);
}

/** How soon the app was there again, and went on with what it had been carrying out. */
export function pace({ life, sandbox }: World, blame: Blame): Pick<Findings, 'resumedAfter' | 'slowestStart'> {
  const calls = sandbox.wire().filter(({ api }) => api === 'cloudflare' || api === 'litemail');
  const resumed = life.kills.flatMap(({ at, readyAt, interrupted }) => {
    if (interrupted.length === 0) return [];
    const next = calls.find((entry) => entry.at >= at);
    return [next ? Math.max(0, next.at - next.ms - readyAt) : Number.POSITIVE_INFINITY];
  });
  blame(
    resumed.some((after) => after === Number.POSITIVE_INFINITY),
    'An interrupted apply never went on.',
  );
  return {
    resumedAfter: Math.max(0, ...resumed),
    slowestStart: Math.max(0, ...life.kills.map(({ readyAfter }) => readyAfter)),
  };
}

/** Everything that was said to somebody is so. */
function acknowledged({ find }: World, { requests, audit }: Kept, messages: readonly Shown[], blame: Blame): void {
  const ids = new Set(
    messages.flatMap(({ text }) => [...text.matchAll(/[Rr]equest `?(r-[a-z0-9]+)/g)].map((found) => found[1])),
  );
  for (const id of ids) blame(!requests.some((request) => request.id === id), `Request ${id} was told of and is gone.`);
  for (const { text } of messages) {
    const [, id] = /[Rr]equest `?(r-[a-z0-9]+)/.exec(text) ?? [];
    const request = requests.find((each) => each.id === id);
    for (const [, by] of text.matchAll(/(?:Approved|Confirmed) by <@(\w+)>/g))
      blame(
        !request?.decisions.some((decision) => decision.by === by),
        `The decision of ${by} on ${id} was told and is gone.`,
      );
    const [, test] = /Placement test “(.+?)” is being started/.exec(text) ?? [];
    if (test)
      blame(
        !find('U0ANA', 'U0ANA', test, /inbox|outcome is unknown|could not|failed/),
        `Placement test ${test} was promised and never ended.`,
      );
  }
  for (const { id, decisions } of requests) {
    const told = audit.filter((entry) => entry.request === id && entry.action === 'request.approve').length;
    const made = decisions.filter(({ type }) => type === 'approve').length;
    blame(told !== made, `Request ${id} has ${made} approvals, and the audit ${told}.`);
  }
}

const saying: Readonly<Record<string, RegExp>> = {
  pending: /\*Waiting/,
  applied: /\*Done\.\*/,
  failed: /\*Failed[.,]/,
  refused: /\*Refused/,
  denied: /\*Denied\.\*/,
};

/** Each request has come to an end that its cards show, or can still be pressed. */
export function requestEnded(
  request: ApprovalRequest,
  { audit }: Kept,
  messages: readonly Shown[],
  copies: Copies,
  blame: Blame,
): void {
  const { id, status, cards, channel, requester } = request;
  const said = saying[status];
  blame(!said, `Request ${id} is left ${status}.`);
  for (const card of cards.filter(({ kind }) => kind !== 'outcome')) {
    const message = messages.find(({ ts }) => ts === card.ts);
    blame(!message, `A card of ${id} is gone.`);
    if (!message || !said) continue;
    blame(!said.test(message.text), `Request ${id} is ${status}, and its card says: ${message.text.slice(0, 300)}`);
    const pressable = message.buttons.some((label) => ['Approve', 'Apply', 'Withdraw'].includes(label));
    blame(
      pressable !== (status === 'pending'),
      `Request ${id} is ${status}, and its card has ${message.buttons.join(', ') || 'no buttons'}.`,
    );
  }
  for (const place of channel ? [channel, requester] : [requester]) {
    const posted = messages.filter((each) => each.channel === place && each.text.includes(`Request \`${id}\``));
    blame(posted.length === 0, `Request ${id} has no card in ${place}.`);
    copies.check(posted, `The card of ${id}`);
  }
  const notices = messages.filter((each) => each.channel === requester && each.text.includes(`(request \`${id}\`)\n`));
  blame(channel !== undefined && status !== 'pending' && notices.length === 0, `Nobody told how ${id} ended.`);
  copies.check(notices, `The notice of how ${id} ended`);
  const ends = audit.filter((entry) => entry.request === id && /^apply\.(applied|failed|refused)$/.test(entry.action));
  blame(
    ends.length !== (status === 'pending' || status === 'denied' ? 0 : 1),
    `Request ${id} is ${status}, and the audit tells its end ${ends.length} times.`,
  );
}

export function audited({ audit }: Kept, blame: Blame): void {
  const altered = firstTampered(audit);
  blame(altered !== undefined, `The audit chain breaks at entry ${altered}.`);
  const keys = audit.flatMap(({ key }) => key ?? []);
  blame(new Set(keys).size !== keys.length, 'A fact is in the audit twice.');
}

/** Nothing reached Cloudflare twice, and what was asked for is there. */
function writtenOnce({ sandbox }: World, blame: Blame): void {
  const { cloudflare } = sandbox.sandbox;
  const writes = cloudflare
    .batches()
    .flatMap(({ zone, deletes, patches, puts, posts }) => [
      ...deletes.map((row) => `delete ${zone} ${JSON.stringify(row)}`),
      ...[...patches, ...puts, ...posts].map((row) => `write ${zone} ${JSON.stringify(row)}`),
    ]);
  for (const write of new Set(writes))
    blame(writes.filter((each) => each === write).length > 1, `Cloudflare took twice: ${write}`);
  const mail = cloudflare
    .records('acme-mail.com')
    .filter(({ type, name }) => type === 'MX' && name === 'acme-mail.com');
  const hosts = mail.map(({ priority, content }) => `${priority} ${content}`).sort();
  blame(
    hosts.join() !== '10 aspmx.l.google.com,20 alt1.aspmx.l.google.com',
    `After delete and undo MX is ${hosts.join()}.`,
  );
  blame(
    cloudflare.records('acme-outreach.net').filter(({ type }) => type === 'MX').length !== 2,
    'What was denied was done.',
  );
  blame(
    !cloudflare.records('outbound-labs.io').some(({ name }) => name.startsWith('crash-')),
    'The new record is not there.',
  );
}

function connectedOnce({ sandbox }: World, blame: Blame): void {
  const { litemail } = sandbox.sandbox;
  const bodies = sandbox
    .wire('litemail')
    .filter(
      ({ method, path, status }) => method === 'POST' && path.startsWith('/v1/cloudflare-credentials') && status < 300,
    );
  for (const name of connectable) {
    const calls = bodies.filter(
      ({ requestBody }) => (requestBody as { domainName?: string }).domainName === name,
    ).length;
    blame(calls !== 1, `${name} was connected by ${calls} calls.`);
  }
  const tests = litemail.team(team).placementTests.map((test) => test.testName);
  for (let attempt = 1; attempt <= 12; attempt += 1)
    blame(
      tests.filter((name) => name === testName(attempt)).length > 1,
      `Placement ${testName(attempt)} was started twice.`,
    );
}
