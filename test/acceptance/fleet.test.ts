import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedFleet } from '../../sandbox/fleet.ts';
import { cloudflareZoneId } from '../../sandbox/seed-ids.ts';
import { saying, withButton } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';

let product: StartedProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** What Vera, who may only look, is answered where she asked. */
async function look(words = ''): Promise<string> {
  const answers = () => product.messages('C0OPS', { user: 'U0VERA' }).filter(({ ephemeral }) => ephemeral);
  const before = answers().length;
  await product.command('U0VERA', 'C0OPS', `fleet ${words}`);
  return textOf(await product.until(() => answers()[before], 'an answer'));
}

/** The newest list that came as a file, row by row. */
async function listed(thread?: string): Promise<string[]> {
  const withFile = (message: SeenMessage) => (message as { files?: { id: string }[] }).files?.[0]?.id;
  const messages = () => product.messages('U0VERA', thread ? { thread } : {});
  const id = await product.until(() => messages().map(withFile).findLast(Boolean), 'a file');
  const { content = '' } = product.sandbox.documents.get<{ content: string }>(`slack/file/${id}`) ?? {};
  return Buffer.from(content, 'base64').toString().trimEnd().split('\r\n');
}

const calls = (to: RegExp) => product.wire('cloudflare').filter(({ path }) => to.test(path)).length;
const later = () => product.sandbox.clock.advance(11 * 60_000);
const behind = (zone: string, change: object) => product.act({ do: 'change-record', zone, ...change });

describe('fleet', () => {
  it('shows a viewer the worst first, each with its way to the fix, and all of it as a list', async () => {
    const said = await look();
    expect(said).toMatch(/Fleet: \d of 8 domains need attention/);
    expect(said).toContain('This was the first look');
    expect(said.indexOf('error, ')).toBeLessThan(said.indexOf('warning, '));
    expect(said).toContain('getacme.co has mailboxes but no DKIM key');
    expect(said).toContain('/litemail dns add getacme.co TXT');
    const rows = await listed();
    expect(rows[0]).toBe('"Domain","DNS at","Severity","Check","Problem","Fix","Command","Since","New"');
    expect(rows.find((row) => row.startsWith('"acme-soon.com","cloudflare","error","Name servers"'))).toContain(
      'Set ada.ns.cloudflare.com and bob.ns.cloudflare.com at the registrar.',
    );
    expect(rows.join('\n')).toMatch(/"getacme.co","litemail","error","Mailboxes","1 mailbox is failed: fay@getacme.co/);
    for (const name of ['acme-mail.com', 'acme-go.com', 'bücher-post.de'])
      expect(rows.some((row) => row.startsWith(`"${name}`))).toBe(true);
  });

  it('says what is not known as not known', async () => {
    const said = await look();
    expect(said).toContain(
      'Not known: Placement of 2 (no placement test yet); Expiry of 4 (not a domain of the LiteMail',
    );
    expect(await listed()).toContain(
      '"outbound-labs.io","cloudflare","unknown","Expiry","not a domain of the LiteMail account","","","",""',
    );
  });

  it('tells what is new since last time, and what was solved, also after a restart', async () => {
    await look();
    await product.restart();
    later();
    expect(await look()).toContain('nothing new, 0 solved');
    later();
    await behind('acme-go.com', { add: { type: 'MX', name: '@', content: 'mx.gone-service.net', priority: 10 } });
    const dmarc = product.sandbox.cloudflare.records('bücher-post.de').length;
    await behind('bücher-post.de', { add: { type: 'TXT', name: '_dmarc', content: '"v=DMARC1; p=quarantine"' } });
    expect(product.sandbox.cloudflare.records('bücher-post.de')).toHaveLength(dmarc + 1);
    const said = await look();
    expect(said).toMatch(/Since .+: \d new problems in 1 domain, 1 solved/);
    expect(said).toMatch(/acme-go\.com[\s\S]+\*new\*/);
    expect((await listed()).find((row) => row.startsWith('"acme-go.com","cloudflare","error","MX"'))).toMatch(/"new"$/);
    later();
    expect(await look()).toContain('nothing new, 0 solved');
  });

  it('reads nothing again within ten minutes but what this app has changed', async () => {
    await look();
    const before = calls(/dns_records/);
    await look();
    expect(calls(/dns_records/)).toBe(before);
    await product.command('U0ANA', 'C0OPS', 'dns add bücher-post.de TXT _dmarc "v=DMARC1; p=quarantine"');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await saying(product, 'U0ANA', 'Done');
    const applied = calls(/dns_records/);
    expect(await look()).toContain('nothing new, 1 solved');
    expect(calls(/dns_records/)).toBe(applied + 1);
  });

  it('loses only the domain that an API refuses, and calls nothing solved that it could not see', async () => {
    await look();
    later();
    const operation = `/zones/${cloudflareZoneId('acme-outreach.net')}/dns_records`;
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 403, operation });
    const said = await look();
    expect(said).toContain('nothing new, 0 solved');
    expect(said).toMatch(/Not known: SPF of 1 \(/);
    expect(
      (await listed()).filter((row) => row.includes('"acme-outreach.net","cloudflare","unknown","DKIM"')),
    ).toHaveLength(1);
    await product.act({ do: 'fault', kind: 'off' });
    expect(await look()).toContain('nothing new, 0 solved');
  });

  it('judges the records where LiteMail is down', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'status', status: 503 });
    const said = await look();
    expect(said).toMatch(/Fleet: \d of 7 domains need attention/);
    expect(said).toMatch(/Mailboxes of 7 \(LiteMail/);
    expect(said).toContain('Some domains were not looked at: LiteMail');
    await product.act({ do: 'fault', kind: 'off' });
    expect(await look()).toMatch(/of 8 domains/);
  });

  it('looks at those that were asked for, and at no others', async () => {
    expect(await look('acme-* --except acme-soon.com')).toMatch(/of 3 domains/);
    expect(await look('getacme.co')).toMatch(/1 of 1 domain needs/);
    expect(await look('nothing-*')).toContain('Not among the zones');
    expect(await look('acme-mial.com')).toContain('acme-mail.com');
    expect(await look()).toMatch(/of 8 domains/);
  });

  it('is not for guests', async () => {
    await product.command('U0GUS', 'C0OPS', 'fleet');
    await saying(product, 'C0OPS', 'is for viewers', 'U0GUS');
    expect(product.wire('cloudflare')).toEqual([]);
  });
});

