import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, whispers, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads } from '../../helpers/story.ts';
import { until } from '../../helpers/until.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const zone = 'outbound-labs.io';
const minute = 60_000;
const fault = (kind: string, operation: string, more: object = {}) =>
  product.act({ do: 'fault', api: 'cloudflare', kind, operation, ...more });
const reads = 'GET /zones/';
const off = () => product.act({ do: 'fault', api: 'cloudflare', kind: 'off' });
const readings = () => product.wire('cloudflare').filter(({ path }) => path.includes('dns_records?')).length;
const written = () => product.sandbox.cloudflare.batches().length;
const cardNow = (card: SeenMessage) => product.messages('C0APPROVE').find(({ ts }) => ts === card.ts);
const says = (card: SeenMessage, text: string) => textOf(cardNow(card)).includes(text) && cardNow(card);
const approve = (card: SeenMessage) => product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
/** Each time as it is then. */
const history = async () => {
  const told = () => whispers(product, 'C0OPS', 'U0VERA');
  const before = told().length;
  await product.command('U0VERA', 'C0OPS', `dns history ${zone}`);
  return product.until(() => told().length > before && told().at(-1), 'the history');
};
/** Lets time pass until the app looks next, and it look; false once it looks no more. */
const nextLook = async (): Promise<boolean> => {
  const jobs = () => product.app.stores.jobs.list('T0ACME', 'apply-request');
  const [job] = await jobs();
  if (!job) return false;
  product.sandbox.clock.advance(Math.max(0, job.runAt - product.sandbox.clock.now()));
  await until(async () => (await jobs())[0]?.runAt !== job.runAt, 'a look');
  return true;
};
const inTime = async (card: SeenMessage, text: string): Promise<SeenMessage> => {
  for (;;) {
    const said = says(card, text);
    if (said) return said;
    if (!(await nextLook())) return product.until(() => says(card, text), text);
  }
};
const asked = () => anaAsks(product, `dns set ${zone} A @ 198.51.100.91`);

/** Bo approves, the batch is taken, and from then on nothing can be read until the faults are off. */
const approveAndLoseSight = async (card: SeenMessage, status: number) => {
  await fault('slow', '/batch', { ms: 300 });
  const seen = readings();
  await approve(card);
  await product.until(() => readings() > seen, 'the re-read');
  await fault('status', reads, { status });
};

describe('somebody changes a record right after it was written', () => {
  it('is told as it was: written, and then changed; all of it is in the history', async () => {
    const card = await asked();
    await fault('slow', reads, { ms: 500 });
    await approve(card);
    await product.until(() => written() === 1 && true, 'the batch');
    await product.act({ do: 'change-record', zone, set: { type: 'A', name: zone, content: '192.0.2.5', ttl: 300 } });
    await product.act({
      do: 'change-record',
      zone,
      add: { type: 'A', name: `sneaky.${zone}`, content: '192.0.2.66', ttl: 300 },
    });
    const done = await product.until(() => says(card, 'Our change was written'), 'the outcome');
    expect(textOf(done)).toContain(`Our change was written, but then somebody changed A ${zone} to 192.0.2.5.`);
    expect(labels(done)).toEqual(['Undo']);
    const told = await history();
    expect(told).toMatch(
      /Changed outside this app[\s\S]*A 192\.0\.2\.5[\s\S]*sneaky[\s\S]*Change A of outbound-labs\.io/,
    );
    expect(told).toContain('- outbound-labs.io A 198.51.100.91');
    expect(told).toContain('+ outbound-labs.io A 198.51.100.91');
  });
});

