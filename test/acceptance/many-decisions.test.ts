import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { labels } from '../helpers/look.ts';
import { asSlackAllows } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';

const count = 26;
/** Of this test, on a machine that has other things to do. */
const patience = 60_000;
/** Milliseconds that Slack makes one wait for so many updates: it takes 50 at once and 50 a minute. */
const slack = (updates: number): number => 1200 * Math.max(0, updates - 50);

let product: Product;
beforeEach(async () => {
  product = await startProduct({ rateLimits: true });
  const { accountId } = sandboxCredentials.acme.cloudflareLogin;
  for (let index = 0; index < count; index += 1) {
    const records = [{ type: 'TXT', name: 'old', content: '"v"', ttl: 300 }];
    await product.sandbox.cloudflare.addZone({ name: `many-${index}.example`, accountId, records });
    await product.command('U0ANA', 'C0OPS', `dns delete many-${index}.example TXT old`);
  }
  await asSlackAllows(product, () => undecided().length === count && cards().length === 2 * count, 'all cards');
  // What asking took of Slack's patience is forgotten.
  product.sandbox.clock.advance(120_000);
}, patience);
afterEach(() => product.stop());

const isCard = (message: SeenMessage): boolean => textOf(message).includes('wants:');
const cards = () => [...product.messages('C0APPROVE'), ...product.messages('U0ANA')].filter(isCard);
const undecided = () => product.messages('C0APPROVE').filter((message) => labels(message).includes('Approve'));
const approve = (ts: string) => product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
const say = (text: string) => () => cards().every((card) => textOf(card).includes(text));
const refusals = () => product.wire('slack').filter(({ status }) => status === 429).length;

describe('26 requests, while Slack takes no more messages a minute than it says', () => {
  it(
    'are approved within seconds, the last one does not wait for the others, and all say what came of it',
    async () => {
      const refused = refusals();
      const [last, ...first] = undecided();
      for (const { ts } of first) {
        await approve(ts);
        product.sandbox.clock.advance(200);
      }
      const decided = await asSlackAllows(product, () => undecided().length === 1, 'cards without Approve');
      await asSlackAllows(product, () => refusals() > refused, 'word from Slack that it is too much');
      await approve(last?.ts ?? '');
      const lastDecided = await asSlackAllows(product, () => undecided().length === 0, 'the last card without Approve');
      expect(say('*Done.*')()).toBe(false);
      const told = await asSlackAllows(product, say('*Done.*'), 'cards that say how it ended');
      // Two messages of each request say that it was decided, and then how it ended.
      expect(decided).toBeLessThan(30_000);
      expect(lastDecided).toBeLessThan(10_000);
      expect(decided + lastDecided + told).toBeLessThan(20_000 + slack(4 * count));
      expect(refusals() - refused).toBeLessThan(6);
    },
    patience,
  );

  it(
    'expire together, and no card goes on offering to approve',
    async () => {
      const refused = refusals();
      product.sandbox.clock.advance(24 * 3_600_000);
      const closed = await asSlackAllows(product, () => undecided().length === 0, 'cards without Approve');
      const told = await asSlackAllows(product, say('*Expired*'), 'cards that say so');
      expect(closed).toBeLessThan(10_000);
      expect(closed + told).toBeLessThan(20_000 + slack(2 * count));
      // Its word that a direct message gets too many posts is among them.
      expect(refusals() - refused).toBeLessThan(12);
    },
    patience,
  );
});
