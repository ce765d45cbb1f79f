import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowBareConnections } from '../helpers/bare-connections.ts';
import { saying } from '../helpers/look.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

allowBareConnections();

let product: StartedProduct;
beforeEach(async () => {
  product = await startProduct();
  await product.command(
    'U0ADA',
    'C0OPS',
    'notify subscribe domain.* --channel <#C0OPS|ops> --filter "domain:*.io and not status:ACTIVE"',
  );
  await saying(product, 'C0OPS', 'now gets', 'U0ADA');
  await product.command('U0ADA', 'C0OPS', 'webhooks register');
  await saying(product, 'C0OPS', 'all its events', 'U0ADA');
});
afterEach(() => product.stop());

const domain = (name: string, status = 'PENDING') => ({ domainDetails: { domain: name, status } });
const posts = () => product.messages('C0OPS').filter((message) => !message.ephemeral);

describe('LiteMail events in a channel', () => {
  it('appear once, also when they are delivered three times', async () => {
    await product.act({
      do: 'deliver',
      type: 'domain.updated',
      data: domain('outbound-labs.io'),
      id: 'evt_1',
      times: 3,
    });
    await saying(product, 'C0OPS', 'outbound-labs.io');
    await product.act({ do: 'deliver', type: 'domain.updated', data: domain('second.io'), id: 'evt_2' });
    product.sandbox.clock.advance(2000);
    await saying(product, 'C0OPS', 'second.io');
    expect(posts().filter((message) => textOf(message).includes('outbound-labs.io'))).toHaveLength(1);
  });

  it('stay out when the filter does not want them', async () => {
    await product.act({ do: 'deliver', type: 'domain.updated', data: domain('acme-mail.com'), id: 'evt_3' });
    await product.act({ do: 'deliver', type: 'domain.updated', data: domain('active.io', 'ACTIVE'), id: 'evt_4' });
    await product.act({ do: 'deliver', type: 'domain.updated', data: domain('wanted.io'), id: 'evt_5' });
    await saying(product, 'C0OPS', 'wanted.io');
    expect(posts().map(textOf).join()).not.toMatch(/acme-mail|active\.io/);
  });

  it('come in spite of a stored filter that is of no use, or would once have taken for ever', async () => {
    for (const [id, filter] of Object.entries({
      n1: `domain:${'*a'.repeat(200)}x`,
      n2: `${'('.repeat(20_000)}domain:*`,
    }))
      await product.app.stores.subscriptions.put({
        id,
        teamId: 'T0ACME',
        channel: 'C0OPS',
        types: ['*'.repeat(2_000).concat('updated')],
        filter,
        createdBy: 'U0ADA',
        createdAt: 0,
        state: 'well',
      });
    await product.act({ do: 'deliver', type: 'domain.updated', data: domain(`${'a'.repeat(200)}.io`), id: 'evt_6' });
    await saying(product, 'C0OPS', 'aaaa');
  });

  it('are merged into one message when many come at once, with every object named', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `burst-${index}.io`);
    await Promise.all(
      names.map((name, index) =>
        product.act({ do: 'deliver', type: 'domain.updated', data: domain(name), id: `burst_${index}` }),
      ),
    );
    await product.until(() => {
      product.sandbox.clock.advance(1000);
      const seen = posts().map(textOf).join('\n');
      return names.every((name) => seen.includes(name));
    }, 'all thirty');
    expect(posts().length).toBeLessThan(15);
  });

  it('that are forged, from the future of their signature, too large or for nobody are refused', async () => {
    const endpoint = (await product.app.stores.endpoints.list('T0ACME'))[0];
    const url = `${product.url}/webhooks/litemail/${endpoint?.id}`;
    const send = (to: string, body: string, signature = 'sha256=00') =>
      fetch(to, { method: 'POST', body, headers: { 'x-litemail-signature': signature } });
    expect((await send(url, '{}')).status).toBe(401);
    expect((await send(`${product.url}/webhooks/litemail/e-nobody`, '{}')).status).toBe(404);
    expect((await send(url, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect((await send(url, '{}', 't=99999999999,v1=00')).status).toBe(401);
  });

  describe('in the forms of LiteMail’s siblings', () => {
    /** Signed with the endpoint's own secret, as LiteMail knows it. */
    async function deliver(body: Buffer, more: Record<string, string> = {}, signed = body): Promise<number> {
      const [webhook] = product.sandbox.litemail.team('T0ACME').webhooks.slice(-1);
      const signature = createHmac('sha256', webhook?.secret ?? '')
        .update(signed)
        .digest('hex');
      const headers = { 'x-litemail-signature': `sha256=${signature}`, ...more };
      return (await fetch(webhook?.url ?? '', { method: 'POST', body: new Uint8Array(body), headers })).status;
    }
    const json = (value: unknown) => Buffer.from(JSON.stringify(value));
    const event = (name: string, more: object = { type: 'domain.updated' }) => ({ ...more, data: domain(name) });

    it.each<[string, (name: string) => Promise<number>]>([
      ['with a byte order mark', (name) => deliver(Buffer.concat([Buffer.from('\ufeff'), json(event(name))]))],
      ['packed', (name) => deliver(gzipSync(json(event(name))), { 'content-encoding': 'gzip' })],
      ['packed, signed before', (name) => deliver(gzipSync(json(event(name))), {}, json(event(name)))],
      ['several in a list', (name) => deliver(json([event('first.io'), event(name)]))],
      ['with event_type', (name) => deliver(json(event(name, { event_type: 'domain.updated' })))],
      ['with eventType', (name) => deliver(json(event(name, { eventType: 'domain.updated' })))],
    ])('%s are taken and posted', async (_, send) => {
      expect(await send('sibling.io')).toBe(200);
      await product.until(() => {
        product.sandbox.clock.advance(1000);
        return posts().map(textOf).join().includes('sibling.io');
      }, 'the event in its channel');
    });

    it('without an id come again when something else was said of the domain in between, also after a restart', async () => {
      const say = (status: string) => deliver(json({ type: 'domain.updated', data: domain('twice.io', status) }));
      const lines = () =>
        posts()
          .map(textOf)
          .join('\n')
          .match(/twice\.io.? is .?SUSPENDED/g)?.length ?? 0;
      for (const status of ['SUSPENDED', 'SUSPENDED', 'PENDING']) expect(await say(status)).toBe(200);
      await product.restart();
      for (const status of ['SUSPENDED', 'SUSPENDED']) expect(await say(status)).toBe(200);
      await product.act({ do: 'deliver', type: 'domain.updated', data: domain('end.io'), id: 'evt_end' });
      await product.until(() => {
        product.sandbox.clock.advance(1000);
        return posts().map(textOf).join().includes('end.io');
      }, 'the last event');
      expect(lines()).toBe(2);
    });

    it('packed ones that are too large unpacked are refused', async () => {
      expect(await deliver(gzipSync(Buffer.alloc(2 * 1024 * 1024)))).toBe(413);
    });

    it('that quote what this app has sent in secret are stored and posted without it', async () => {
      const [webhook] = product.sandbox.litemail.team('T0ACME').webhooks.slice(-1);
      const secret = webhook?.secret ?? '';
      const said = {
        type: 'domain.failed',
        data: { ...domain('quoted.io'), why: `bad ${secret}` },
        password: 'canary-9',
      };
      expect(await deliver(json(said))).toBe(200);
      await saying(product, 'C0OPS', 'quoted.io');
      const files = globSync('**/*', { cwd: product.dataDir }).map((path) => join(product.dataDir, path));
      const kept = files.flatMap((path) => (statSync(path).isFile() ? [readFileSync(path, 'utf8')] : [])).join('\n');
      expect(kept).toContain('bad [secret]');
      for (const text of [kept, ...product.logged, JSON.stringify(posts())]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain('canary-9');
      }
    });
  });

  it('that are too large always hear so, also from a sender that does not say how much will come', async () => {
    const endpoint = (await product.app.stores.endpoints.list('T0ACME'))[0];
    const path = `/webhooks/litemail/${endpoint?.id}`;
    const answers = Array.from({ length: 15 }, (_, index) => postInPieces(`${product.url}${path}`, 20 + index));
    expect(await Promise.all(answers)).toEqual(answers.map(() => 413));
    expect(await postInPieces(`${product.url}/slack/events`, 20)).toBe(413);
  });
});

/** Sends so many pieces of 64 KiB, one after the other, and only then reads the status. */
async function postInPieces(url: string, count: number): Promise<number | undefined> {
  const sending = request(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
  const response = once(sending, 'response');
  for (let piece = 0; piece < count; piece += 1)
    await new Promise<void>((resolve, reject) => {
      sending.write('x'.repeat(65_536), (error) => (error ? reject(error) : resolve()));
    });
  sending.end();
  const [answer] = (await response) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
