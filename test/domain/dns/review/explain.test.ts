import { describe, expect, it } from 'vitest';
import { diff } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { adding, cardOf, removing, setting, usual } from '../cards.ts';
import { set, zone } from '../simulated-zone.ts';

describe('what a change means, in words', () => {
  it.each([
    [
      'a first MX elsewhere',
      adding('sub', 'MX', '10 mx1.example.com'),
      'Mail for sub.acme-mail.com is delivered to mx1.example.com.',
    ],
    [
      'another MX',
      adding('@', 'MX', '5 mx0.example.com'),
      'Mail for acme-mail.com is delivered to mx0.example.com, mx1.example.com, mx2.example.com from now on.',
    ],
    ['no MX', removing('@', 'MX'), 'Mail for acme-mail.com stops being delivered.'],
    [
      'a null MX',
      setting('@', 'MX', '0 .'),
      'acme-mail.com declares that it accepts no mail: mail to it bounces at once.',
    ],
    [
      'a TTL',
      setting('shop', 'CNAME', 'shops.example.com', { ttl: 7200 }),
      'Resolvers keep the CNAME record of shop.acme-mail.com for 7200 seconds instead of 300 seconds.',
    ],
    [
      'a comment',
      setting('shop', 'CNAME', 'shops.example.com', { comment: 'x' }),
      'Only the comment or tags of the CNAME record of shop.acme-mail.com change; nobody outside notices.',
    ],
    [
      'a delegation',
      adding('lab', 'NS', 'ns1.example.com'),
      'lab.acme-mail.com and everything below it is answered by ns1.example.com. 7 records here can then no longer be seen.',
    ],
    [
      'a proof deleted',
      removing('@', 'TXT', 'google-site-verification=abc'),
      'The proof of ownership "google-site-verification" of acme-mail.com is deleted.',
    ],
  ])('of %s', (_, step, sentence) => expect(cardOf(usual, step).meaning).toEqual([sentence]));

  it('tells of each kind of text that goes', () => {
    const texts = [set('@', 'TXT', 'google-site-verification=abc', 'MS=ms123', 'hello', 'world')];
    expect(cardOf(texts, removing('@', 'TXT')).meaning).toEqual([
      'The proof of ownership "google-site-verification" of acme-mail.com is deleted.',
      'The proof of ownership "MS" of acme-mail.com is deleted.',
      '2 text records of acme-mail.com are deleted.',
    ]);
  });

  it('begins with what hurts most, because the end is cut off', () => {
    const many = Array.from({ length: 20 }, (_, index) => set(`a${index}`, 'A', '192.0.2.1'));
    const plan = diff(zone, [...many, ...usual], [], { rest: 'delete' });
    const { meaning } = cardOf([...many, ...usual], () => plan);
    expect(meaning).toHaveLength(13);
    expect(meaning[0]).toBe('Mail for acme-mail.com stops being delivered.');
    expect(meaning.at(-1)).toMatch(/^and \d+ more changes\.$/);
  });
});
