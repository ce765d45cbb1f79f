import { afterEach, describe, expect, it } from 'vitest';
import { createBodyReader } from '../../../src/adapters/http/http-server.ts';
import { createInMemoryDedupe } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { createHttpTransport } from '../../../src/adapters/slack/transport/http-transport.ts';
import { createBoltApp, createDispatcher } from '../../../src/adapters/slack/transport/transport.ts';
import { boltLogger } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { saying } from '../../helpers/look.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { postCommand } from '../../helpers/signed-request.ts';

let product: Product | undefined;
afterEach(async () => {
  await product?.stop();
  product = undefined;
});

const secrets = /lm-sandbox|cfut_sandbox|xoxb-sandbox|sandbox-signing-secret|sandbox-client-secret/;
const referenceIn = (text: string): string => /reference `([0-9a-f-]+)`/.exec(text)?.[1] ?? 'none';

/** What the person was told has a reference, and the log has a line with it that says more; neither has a secret. */
function expectExcuse({ logged }: Product, told: string): void {
  const line = logged.find((each) => each.includes(referenceIn(told)));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, reference: referenceIn(told) });
  expect(told).toContain('Try again');
  expect(told).not.toMatch(/Error|TypeError|node_modules|\.ts/);
  expect(logged.join('\n')).not.toMatch(secrets);
}

it('an answer of LiteMail that we do not understand is no fault of ours: it is told as not said, and the log names the field', async () => {
  const url = await serve((req, res) => {
    req.resume();
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ success: true, message: 'ok', data: { balance: { odd: 'canary' } } }));
  });
  product = await startProduct({ env: { LITEMAIL_API_URL: url } });
  expect(await product.command('U0ANA', 'C0OPS', 'wallet balance')).toMatchObject({ delivered: { status: 200 } });
  await saying(product, 'C0OPS', 'LiteMail does not say what the balance of the wallet is.', 'U0ANA');
  const line = product.logged.find((each) => each.includes('not as declared'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    operation: 'getWalletBalance',
    odd: expect.arrayContaining([expect.objectContaining({ field: 'walletBalance' })]),
  });
  expect(line).not.toContain('canary');
});

describe('a failure that is our own', () => {
  it('such as a command of a shape that never was, is acknowledged and told', async () => {
    product = await startProduct();
    expect((await postCommand(product.url, {}, { more: 'text=help&text=again' })).status).toBe(200);
    expectExcuse(product, textOf(await saying(product, 'C0OPS', 'went wrong on our side', 'U0ANA')));
  });

  it('in a listener, where nothing of ours catches it, is acknowledged once and handed on with what came in', async () => {
    const told: unknown[] = [];
    const logger = boltLogger({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} });
    const dispatcher = createDispatcher({ clock: manualClock() });
    const onError = (error: unknown) => void told.push([String(error), undefined]);
    const readBody = createBodyReader(manualClock());
    const dedupe = createInMemoryDedupe(manualClock());
    const { receiver } = createHttpTransport({
      signingSecret: 'secret',
      logger,
      dispatcher,
      readBody,
      dedupe,
      onError,
    });
    const app = createBoltApp({
      receiver,
      slackApiUrl: 'http://127.0.0.1:9/',
      logger,
      onError: (error, body) => void told.push([String(error), body]),
    });
    app.command(/.*/, async ({ ack, command }) => {
      if (command.text === 'later') await ack('seen');
      throw new Error('not caught');
    });
    for (const text of ['before', 'later']) {
      const acks: unknown[] = [];
      const body = { command: '/litemail', text, user_id: 'U1', team_id: 'T1', channel_id: 'C1' };
      await dispatcher.dispatch(app, { body, ack: async (response) => void acks.push(response) });
      expect(acks).toEqual([text === 'later' ? 'seen' : undefined]);
      expect(told.pop()).toEqual([expect.stringContaining('not caught'), body]);
    }
  });
});
