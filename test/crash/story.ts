import { lastSeen } from '../helpers/last-seen.ts';
import { labels } from '../helpers/look.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import type { World } from './world.ts';

/** After a restart everything acknowledged is taken up within two seconds; then a person believes that it got lost. */
const belief = 4000;
/** Nothing may take longer as long as nobody kills. */
const patience = 60_000;
const attempts = 12;

/** What somebody wants and does not get is told by throwing this. */
export class Unanswered extends Error {}

/**
 * Does as a person does: acts, looks whether it worked, and acts again if the app went down before it did. `seen` may
 * tell by the number of the attempt.
 */
export async function achieve<T>(
  world: World,
  what: string,
  act: (attempt: number) => Promise<unknown>,
  seen: (attempt: number) => T | undefined,
): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await world.life.up();
    const starts = world.life.starts();
    const began = Date.now();
    // What cannot be pressed any more has been pressed: what is seen decides.
    const problem = await act(attempt).then(() => '', String);
    const found = await world.eventually(
      () => seen(attempt),
      () =>
        (world.life.starts() > starts && Date.now() - world.life.readyAt() > belief) || Date.now() - began > patience,
    );
    if (found !== undefined) return found;
    if (world.life.starts() === starts)
      throw new Unanswered(
        `${what}: nothing came of it, though nobody killed. ${problem}\n${lastSeen(world.sandbox.sandbox)}`,
      );
  }
  throw new Unanswered(`${what}: nothing came of it in ${attempts} attempts.\n${lastSeen(world.sandbox.sandbox)}`);
}

export const withButton = (world: World, channel: string, label: string, text: RegExp): SeenMessage | undefined =>
  world.sandbox.messages(channel).findLast((message) => labels(message).includes(label) && text.test(textOf(message)));

const ended = /\*(Done|Failed|Refused|Denied|Expired)/;

const endedAt = (world: World, channel: string, ts: string): SeenMessage | undefined =>
  world.sandbox.messages(channel).find((message) => message.ts === ts && ended.test(textOf(message)));

const afterwards = (milliseconds: number): (() => boolean) => {
  const began = Date.now();
  return () => Date.now() - began > milliseconds;
};

/** One press after the other on the message, until it says how it ended. */
const press = (world: World, user: string, card: SeenMessage, label: string, channel: string): Promise<SeenMessage> =>
  achieve(
    world,
    `${user} presses ${label}`,
    () => world.sandbox.press(user, { channel, ts: card.ts, label }),
    () => endedAt(world, channel, card.ts),
  );

/** Somebody deletes, somebody else approves, and the first undoes it again. */
export async function deletesAndUndoes(world: World): Promise<void> {
  const card = await achieve(
    world,
    'dns delete asks for approval',
    () => world.sandbox.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @'),
    () => withButton(world, 'C0APPROVE', 'Approve', /wants: \*.*acme-mail\.com/),
  );
  await press(world, 'U0BO', card, 'Approve', 'C0APPROVE');
  const reverse = await achieve(
    world,
    'Undo shows its plan',
    () => world.sandbox.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' }),
    () => withButton(world, 'U0ANA', 'Apply', /wants: \*Undo/),
  );
  await press(world, 'U0ANA', reverse, 'Apply', 'U0ANA');
}