describe('the records cannot be read after they were written', () => {
  it('is told as written and not read back, keeps Undo, and is found out about later', async () => {
    const card = await asked();
    await approveAndLoseSight(card, 403);
    const done = await product.until(() => says(card, 'not read back'), 'the outcome');
    expect(textOf(done)).toMatch(
      /Done\.\* 1 record set changed, but not read back\. .*I’ll keep checking for 24 hours/,
    );
    expect(labels(done)).toEqual(['Undo']);
    await off();
    product.sandbox.clock.advance(minute);
    const found = await product.until(() => says(card, '1 record set changed and read back.'), 'the last word');
    expect(labels(found)).toEqual(['Undo']);
    expect(written()).toBe(1);
  });

  it('waits as long as it makes sense when Cloudflare is out, and never denies what it sent', async () => {
    const card = await asked();
    await approveAndLoseSight(card, 520);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    const done = await inTime(card, 'not read back');
    expect(labels(done)).toEqual(['Undo']);
    await off();
    await inTime(card, 'changed and read back');
    expect(await history()).not.toContain('outside this app');
  });

  it('is not known when the answer was lost too, can be undone, and is found out about', async () => {
    const card = await asked();
    await fault('drop', '/batch', { times: 1 });
    await approveAndLoseSight(card, 520);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    const lost = await inTime(card, 'unknown');
    expect(textOf(lost)).toMatch(/Failed; what was written is unknown\..*I’ll keep checking for 24 hours/);
    expect(labels(lost)).toEqual(['Undo']);
    expect(await history()).toMatch(/unknown whether all of it was written here[\s\S]*198\.51\.100\.91/);
    // Somebody looks at the zone before the app does.
    await off();
    await anaReads(product, `dns list ${zone}`, 'record sets at Cloudflare');
    expect(await history()).not.toContain('outside this app');
    const found = await inTime(card, 'changed and read back');
    expect(textOf(found)).toContain('*Done.*');
    expect(await history()).not.toMatch(/outside this app|unknown/);
    expect(written()).toBe(1);
  });

  it('is found out about in every message that had told otherwise', async () => {
    await product.command('U0ANA', 'C0OPS', `dns add ${zone} TXT _verify "token=abc"`);
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await fault('drop', '/batch', { times: 1 });
    await fault('slow', '/batch', { ms: 300 });
    const seen = readings();
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => readings() > seen, 'the re-read');
    await fault('status', reads, { status: 403 });
    const doubtful = () => product.messages('U0ANA').filter((message) => textOf(message).includes('unknown'));
    await product.until(() => doubtful().length === 2, 'the plan and the notice');
    await off();
    await nextLook();
    await product.until(() => doubtful().length === 0, 'the truth');
    expect(product.messages('U0ANA').filter((message) => textOf(message).includes('read back.'))).toHaveLength(2);
  });

  it('stays not known after a day without sight, and says so', async () => {
    const card = await asked();
    await fault('drop', '/batch', { times: 1 });
    await approveAndLoseSight(card, 520);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    await inTime(card, 'I’ll keep checking for 24 hours');
    const ended = product.sandbox.clock.now();
    let looks = 0;
    while (await nextLook()) looks += 1;
    expect(looks).toBeLessThan(16);
    expect(product.sandbox.clock.now() - ended).toBeGreaterThan(23 * 60 * minute);
    const over = await product.until(() => says(card, 'Check the records'), 'the last word');
    expect(textOf(over)).not.toContain('I’ll keep checking');
    expect(labels(over)).toEqual(['Undo']);
  });
});

describe('one zone of many cannot be read after its answer was lost', () => {
  it('is told apart from the others, and found out about in all messages of the run', async () => {
    const zones = await product.sandbox.cloudflare.seedZones(5, { records: 3 });
    const last = product.sandbox.cloudflare.zones().find(({ name }) => name === zones[4])?.id ?? '';
    await product.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_dmarc 300 IN TXT x" --replace');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await fault('drop', `${last}/dns_records/batch`, { times: 1 });
    await fault('slow', `${last}/dns_records/batch`, { ms: 300 });
    await approve(card);
    await product.until(() => written() === 4, 'the others');
    await fault('status', `GET /zones/${last}`, { status: 520 });
    const told = await inTime(card, '4 changed and read back, 1 unknown');
    expect(labels(told)).toEqual(['Undo']);
    await off();
    await inTime(card, '5 zones: 5 changed and read back.');
    const run = () => product.messages('C0APPROVE').filter((message) => /5 zones: /.test(textOf(message)));
    await product.until(() => run().every((message) => textOf(message).includes('5 changed')), 'the same in all');
    expect(run()).toHaveLength(2);
    expect(written()).toBe(5);
  });
});

