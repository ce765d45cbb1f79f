import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { labels, saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { anaIsTold, boApproves, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const zone = 'two.example';
const fault = (kind: string, more: object) =>
  product.act({ do: 'fault', api: 'cloudflare', kind, operation: '/batch', ...more });
const written = () => product.sandbox.cloudflare.batches().length;
const rows = () => product.sandbox.cloudflare.records(zone).length;

describe('a plan of two calls, and Cloudflare takes no more after the first', () => {
  beforeEach(async () => {
    const { accountId } = sandboxCredentials.acme.cloudflareLogin;
    await product.sandbox.cloudflare.addZone({ name: zone, accountId, recordQuota: 1000, records: [] });
    const lines = Array.from({ length: 205 }, (_, n) => `t${n} A 192.0.2.1`).join('\n');
    await product.command('U0ANA', 'C0OPS', `dns import ${zone} --records "${lines}"`);
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await fault('slow', { ms: 300 });
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await product.until(() => written() === 1, 'the first call');
    await fault('status', { status: 429, times: 1 });
    await saying(product, 'U0ANA', 'Resumes automatically');
    await product.act({
      do: 'change-record',
      zone,
      add: { type: 'A', name: `sneaky.${zone}`, content: '192.0.2.66', ttl: 300 },
    });
  });
  const later = () => product.act({ do: 'clock', advance: '301s' });

  it('is in the history while it rests, and goes on where it was; what others did meanwhile is told as theirs', async () => {
    expect(await veraReads(product, `dns history ${zone}`, `History of ${zone}`)).toMatch(
      /being applied[\s\S]*and 191 more lines/,
    );
    await later();
    await saying(product, 'U0ANA', '205 record sets changed and read back');
    expect(written()).toBe(2);
    const history = await veraReads(product, `dns history ${zone}`, /Changed outside this app/);
    expect(history).toMatch(
      /Changed outside this app.*\n\+ sneaky\.two\.example A 192\.0\.2\.66 \(TTL 300\)\n:white_check/,
    );
    expect(history).toContain('and 196 more lines');
  });

  it('owns up to the first call when it may not go on, and can undo it', async () => {
    const team = await product.app.stores.teams.get('T0ACME');
    if (!team) throw new Error('no team');
    const may = (operator: string[]) => ({ ...team.policy, roles: { ...team.policy.roles, operator } });
    await product.app.stores.teams.replace({ ...team, policy: may([]), version: team.version + 1 });
    await later();
    expect(await anaIsTold(product, 'Failed')).toMatch(
      /part of it was written\.\* .*operator.* Read back: 200 of 205 record sets as planned, 5 as before\./,
    );
    await product.app.stores.teams.replace({ ...team, policy: may(['U0ANA']), version: team.version + 2 });
    const failed = await withButton(product, 'U0ANA', 'Undo');
    expect(labels(failed)).toEqual(['Undo']);
    await product.press('U0ANA', { channel: 'U0ANA', ts: failed.ts, label: 'Undo' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    await boApproves(product, undo, '200 record sets changed and read back');
    expect(rows()).toBe(1);
  });
});
