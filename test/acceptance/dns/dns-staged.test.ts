import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, whispers, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';

let product: Product;
let zones: string[];
beforeEach(async () => {
  product = await startProduct();
  zones = await product.sandbox.cloudflare.seedZones(12, { records: 4 });
});
afterEach(() => product.stop());

const written = () => product.sandbox.cloudflare.batches().length;
const slow = (ms: number) => product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms, operation: '/batch' });
const idOf = (name: string) => product.sandbox.cloudflare.zones().find((zone) => zone.name === name)?.id;
const tooMany = (operation: string) =>
  product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 429, operation });
/** Asks for a record in every lab zone. */
const planned = async () => {
  await product.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_hello 300 IN TXT now" --reason "say hello"');
  return withButton(product, 'U0ANA', 'Apply');
};
const approved = async () => {
  const plan = await planned();
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  return plan;
};
const runMessage = () =>
  product.messages('U0ANA').find((message) => /of 12 zones done|12 zones:/.test(textOf(message)) && !isCard(message));
const isCard = (message: SeenMessage) => textOf(message).includes('wants:');
const finished = (text: string | RegExp) =>
  product.until(() => {
    const message = runMessage();
    return (
      message && (typeof text === 'string' ? textOf(message).includes(text) : text.test(textOf(message))) && message
    );
  }, String(text));