/** Somebody asks, somebody else says no. */
export async function isDenied(world: World): Promise<void> {
  const card = await achieve(
    world,
    'dns delete asks for approval',
    () => world.sandbox.command('U0ANA', 'C0OPS', 'dns delete acme-outreach.net MX @'),
    () => withButton(world, 'C0APPROVE', 'Deny', /wants: \*.*acme-outreach\.net/),
  );
  await achieve(
    world,
    'Deny with a reason',
    async () => {
      await world.sandbox.press('U0ADA', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
      await world.eventually(() => world.sandbox.views('U0ADA').at(-1), afterwards(2000));
      await world.sandbox.submit('U0ADA', { Reason: 'Not on a Friday' });
    },
    () => endedAt(world, 'C0APPROVE', card.ts),
  );
}

/** Buttons that a copy still has which the app knew nothing of are pressed too; the copy must say how it ended. */
export async function pressesOldCopies(world: World): Promise<void> {
  for (const [channel, user, label] of [
    ['C0APPROVE', 'U0BO', 'Approve'],
    ['U0ANA', 'U0ANA', 'Apply'],
    ['U0ANA', 'U0ANA', 'Withdraw'],
  ] as const) {
    const all = world.sandbox.messages(channel);
    const requestOf = (message: SeenMessage) => /Request `(r-[a-z0-9]+)`/.exec(textOf(message))?.[1];
    const over = new Set(all.filter((message) => ended.test(textOf(message))).map(requestOf));
    const old = all.filter((message) => labels(message).includes(label) && over.has(requestOf(message)));
    for (const { ts } of old) await press(world, user, { ts } as SeenMessage, label, channel);
  }
}

/** Somebody adds a record and applies the plan alone. */
export async function addsAndApplies(world: World): Promise<void> {
  const card = await achieve(
    world,
    'dns add shows its plan',
    (attempt) => world.sandbox.command('U0ANA', 'C0OPS', `dns add outbound-labs.io A crash-${attempt} 192.0.2.77`),
    (attempt) => withButton(world, 'U0ANA', 'Apply', new RegExp(`wants: \\*.*crash-${attempt}`)),
  );
  await press(world, 'U0ANA', card, 'Apply', 'U0ANA');
}

/** What was said to go on by itself does; nobody sends it again. */
async function comes<T>(world: World, what: string, seen: () => T | undefined): Promise<T> {
  const began = Date.now();
  const found = await world.eventually(seen, () => Date.now() - Math.max(began, world.life.readyAt()) > patience);
  if (found === undefined)
    throw new Unanswered(`${what}: promised, and it never came.\n${lastSeen(world.sandbox.sandbox)}`);
  return found;
}

export const connectable = ['outbound-labs.io', 'acmehq.io'];

export async function connectsDomains(world: World): Promise<void> {
  const told = (channel: string) => world.find(channel, 'U0ANA', /Connecting \d|connected to LiteMail/);
  await achieve(
    world,
    'domains connect begins',
    () => world.sandbox.command('U0ANA', 'C0OPS', `domains connect ${connectable.join(' ')}`),
    () => told('C0OPS') ?? told('U0ANA'),
  );
  await comes(world, 'domains connect', () => world.find('U0ANA', 'U0ANA', /\d of \d domains? connected to LiteMail/));
}

export const testName = (attempt: number): string => `Crash check ${attempt}`;

export async function runsPlacement(world: World): Promise<void> {
  const { card, name } = await achieve(
    world,
    'placement run asks for approval',
    (attempt) =>
      world.sandbox.command('U0ANA', 'C0OPS', `placement run "${testName(attempt)}" --mailboxes ana@acme-mail.com`),
    (attempt) => {
      const found = withButton(world, 'C0APPROVE', 'Approve', new RegExp(testName(attempt)));
      return found && { card: found, name: testName(attempt) };
    },
  );
  await press(world, 'U0BO', card, 'Approve', 'C0APPROVE');
  await comes(world, 'placement run', () =>
    world.find('U0ANA', 'U0ANA', name, /inbox|outcome is unknown|could not|failed/),
  );
}

/** Ids of the events that were answered 200. */
export async function deliversEvents(world: World, count: number): Promise<string[]> {
  const { sandbox, random } = world;
  const acknowledged: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = `evt-${index}`;
    const data = { domainDetails: { domain: eventDomain(id), status: 'ACTIVE' } };
    for (let accepted = false; !accepted; ) {
      await world.life.up();
      const { tries } = await sandbox.sandbox.litemail.deliver('domain.updated', data, {
        id,
        times: random.between(1, 3),
      });
      accepted = tries.some(({ status }) => status === 200);
    }
    acknowledged.push(id);
  }
  return acknowledged;
}

/** Each event has an object of its own, so that it can be found in a message of many. */
export const eventDomain = (id: string): string => `${id}.example`;
