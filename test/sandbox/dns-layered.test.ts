import { afterEach, describe, expect, it } from 'vitest';
import { createResolver } from '../../src/adapters/resolver/dns-resolver.ts';
import { overlayResolver } from '../../src/domain/dns/mail/evaluate-mail.ts';
import { contentOf, recordSets } from '../../src/domain/dns/model/normalise.ts';
import { manualClock } from '../helpers/manual-clock.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let sandbox: TestSandbox;
afterEach(() => sandbox.stop());

const types = ['A', 'TXT', 'MX', 'CNAME'];

describe('what we make of records that we read', () => {
  it('is what the name server makes of them, for names that exist, are covered by wildcards, or do not exist', async () => {
    sandbox = await startTestSandbox();
    const { cloudflare, dnsServer } = sandbox.sandbox;
    await cloudflare.seedZones(4, { records: 60 });
    const { lookup } = createResolver({ servers: [dnsServer], clock: manualClock() });
    let compared = 0;
    for (const { name: zone } of cloudflare.zones().filter(({ name }) => name.startsWith('lab-'))) {
      const sets = recordSets(cloudflare.records(zone).map(({ comment: _, ...row }) => ({ ...row, proxied: false })));
      const proxied = new Set(cloudflare.records(zone).flatMap((row) => (row.proxied ? [row.name] : [])));
      const ours = overlayResolver([{ zone, sets }], lookup);
      const names = new Set(
        sets.flatMap(({ name }) => [name, `x.${name}`, `x.y.${name}`, name.slice(name.indexOf('.') + 1)]),
      );
      for (const name of names) {
        if (proxied.has(name) || name.includes('*')) continue;
        for (const type of types) {
          const [mine, theirs] = await Promise.all([ours(name, type), lookup(name, type)]);
          const said = (found: typeof mine) =>
            found.kind === 'found' ? found.values.map(contentOf) : found.kind === 'missing' ? found : found.kind;
          expect(said(mine), `${type} ${name}`).toEqual(said(theirs));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });
});
