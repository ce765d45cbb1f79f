import { describe, expect, it } from 'vitest';
import { recordSets } from '../../../src/domain/dns/model/normalise.ts';
import type { Lookup } from '../../../src/domain/dns/model/record.ts';
import { lintZone } from '../../../src/features/dns/service/lint-zone.ts';
import { lintedLaterView, lintView } from '../../../src/features/dns/views/lint-view.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { textOf } from '../../helpers/sandbox.ts';

const zone = 'acme-mail.com';
const sets = recordSets([
  { type: 'CNAME', name: `old.${zone}`, content: 'shop.gone-service.net', ttl: 300 },
  { type: 'TXT', name: zone, content: 'v=spf1 -all', ttl: 300 },
  { type: 'TXT', name: zone, content: 'v=spf1 ~all', ttl: 300 },
]);
const missing: Lookup = { kind: 'missing', exists: false };

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A lint whose resolver answers after so many milliseconds, and what is said of it at once. */
async function lintAfter(milliseconds: number, answer: Lookup) {
  const clock = manualClock();
  const lookup = () =>
    new Promise<Lookup>((resolve) => {
      clock.after(milliseconds, () => resolve(answer));
    });
  const linting = lintZone({ clock, resolver: { lookup } as never }, { name: zone, sets });
  for (let tenth = 0; tenth < 3; tenth += 1) {
    clock.advance(100);
    await settled();
  }
  return { clock, ...(await linting) };
}

describe('a zone whose names point outside, while live DNS', () => {
  it('answers at once: everything is said at once', async () => {
    const { quick, complete } = await lintAfter(100, missing);
    expect(quick.findings.map(({ rule }) => rule)).toContain('cname-dangling');
    expect(complete).toBeUndefined();
  });

  it('takes longer: what the zone itself tells is said after 300 milliseconds, the rest when it comes', async () => {
    const { clock, quick, complete } = await lintAfter(2_000, missing);
    expect(quick.findings.map(({ rule }) => rule)).toContain('spf-duplicate');
    expect(quick.findings.map(({ rule }) => rule)).not.toContain('cname-dangling');
    expect(textOf(lintView(zone, quick, true))).toMatch(/so far[\s\S]*has not answered 3 of 3 lookups yet/);
    clock.advance(2_000);
    const more = textOf(lintedLaterView(zone, quick, (await complete) as never));
    expect(more).toMatch(/with live DNS: 1 \w+ more[\s\S]*cname-dangling/);
    expect(more).not.toContain('spf-duplicate');
  });

  it('is silent: nothing is held to be missing, then or later', async () => {
    const { clock, quick, complete } = await lintAfter(60_000, missing);
    clock.advance(3_000);
    const more = textOf(lintedLaterView(zone, quick, (await complete) as never));
    expect(more).toMatch(
      /nothing new[\s\S]*Unknown: no resolver answered \(shop\.gone-service\.net; no answer in time\)/,
    );
  });
});
