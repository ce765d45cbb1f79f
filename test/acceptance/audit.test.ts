import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { type AuditEntry, firstTampered } from '../../src/domain/audit/audit-chain.ts';
import { saying, whispers, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const entries = async (): Promise<AuditEntry[]> =>
  (await readFile(join(product.dataDir, 'app', 'audit.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEntry);

describe('the record of what was done', () => {
  it('has each request, decision, refused try and apply once, in one unbroken chain, and no secret', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await product.until(() => whispers(product, 'C0APPROVE', 'U0ANA').length > 0, 'the refusal');
    await product.press('U0VERA', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => whispers(product, 'C0APPROVE', 'U0VERA').length > 0, 'the refusal');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'Done.');

    const all = await entries();
    expect(all.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'request.created U0ANA',
      'request.refused_try U0ANA',
      'request.refused_try U0VERA',
      'request.approve U0BO',
      'apply.started U0ANA',
      'apply.applied U0ANA',
    ]);
    expect(firstTampered(all)).toBeUndefined();
    expect(new Set(all.map(({ teamId }) => teamId))).toEqual(new Set(['T0ACME']));
    const text = JSON.stringify(all);
    for (const secret of [sandboxCredentials.acme.cloudflareToken, sandboxCredentials.acme.liteMailKey])
      expect(text).not.toContain(secret);
  });
});
