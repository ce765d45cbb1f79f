import { describe, expect, it } from 'vitest';
import { adding, cardOf, removing, setting } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const proxied = { proxied: true, ttl: 1 };
const zone = [
  set('www', 'A', { content: '192.0.2.1', ...proxied }),
  set('shop', 'CNAME', 'shops.example.com'),
  set('two', 'A', '192.0.2.1', '192.0.2.2'),
  set('six', 'A', { content: '192.0.2.1', ...proxied }),
  set('six', 'AAAA', { content: '2001:db8::1', ...proxied }),
];
const open = 'www.acme-mail.com no longer goes through Cloudflare: visitors see';

describe('where a name leads, in words', () => {
  it.each([
    ['a first address', adding('new', 'A', '192.0.2.7'), ['new.acme-mail.com leads to 192.0.2.7.']],
    [
      'a CNAME that becomes an address',
      setting('shop', 'A', '192.0.2.9'),
      ['shop.acme-mail.com leads to 192.0.2.9 instead of shops.example.com.'],
    ],
    [
      'another address behind the proxy',
      setting('www', 'A', '192.0.2.2'),
      ["www.acme-mail.com leads to 192.0.2.2 instead of 192.0.2.1 through Cloudflare's proxy."],
    ],
    [
      'one address of two deleted',
      removing('two', 'A', '192.0.2.2'),
      ['two.acme-mail.com no longer leads to 192.0.2.2; 192.0.2.1 stays.'],
    ],
    ['all addresses deleted', removing('two', 'A'), ['two.acme-mail.com no longer leads to 192.0.2.1, 192.0.2.2.']],
    [
      'an address of the other kind, beside what stays',
      adding('two', 'AAAA', '2001:db8::1'),
      ['two.acme-mail.com leads to 2001:db8::1 as well; visitors are spread over all addresses.'],
    ],
    [
      'one kind of address deleted, while the other stays',
      removing('six', 'AAAA'),
      ['six.acme-mail.com no longer leads to 2001:db8::1; 192.0.2.1 stays.'],
    ],
    [
      'the proxy switched off',
      setting('www', 'A', '192.0.2.1', { proxied: false }),
      [`${open} 192.0.2.1, and Cloudflare's protection ends.`],
    ],
    [
      'the proxy switched off with another address',
      setting('www', 'A', '192.0.2.2', { proxied: false }),
      [
        'www.acme-mail.com leads to 192.0.2.2 instead of 192.0.2.1.',
        `${open} 192.0.2.2, and Cloudflare's protection ends.`,
      ],
    ],
    [
      'a CNAME in the place of a proxied address',
      setting('www', 'CNAME', 'host.other.net', { proxied: false }),
      [
        'www.acme-mail.com leads to host.other.net instead of 192.0.2.1.',
        `${open} host.other.net, and Cloudflare's protection ends.`,
      ],
    ],
    [
      'the proxy switched on',
      setting('shop', 'CNAME', 'shops.example.com', { proxied: true }),
      ["shop.acme-mail.com goes through Cloudflare's proxy: visitors no longer see shops.example.com."],
    ],
    [
      'the proxy switched off for one address of two kinds',
      setting('six', 'A', '192.0.2.1', { proxied: false }),
      ["six.acme-mail.com goes through Cloudflare's proxy as before, because of its other addresses."],
    ],
  ])('after %s', (_, step, sentences) => expect(cardOf(zone, step).meaning).toEqual(sentences));
});
