import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { labels } from '../helpers/look.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { achieve, withButton } from './story.ts';
import type { World } from './world.ts';

/** A change that somebody asks for, and what shows that it was made once. */
export interface Change {
  readonly what: string;
  /** Shows a card with this button to this person there. */
  readonly card: SeenMessage;
  readonly decides: { readonly user: string; readonly channel: string; readonly label: string };
  /** The call that writes, for losing its answer. */
  readonly write: { readonly api: 'cloudflare' | 'litemail'; readonly operation: string };
  /** What is wrong with the world once the card says that it is done. */
  readonly wrong: () => string[];
}

type Ask = (world: World, mark: string) => Promise<Change>;

const mine = { user: 'U0ANA', channel: 'U0ANA', label: 'Apply' };
const approved = { user: 'U0BO', channel: 'C0APPROVE', label: 'Approve' };
const batch = { api: 'cloudflare', operation: '/batch' } as const;

async function ask(world: World, line: string, decides: Change['decides'], mark: string): Promise<SeenMessage> {
  return achieve(
    world,
    line.slice(0, 60),
    () => world.sandbox.command('U0ANA', 'C0OPS', line),
    () => withButton(world, decides.channel, decides.label, new RegExp(mark)),
  );
}

const rowsOf = ({ sandbox }: World, zone: string, name: string) =>
  sandbox.sandbox.cloudflare.records(zone).filter((row) => row.name === `${name}.${zone}`);

/** How many accepted batches wrote something of that name. */
const writesOf = ({ sandbox }: World, zone: string, name: string): number =>
  sandbox.sandbox.cloudflare
    .batches()
    .filter((one) => one.zone === zone && JSON.stringify([one.patches, one.posts]).includes(`"${name}.${zone}"`))
    .length;

const exactly = (what: string, found: number, wanted: number): string[] =>
  found === wanted ? [] : [`${what}: ${found} instead of ${wanted}`];

const once = (world: World, zone: string, name: string, rows = 1): string[] => [
  ...exactly(`${name}.${zone} has records`, rowsOf(world, zone, name).length, rows),
  ...exactly(`${name}.${zone} was written`, writesOf(world, zone, name), 1),
];

const addsOne: Ask = async (world, mark) => ({
  what: 'one record',
  card: await ask(world, `dns add acme-mail.com TXT ${mark} "${mark}"`, mine, mark),
  decides: mine,
  write: batch,
  wrong: () => once(world, 'acme-mail.com', mark),
});

const replacesAnAlias: Ask = async (world, mark) => {
  const zone = 'outbound-labs.io';
  const name = `${mark}.${zone}`;
  const add = { type: 'CNAME', name, content: 'old.example.net', ttl: 300 };
  await world.sandbox.act({ do: 'change-record', zone, add });
  return {
    what: 'an alias by an address',
    card: await ask(world, `dns set ${zone} A ${mark} 192.0.2.7`, approved, mark),
    decides: approved,
    write: batch,
    wrong: () => [
      ...once(world, zone, mark),
      ...exactly(`${name} has aliases`, rowsOf(world, zone, mark).filter(({ type }) => type === 'CNAME').length, 0),
    ],
  };
};

/** More rows than one batch of a Free zone takes. */
const twoBatches: Ask = async (world, mark) => {
  const zone = `${mark}.example`;
  const { accountId } = sandboxCredentials.acme.cloudflareLogin;
  await world.sandbox.sandbox.cloudflare.addZone({ name: zone, accountId, recordQuota: 1000, records: [] });
  const names = Array.from({ length: 210 }, (_, index) => `t${index}`);
  const records = names.map((name) => `${name} A 192.0.2.1`).join('\n');
  return {
    what: 'two batches',
    card: await ask(world, `dns import ${zone} --records "${records}"`, mine, mark),
    decides: mine,
    write: batch,
    wrong: () => names.flatMap((name) => once(world, zone, name)),
  };
};

