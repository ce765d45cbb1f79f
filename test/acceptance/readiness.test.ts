import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVault, newEncryptionKey } from '../../src/adapters/stores/vault.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';

let product: StartedProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const asked = async (path: string) => {
  const response = await fetch(`${product.url}${path}`);
  return [response.status, await response.json()];
};

describe('whoever sends requests to this process', () => {
  it('hears that it is not ready while nothing can be stored, and that it is alive', async () => {
    expect(await asked('/readyz')).toEqual([200, { ready: true }]);
    const data = join(product.dataDir, 'app');
    await rename(data, `${data}.aside`);
    product.sandbox.clock.advance(1_000);
    expect(await asked('/readyz')).toEqual([503, { ready: false }]);
    expect(await asked('/healthz')).toEqual([200, { ok: true }]);
    await rename(`${data}.aside`, data);
    product.sandbox.clock.advance(1_000);
    expect(await asked('/readyz')).toEqual([200, { ready: true }]);
  });

  it('hears that it is not ready once it stops', async () => {
    await product.app.drain();
    expect(await asked('/readyz')).toEqual([503, { ready: false }]);
  });
});

describe('whoever runs the app', () => {
  it('is told at the start which key ENCRYPTION_KEYS lacks, and everything else goes on', async () => {
    const { teams } = product.app.stores;
    const team = await teams.get('T0ACME');
    if (!team) throw new Error('the sandbox seeds this team');
    const key = newEncryptionKey();
    const sealed = createVault(key).seal('T0ACME', 'litemail.apiKey', 'lm-secret');
    const secrets = { ...team.secrets, 'litemail.apiKey': sealed };
    await teams.replace({ ...team, secrets, version: team.version + 1 });
    await product.restart();
    expect(await asked('/readyz')).toEqual([200, { ready: true }]);
    const told = product.logged.filter((line) => line.includes('ENCRYPTION_KEYS lacks the key'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(key.split(':')[0]);
    expect(told[0]).toContain('1 stored secret cannot be read');
  });
});