describe('on App Home', () => {
  const home = async (says: string) => {
    await product.home('U0VERA');
    const shown = () => JSON.stringify(product.homeOf('U0VERA') ?? '');
    await product.until(() => shown().includes(says), says);
  };

  it('the fleet is numbers that can be pressed, each a list of domains', async () => {
    await home('Nobody has looked yet');
    await look();
    await home('8 domains');
    const asked = product.wire('cloudflare').length;
    await product.press('U0VERA', { view: 'home', label: 'DKIM 2' });
    const shown = textOf(await product.until(() => product.views('U0VERA')[0], 'a list'));
    expect(shown).toContain('getacme.co');
    expect(shown).toContain('/litemail dns lint acme-outreach.net');
    expect(shown).not.toContain('acme-soon.com');
    expect(product.wire('cloudflare')).toHaveLength(asked);
  });
});

/** What Vera's direct messages say in the end; APIs take a few calls a second, which need not be lived through. */
const told = (text: string) =>
  asTimePasses(product, 50, () => product.messages('U0VERA').find((message) => textOf(message).includes(text)), text);

describe('a fleet of 400', () => {
  it('is looked at with one call a domain and a bar, ends with a new message, and is remembered', async () => {
    await seedFleet(product.sandbox, 400);
    const first = await look();
    expect(first).toContain('░░░░░░░░░░ 0 of 401 domains');
    const end = await told('of 401 domains need attention');
    const inThread = () => product.messages('U0VERA', { thread: end.ts }).filter(({ ts }) => ts !== end.ts);
    const below = await product.until(() => inThread().find((one) => textOf(one).includes('This was')), 'the end');
    expect(textOf(below)).not.toContain('→');
    expect((await listed(end.ts)).length).toBeGreaterThan(401);
    expect(calls(/./)).toBeLessThanOrEqual(440);

    const before = calls(/./);
    await look();
    await told('nothing new, 0 solved');
    expect(calls(/./) - before).toBeLessThanOrEqual(40);
  }, 120_000);
});