const manyZones: Ask = async (world, mark) => {
  const zones = world.sandbox.sandbox.cloudflare.zones().flatMap(({ name }) => (name.startsWith('lab-') ? [name] : []));
  return {
    what: 'many zones',
    card: await ask(world, `dns import lab-* --records "${mark} 300 IN TXT ${mark}"`, mine, mark),
    decides: mine,
    write: batch,
    wrong: () => zones.flatMap((zone) => once(world, zone, mark)),
  };
};

const atLiteMail: Ask = async (world, mark) => {
  const names = ['a', 'b', 'c'].map((letter) => `${letter}-${mark}`);
  const rows = () => world.sandbox.sandbox.litemail.team('T0ACME').dns;
  return {
    what: 'records at LiteMail',
    card: await ask(
      world,
      `dns import getacme.co --records "${names.map((name) => `${name} 300 IN A 192.0.2.1`).join('\n')}"`,
      mine,
      mark,
    ),
    decides: mine,
    write: { api: 'litemail', operation: 'POST /v1/dns' },
    wrong: () =>
      names.flatMap((name) => exactly(`${name} at LiteMail`, rows().filter((row) => row.name === name).length, 1)),
  };
};

/** Rows of an earlier change are changed or deleted there, one call each. */
const rewrites =
  (what: string, method: 'PUT' | 'DELETE', line: (name: string) => string, left: readonly string[]): Ask =>
  async (world, mark) => {
    const name = `r-${mark}`;
    const records = [1, 2, 3].map((last) => `${name} 300 IN A 192.0.2.${last}`).join('\n');
    const card = await ask(world, `dns import getacme.co --records "${records}"`, mine, mark);
    await decide(world, { what: 'records to rewrite', card, decides: mine, write: batch, wrong: () => [] });
    const values = () =>
      world.sandbox.sandbox.litemail
        .team('T0ACME')
        .dns.flatMap((row) => (row.name === name ? row.value : []))
        .sort();
    return {
      what,
      card: await ask(world, line(name), approved, mark),
      decides: approved,
      write: { api: 'litemail', operation: `${method} /v1/dns` },
      wrong: () => (`${values()}` === `${left}` ? [] : [`${name} at LiteMail says ${values()} instead of ${left}`]),
    };
  };

const fresh = ['192.0.2.7', '192.0.2.8', '192.0.2.9'];
const changesAtLiteMail = rewrites(
  'changed records at LiteMail',
  'PUT',
  (name) => `dns set getacme.co A ${name} ${fresh.join(' ')}`,
  fresh,
);
const deletesAtLiteMail = rewrites(
  'deleted records at LiteMail',
  'DELETE',
  (name) => `dns delete getacme.co A ${name}`,
  [],
);

/** Ana's own change is undone again, which needs nobody whom the change did not need. */
const undoesOne: Ask = async (world, mark) => {
  const first = await addsOne(world, mark);
  await decide(world, first);
  const card = await achieve(
    world,
    'Undo shows its plan',
    () => world.sandbox.press('U0ANA', { channel: 'U0ANA', ts: first.card.ts, label: 'Undo' }),
    () => withButton(world, 'U0ANA', 'Apply', new RegExp(`Undo.*${mark}`, 's')),
  );
  return {
    what: 'an undo',
    card,
    decides: mine,
    write: batch,
    wrong: () => exactly(`${mark} is left`, rowsOf(world, 'acme-mail.com', mark).length, 0),
  };
};

export const asks: readonly Ask[] = [
  addsOne,
  replacesAnAlias,
  twoBatches,
  manyZones,
  atLiteMail,
  changesAtLiteMail,
  deletesAtLiteMail,
  undoesOne,
];

const ended = /\*(Done|Failed|Refused)/;

/** Presses until the card says how it ended. */
export const decide = (world: World, { what, card, decides: { user, channel, label } }: Change): Promise<SeenMessage> =>
  achieve(
    world,
    `${user} decides on ${what}`,
    () => world.sandbox.press(user, { channel, ts: card.ts, label }),
    () => {
      const now = world.sandbox.messages(channel).find(({ ts }) => ts === card.ts);
      return now && ended.test(textOf(now)) && !labels(now).includes(label) ? now : undefined;
    },
  );
