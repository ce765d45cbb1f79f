import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { anaAsks } from '../../helpers/story.ts';
import { until } from '../../helpers/until.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const zone = 'outbound-labs.io';
const fault = (kind: string, operation: string, more: object = {}) =>
  product.act({ do: 'fault', api: 'cloudflare', kind, operation, ...more });
const off = () => product.act({ do: 'fault', api: 'cloudflare', kind: 'off' });
const reads = 'GET /zones/';
const batches = () => product.sandbox.cloudflare.batches().length;
const approve = (card: SeenMessage) => product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
const cardText = (card: SeenMessage) => textOf(product.messages('C0APPROVE').find(({ ts }) => ts === card.ts));
const jobs = () => product.app.stores.jobs.list('T0ACME', 'apply-request');
/** Between two looks at the list the app rests for seconds, which need not be lived through. */
const aMoment = () => {
  product.sandbox.clock.advance(50);
  return pause(3);
};
/** Lets time pass until the app looks next, and it look; false once it looks no more. */
const nextLook = async (): Promise<boolean> => {
  const [job] = await jobs();
  if (!job) return false;
  product.sandbox.clock.advance(Math.max(0, job.runAt - product.sandbox.clock.now()));
  await until(async () => (await jobs())[0]?.runAt !== job.runAt, 'a look', { next: aMoment });
  return true;
};
const inTime = async (card: SeenMessage, text: string | RegExp): Promise<string> => {
  for (;;) {
    const found = () => new RegExp(text).test(cardText(card)) && cardText(card);
    const said = found();
    if (said) return said;
    if (!(await nextLook())) return until(found, String(text), { next: aMoment });
  }
};
const audit = async (): Promise<string> => {
  const facts: unknown[] = [];
  for await (const entry of product.app.stores.audit.entries('T0ACME')) facts.push(entry);
  return JSON.stringify(facts);
};

describe.each([
  ['a value is changed', `dns set ${zone} A @ 198.51.100.91`],
  ['a record is added and another deleted', `dns set ${zone} CNAME www target.example`],
  ['a record is deleted', `dns delete ${zone} MX @`],
])('%s, and Cloudflare lists the zone as it was', (_, line) => {
  it('for a second: nobody is accused, and it is done once it can be seen', async () => {
    const card = await anaAsks(product, line);
    await fault('stale', reads, { ms: 1000 });
    await approve(card);
    await product.until(() => cardText(card).includes('does not show'), 'the wait');
    expect(await inTime(card, /Done\./)).toMatch(/record sets? changed and read back/);
    expect(cardText(card)).not.toContain('then somebody');
    expect(await audit()).not.toMatch(/then somebody|not known/);
    expect(batches()).toBe(1);
  });

  it('for longer: it is not known, nobody is accused, and it is found out about later', async () => {
    const card = await anaAsks(product, line);
    await fault('stale', reads);
    await approve(card);
    const unknown = await inTime(card, 'not known');
    expect(unknown).toMatch(/listed as before: it is not known whether .* written\. I’ll keep checking for 24 hours/);
    expect(unknown).not.toMatch(/\*Done|then somebody/);
    expect(await audit()).not.toContain('then somebody');
    await off();
    expect(await inTime(card, /Done\./)).toMatch(/changed and read back/);
    expect(batches()).toBe(1);
  });

  it('because the batch was answered with nothing in it: that is not done, and nobody is accused', async () => {
    const card = await anaAsks(product, line);
    await fault('empty', '/batch', { times: 1 });
    await approve(card);
    const unknown = await inTime(card, 'not known');
    expect(unknown).not.toMatch(/\*Done|then somebody/);
    await inTime(card, /not known whether .* written\. Check the records before you ask again/);
    expect(await audit()).not.toMatch(/then somebody|apply\.applied/);
    expect(batches()).toBe(0);
  });
});

it('somebody who really puts it back at once is named as such: the record is another one since', async () => {
  const card = await anaAsks(product, `dns set ${zone} A @ 198.51.100.91`);
  const [was] = product.sandbox.cloudflare.records(zone).filter(({ type, name }) => type === 'A' && name === zone);
  await fault('slow', reads, { ms: 500 });
  await approve(card);
  await product.until(() => batches() === 1 && true, 'the batch');
  product.sandbox.clock.advance(5);
  await product.act({ do: 'change-record', zone, set: { type: 'A', name: zone, content: was?.content } });
  expect(await inTime(card, 'then somebody')).toContain(`then somebody changed A ${zone} to`);
});

it('an undo, and Cloudflare lists the zone as it was: it is not known, and found out about later', async () => {
  const card = await anaAsks(product, `dns delete ${zone} MX @`);
  await approve(card);
  await inTime(card, /Done\./);
  await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
  const plan = await withButton(product, 'U0ANA', 'Apply');
  const said = () => textOf(product.messages('U0ANA').find(({ ts }) => ts === plan.ts));
  await fault('stale', reads);
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  await product.until(() => said().includes('does not show'), 'the wait');
  while (!said().includes('not known') && (await nextLook()));
  await product.until(() => said().includes('not known'), 'that it is not known');
  expect(said()).not.toMatch(/\*Done|then somebody/);
  await off();
  while (!said().includes('Done.') && (await nextLook()));
  await product.until(() => said().includes('Done.'), 'that it is done');
  expect(await audit()).not.toContain('then somebody');
  expect(batches()).toBe(2);
});

describe('two additions to one name wait at the same time', () => {
  const add = async (name: string, value: string) => {
    const before = product.messages('U0ANA').length;
    await product.command('U0ANA', 'C0OPS', `dns add ${zone} TXT ${name} "${value}"`);
    await product.until(() => product.messages('U0ANA').length > before, 'the plan');
    return withButton(product, 'U0ANA', 'Apply');
  };
  const apply = (card: SeenMessage) => product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
  const own = (card: SeenMessage) => textOf(product.messages('U0ANA').find(({ ts }) => ts === card.ts));
  const texts = (name: string) =>
    product.sandbox.cloudflare
      .records(zone)
      .filter((record) => record.type === 'TXT' && record.name === name)
      .map(({ content }) => content);

  it.each([
    ['new', '_verify', `_verify.${zone}`],
    ['there already', '@', zone],
  ])('the second still fits beside the first, at a name that is %s', async (_, name, full) => {
    const [one, other] = [await add(name, 'first=1'), await add(name, 'second=2')];
    const before = texts(full);
    await apply(one);
    await product.until(() => own(one).includes('Done.'), 'the first');
    await apply(other);
    const done = await product.until(
      () => own(other).includes('Confirmed by') && /Done|Refused/.test(own(other)) && own(other),
      'the second',
    );
    expect(done).toContain('1 record set changed and read back');
    expect(done).toContain('what is added stands beside');
    expect(done).not.toMatch(/Refused|no longer count/);
    expect(texts(full)).toHaveLength(before.length + 2);
  });

  it('is refused where the two together are worse than what was confirmed, and says one outcome', async () => {
    const spf = (host: string) => `v=spf1 include:${host} ~all`;
    const name = 'news';
    const [one, other] = [await add(name, spf('_spf.google.com')), await add(name, spf('amazonses.com'))];
    await apply(one);
    await product.until(() => own(one).includes('Done.'), 'the first');
    await apply(other);
    const refused = await product.until(() => own(other).includes('Refused') && own(other), 'the second');
    expect(refused).toContain('changed since this plan was made');
    expect(refused).not.toMatch(/:white_check_mark:|approvals/);
    expect(texts(`news.${zone}`)).toHaveLength(1);
  });
});