describe('a plan for many zones', () => {
  it('does three first, then the others, and says how far it is in one message', async () => {
    await slow(60);
    await approved();
    await product.until(() => labels(runMessage()).includes('Stop'), 'a message with Stop');
    await finished('12 zones: 12 changed and read back');
    expect(labels(runMessage())).toEqual([]);
    expect(written()).toBe(12);
    expect(product.messages('U0ANA').filter((one) => !isCard(one) && textOf(one).includes('zones'))).toHaveLength(1);
    const posts = product.wire('slack').filter(({ path }) => path.endsWith('chat.postMessage'));
    expect(posts.filter(({ requestBody }) => JSON.stringify(requestBody).includes('of 12 zones done'))).toHaveLength(1);
  });

  it('begins no other zone when one of the first three is not well', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns set lab-* TXT _hello now --ttl 300');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.act({
      do: 'change-record',
      zone: zones[1] ?? '',
      add: { type: 'TXT', name: `_hello.${zones[1]}`, content: '"mine"', ttl: 300 },
    });
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    const done = await finished('Stopped: 1 of the first 3 zones failed. The other 9 were not started.');
    expect(textOf(done)).toMatch(/2 changed and read back, 1 refused because records changed, 9 not started/);
    expect(textOf(done)).toContain(
      'lab-0002.example: TXT _hello.lab-0002.example changed since this plan was made: it says mine now. Nothing was written here.',
    );
    expect(written()).toBe(2);
  });

  it('goes on when a later zone is not well, tells the truth about each, and undoes what was written', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns set lab-* TXT _hello now --ttl 300');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.act({
      do: 'change-record',
      zone: zones[7] ?? '',
      add: { type: 'TXT', name: `_hello.${zones[7]}`, content: '"mine"', ttl: 300 },
    });
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await finished('11 changed and read back, 1 refused');
    expect(written()).toBe(11);
    const card = await withButton(product, 'U0ANA', 'Undo');
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Undo' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(undo)).toContain('11 zones');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: undo.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', '11 zones: 11 changed and read back');
    expect(
      zones
        .flatMap((zone) => product.sandbox.cloudflare.records(zone))
        .filter(({ content }) => content.includes('now')),
    ).toEqual([]);
  });

  it('does not count as changed what somebody else had made so before, and does not undo it', async () => {
    const plan = await planned();
    const there = { type: 'TXT', name: `_hello.${zones[5]}`, content: '"now"', ttl: 300 };
    await product.act({ do: 'change-record', zone: zones[5], add: there });
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await finished('12 zones: 11 changed and read back, 1 already like this.');
    const card = await withButton(product, 'U0ANA', 'Undo');
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Undo' });
    expect(textOf(await withButton(product, 'C0APPROVE', 'Approve'))).toContain('in 11 of 12 zones');
  });

  it('can be stopped by every approver, and by nobody who is none', async () => {
    await slow(150);
    await approved();
    const message = await product.until(
      () => (labels(runMessage()).includes('Stop') ? runMessage() : undefined),
      'Stop',
    );
    const stop = (user: string) =>
      product.press(user, { channel: 'U0ANA', ts: message.ts, action_id: 'run.stop', label: 'Stop' });
    await stop('U0ANA');
    const done = await finished('not started');
    const count = written();
    expect(count).toBeLessThan(12);
    expect(textOf(done)).toContain(`Stopped by <@U0ANA>: ${count} of 12 zones written. 12 zones: `);
    expect(textOf(done)).toContain(`${12 - count} not started`);
    expect(labels(done)).toEqual([]);
  });

  it('says when it goes on while Cloudflare takes no requests, and stops at once all the same', async () => {
    const plan = await planned();
    for (const zone of zones.slice(7)) await tooMany(`GET /zones/${idOf(zone)}/dns_records`);
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    const message = await product.until(
      () => /Resumes automatically/.test(textOf(runMessage())) && runMessage(),
      'a rest',
    );
    expect(textOf(message)).toContain('7 of 12 zones done');
    expect(textOf(message)).toMatch(/Cloudflare is rate-limiting this account\. Resumes automatically <!date\^\d+/);
    const card = () => textOf(product.messages('U0ANA').find(({ ts }) => ts === plan.ts));
    await product.until(() => /Resumes automatically <!date/.test(card()), 'the plan saying so too');
    await product.press('U0ANA', { channel: 'U0ANA', ts: message.ts, label: 'Stop' });
    const done = textOf(await finished('not started'));
    expect(done).toContain(
      'Stopped by <@U0ANA>: 7 of 12 zones written. 12 zones: 7 changed and read back, 5 not started.',
    );
    expect(done).not.toContain(':x:');
    expect(written()).toBe(7);
    // What was written, and where.
    const told = async (zone: string, said: RegExp) => {
      await product.command('U0VERA', 'C0OPS', `dns history ${zone}`);
      return textOf(await saying(product, 'C0OPS', said, 'U0VERA'));
    };
    expect(await told(zones[0] ?? '', /History of lab-0001/)).toMatch(/:white_check_mark: [\s\S]*\+ _hello/);
    await told(
      zones[11] ?? '',
      /No changes to lab-0012\.example in the last 90 days: this app made none and saw none by anybody else/,
    );
  });

  it('keeps no single change waiting while Cloudflare wants it to rest', async () => {
    product.sandbox.cloudflare.setRateLimit({ calls: 48, window: 300_000 });
    const plan = await planned();
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => /Resumes automatically/.test(textOf(runMessage())), 'a rest');
    expect(written()).toBeLessThan(12);

    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com A www');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', /Done\./);
    expect(textOf(runMessage())).toMatch(/Resumes automatically/);

    await product.act({ do: 'clock', advance: '301s' });
    await finished('12 zones: 12 changed and read back');
  });

  /** Lets time pass until it goes on. */
  const afterRest = async (least = 0) => {
    const [job] = await product.app.stores.jobs.list('T0ACME', 'apply-request');
    if (!job) return false;
    product.sandbox.clock.advance(Math.max(least, job.runAt - product.sandbox.clock.now()));
    await until(async () => {
      const [now] = await product.app.stores.jobs.list('T0ACME', 'apply-request');
      return !now || now.runAt > product.sandbox.clock.now();
    }, 'a rest or the end');
    return true;
  };

  it('goes on as long as it gets further, however often Cloudflare wants it to rest', async () => {
    const plan = await planned();
    product.sandbox.cloudflare.setRateLimit({ calls: 5, window: 300_000 });
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => /Resumes automatically/.test(textOf(runMessage())), 'a rest');
    let rests = 0;
    while (await afterRest()) rests += 1;
    expect(rests).toBeGreaterThan(8);
    await finished('12 zones: 12 changed and read back');
    expect(written()).toBe(12);
  });

  it('ends when Cloudflare takes nothing for a day, and blames no zone for it', async () => {
    const plan = await planned();
    for (const zone of zones.slice(7)) await tooMany(`GET /zones/${idOf(zone)}/dns_records`);
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => /Resumes automatically/.test(textOf(runMessage())), 'a rest');
    const began = product.sandbox.clock.now();
    while (await afterRest(4 * 3_600_000));
    expect(product.sandbox.clock.now() - began).toBeGreaterThan(23 * 3_600_000);
    const done = textOf(await finished('not started'));
    expect(done).toContain(
      'Cloudflare is rate-limiting this account. A day has passed, so no more zones were started.',
    );
    expect(done).toContain('12 zones: 7 changed and read back, 5 not started.');
    expect(written()).toBe(7);
  });

  it('still says why no other zone was begun when it looks again, and when it finds out', async () => {
    const plan = await planned();
    const id = idOf(zones[0] ?? '');
    const reads = () => product.wire('cloudflare').filter(({ path }) => path.includes(`${id}/dns_records?`)).length;
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 300, operation: `${id}/dns_records/batch` });
    const seen = reads();
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => reads() > seen, 'the re-read');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 403, operation: `GET /zones/${id}` });
    const why =
      'Stopped: 1 of the first 3 zones failed or could not be confirmed. The other 9 were not started. 12 zones: ';
    const card = () => textOf(product.messages('U0ANA').find(({ ts }) => ts === plan.ts));
    const audited = async (action: string) => {
      let count = 0;
      for await (const entry of product.app.stores.audit.entries('T0ACME')) if (entry.action === action) count += 1;
      return count;
    };
    await product.until(() => card().includes(why), 'the end');
    const told = card();
    expect(told).toContain('2 changed and read back, 1 changed but not read back, 9 not started');

    await afterRest();
    expect(card()).toBe(told);
    expect(await audited('apply.found')).toBe(0);

    await product.act({ do: 'fault', api: 'cloudflare', kind: 'off' });
    await afterRest();
    await product.until(() => card().includes(`${why}3 changed and read back, 9 not started.`), 'the last word');
    await until(async () => (await audited('apply.found')) === 1, 'the audit');
  });

  it('finds out about a zone that was being written before it says how the stopped run ended', async () => {
    const plan = await planned();
    const batch = `${idOf(zones[3] ?? '')}/dns_records/batch`;
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 600, operation: batch });
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'drop', times: 1, operation: batch });
    // Cloudflare refuses everything while that batch is under way.
    for (const zone of zones.slice(4)) {
      const list = `GET /zones/${idOf(zone)}/dns_records`;
      await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 200, operation: list });
      await tooMany(list);
    }
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    const message = await product.until(
      () => /Resumes automatically/.test(textOf(runMessage())) && runMessage(),
      'a rest',
    );
    await product.press('U0ANA', { channel: 'U0ANA', ts: message.ts, label: 'Stop' });
    await product.until(
      () => /Stopped by .* Resumes automatically/.test(textOf(runMessage())),
      'the stop and the rest',
    );
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'off' });
    await product.act({ do: 'clock', advance: '301s' });
    const done = await finished('not started');
    expect(textOf(done)).toContain('12 zones: 4 changed and read back, 8 not started');
    expect(written()).toBe(4);
  });

  it('shows its progress to the approvers where they decided, with Stop for them alone', async () => {
    await slow(150);
    await product.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_dmarc 300 IN TXT x" --replace');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const message = await withButton(product, 'C0APPROVE', 'Stop');
    expect(message.ts).not.toBe(card.ts);
    await product.press('U0VERA', { channel: 'C0APPROVE', ts: message.ts, label: 'Stop' }).catch(() => undefined);
    await product.until(
      () => whispers(product, 'C0APPROVE', 'U0VERA').some((text) => text.includes('Only approvers')),
      'a refusal',
    );
    await product.press('U0ADA', { channel: 'C0APPROVE', ts: message.ts, label: 'Stop' });
    await saying(product, 'C0APPROVE', 'Stopped by <@U0ADA>');
    expect(written()).toBeLessThan(12);
  });
});
