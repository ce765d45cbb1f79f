import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, whispers, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const twice = () => product.act({ do: 'fault', api: 'slack', kind: 'twice' });
const once = () => product.act({ do: 'fault', api: 'slack', kind: 'off' });
/** How often the app worked out a plan: each time it lists the zone. */
const plans = () => product.wire('cloudflare').filter(({ path }) => path.includes('dns_records?')).length;
const cards = () => product.messages('C0APPROVE').filter((message) => textOf(message).includes('MX'));

describe('what Slack delivers twice acts once:', () => {
  it('a command', async () => {
    await twice();
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await withButton(product, 'C0APPROVE', 'Approve');
    await once();
    await product.command('U0ANA', 'C0OPS', 'approvals list');
    await saying(product, 'C0OPS', 'Waiting', 'U0ANA');
    expect([plans(), cards().length]).toEqual([1, 1]);
  });

  it('a press, though the second arrives at the same moment', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await twice();
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await once();
    const done = await withButton(product, 'C0APPROVE', 'Undo');
    expect(textOf(done)).toContain('Approved by <@U0BO>');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
    expect(whispers(product, 'C0APPROVE', 'U0BO')).toEqual([]);
  });

  it('a press that opens a form', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await twice();
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => product.views('U0BO')[0], 'the form');
    await once();
    await product.command('U0BO', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'approver', 'U0BO');
    expect(whispers(product, 'C0APPROVE', 'U0BO')).toEqual([]);
  });

  it('a form', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await twice();
    await product.submit('U0ANA', { Domain: 'acme-mail.com', Type: 'MX', Name: '@' });
    await withButton(product, 'C0APPROVE', 'Approve');
    await once();
    await product.command('U0ANA', 'C0OPS', 'approvals list');
    await saying(product, 'C0OPS', 'Waiting', 'U0ANA');
    expect(plans()).toBe(1);
  });
});

describe('what a person does twice', () => {
  it('counts twice: the same command again makes a second request', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await product.until(() => cards().length === 2, 'two cards');
  });
});
