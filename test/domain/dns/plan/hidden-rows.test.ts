import { describe, expect, it } from 'vitest';
import { adding, cardOf, removing } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const zone = [
  set('a.lab', 'TXT', 'x', 'y'),
  set('ns1.lab', 'A', '192.0.2.53'),
  set('ns1.lab', 'AAAA', '2001:db8::53'),
  set('ns1.lab', 'TXT', 'z'),
  ...Array.from({ length: 30 }, (_, index) => set(`h${index}`, 'TXT', 'x')),
];
const handedOver = (server: string, ...rest: Parameters<typeof cardOf>[1][]) =>
  cardOf(zone, ...rest, adding('lab', 'NS', server)).meaning.find((text) => text.includes('answered by'));

describe('records that a new delegation hides', () => {
  it('are counted below its name', () =>
    expect(handedOver('ns.example.com')).toContain('5 records here can then no longer be seen'));

  it('are not the addresses of its own name servers, which resolvers need to find them', () =>
    expect(handedOver('ns1.lab.acme-mail.com')).toContain('3 records here can then no longer be seen'));

  it('are not those that the same plan deletes', () =>
    expect(handedOver('ns1.lab.acme-mail.com', removing('a.lab.acme-mail.com', 'TXT'))).toContain('1 record here'));

  it('make no risk where there are none left', () => {
    const none = cardOf(zone.slice(1, 3), adding('lab', 'NS', 'ns1.lab.acme-mail.com'));
    expect(none.meaning.join()).not.toContain('no longer be seen');
    expect(none.risk).toMatchObject({ level: 'medium' });
  });
});