describe('Cloudflare fails at the write', () => {
  it('is left alone for a while after one look, and gets it once more when it answers again', async () => {
    const card = await asked();
    const before = product.wire('cloudflare').length;
    await fault('status', '/batch', { status: 502 });
    await approve(card);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    const calls = product.wire('cloudflare').slice(before);
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
    await off();
    product.sandbox.clock.advance(3000);
    await product.until(() => says(card, 'changed and read back'), 'the outcome');
    expect(written()).toBe(1);
  });

  it('is waited for as often as it asks for it, and gets the change when it takes it', async () => {
    const card = await asked();
    await fault('status', '/batch', { status: 429 });
    await approve(card);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    for (let rests = 0; rests < 10; rests++) expect(await nextLook()).toBe(true);
    await off();
    await inTime(card, 'changed and read back');
    expect(written()).toBe(1);
  });

  it('is waited for no longer than a day', async () => {
    const card = await asked();
    await fault('status', '/batch', { status: 429 });
    await approve(card);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    product.sandbox.clock.advance(24 * 60 * minute);
    const failed = await product.until(() => says(card, 'Failed'), 'the end');
    expect(textOf(failed)).toContain('Cloudflare is rate-limiting this account. Nothing was changed.');
    expect(labels(failed)).toEqual([]);
  });

  it('says that nothing was changed when it goes on failing', async () => {
    const card = await asked();
    await fault('status', '/batch', { status: 502 });
    await approve(card);
    await product.until(() => says(card, 'Resumes automatically'), 'the wait');
    const failed = await inTime(card, 'Failed');
    expect(textOf(failed)).toContain('The records were read back. Nothing was changed.');
    expect(labels(failed)).toEqual([]);
  });
});

describe('somebody writes the same at the same moment', () => {
  const lines = 'p1 300 IN A 192.0.2.1\np2 300 IN A 192.0.2.2';
  const add = (name: string, content: string) =>
    product.act({ do: 'change-record', zone, add: { type: 'A', name: `${name}.${zone}`, content, ttl: 300 } });
  const rows = () =>
    product.sandbox.cloudflare.records(zone).flatMap(({ name }) => (/^p\d/.test(name) ? [name.slice(0, 2)] : []));
  const planned = async () => {
    await product.command('U0ANA', 'C0OPS', `dns import ${zone} --records "${lines}"`);
    return withButton(product, 'U0ANA', 'Apply');
  };
  const apply = (card: SeenMessage) => product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
  const undo = async () => {
    const done = await withButton(product, 'U0ANA', 'Undo');
    await product.press('U0ANA', { channel: 'U0ANA', ts: done.ts, label: 'Undo' });
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => rows().length === 1, 'the undo');
  };

  it('counts what was left to write, and undoes no more than that', async () => {
    const card = await planned();
    await add('p1', '192.0.2.1');
    await apply(card);
    await saying(product, 'U0ANA', '1 record set changed and read back, 1 was already like this.');
    await undo();
    expect(rows()).toEqual(['p1']);
  });

  it('writes the rest when Cloudflare refuses the whole for it', async () => {
    const card = await planned();
    await fault('slow', '/batch', { ms: 300, times: 1 });
    await apply(card);
    await product.until(() => readings() > 1, 'the re-read');
    await add('p1', '192.0.2.1');
    await saying(product, 'U0ANA', '1 record set changed and read back, 1 was already like this.');
    await undo();
    expect(rows()).toEqual(['p1']);
  });

  it('has nothing to write where all of it is there by then', async () => {
    const card = await planned();
    await fault('slow', '/batch', { ms: 300, times: 1 });
    await apply(card);
    await product.until(() => readings() > 1, 'the re-read');
    await add('p1', '192.0.2.1');
    await add('p2', '192.0.2.2');
    const done = await saying(product, 'U0ANA', 'nothing had to be written');
    expect(textOf(done)).toContain('*Done.*');
    expect(labels(done)).toEqual([]);
  });
});
