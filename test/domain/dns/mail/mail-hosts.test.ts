import { describe, expect, it } from 'vitest';
import { movedMailHosts } from '../../../../src/domain/dns/mail/mail-names.ts';
import { dnsPlan } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { planAdd, planDelete } from '../../../../src/domain/dns/plan/edit-records.ts';
import { adding, cardOf, removing, setting } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const mail = (host = 'mail.acme-mail.com') => set('@', 'MX', { content: host, priority: 10 });
const own = [mail(), set('mail', 'A', '192.0.2.1')];
const wild = [mail(), set('*', 'A', '192.0.2.1')];
const deep = [mail('mx.eu.acme-mail.com'), set('*', 'A', '192.0.2.1')];
const alias = [mail(), set('mail', 'CNAME', 'box.acme-mail.com'), set('box', 'A', '192.0.2.1')];
const proxied = { proxied: true };
const to = (host = 'mail') => `Mail for acme-mail.com is delivered to ${host}.acme-mail.com, which leads`;
const cannot = 'Mail for acme-mail.com can no longer be delivered to mail.acme-mail.com';
const hidden = "Cloudflare's proxy stands in front of it and passes no mail.";
const behind = "Mail for acme-mail.com does not reach mail.acme-mail.com behind Cloudflare's proxy.";

describe('a zone of one label', () => {
  const local = { home: 'cloudflare', id: 'z', name: 'example', batchLimit: 200 } as const;
  const at = (name: string, type: string, content: string, priority?: number) => ({
    name,
    type,
    values: [{ content, ttl: 1, ...(priority === undefined ? {} : { priority }) }],
  });

  it.each([
    ['at a name below', 'mail.example', 'mail.example'],
    ['at the zone itself', 'example', 'example'],
    ['deep below', 'a.b.example', 'b.example'],
  ])('is looked through to its end, with a mail server %s', (_, host, changed) => {
    const current = [at('example', 'MX', host, 10), at(host, 'A', '192.0.2.1'), at('*.example', 'A', '192.0.2.3')];
    const add = (type: string, value: string) =>
      dnsPlan(planAdd(current, { zone: local, name: changed, type, value }), current).zones[0];
    expect(add('AAAA', '2001:db8::1')?.zone.name).toBe('example');
    expect(add('TXT', 'hello')?.changes).toHaveLength(1);
    expect(movedMailHosts(planDelete(current, { zone: local, name: host, type: 'A' }), current)).toHaveProperty([host]);
  });
});

describe('a mail server that is found elsewhere', () => {
  it.each([
    [
      'with another address',
      own,
      setting('mail', 'A', '192.0.2.9'),
      `${to()} elsewhere.`,
      'Mail for acme-mail.com goes to 192.0.2.9 (mail.acme-mail.com) instead of 192.0.2.1.',
    ],
    [
      'with a second address',
      own,
      adding('mail', 'A', '192.0.2.9'),
      `${to()} elsewhere.`,
      'Mail for acme-mail.com goes to 192.0.2.1, 192.0.2.9 (mail.acme-mail.com) instead of 192.0.2.1.',
    ],
    ['without its address', own, removing('mail', 'A'), `${to()} nowhere.`, `${cannot}, which has no address.`],
    [
      'with an address in front of the wildcard that answered for it',
      wild,
      adding('mail', 'A', '203.0.113.9'),
      `${to()} elsewhere.`,
      'Mail for acme-mail.com goes to 203.0.113.9 (mail.acme-mail.com) instead of 192.0.2.1.',
    ],
    [
      'with a text in front of the wildcard that answered for it',
      wild,
      adding('mail', 'TXT', 'hello'),
      `${to()} nowhere.`,
      `${cannot}, which has no address.`,
    ],
    [
      'with a text below it, so that the wildcard no longer answers',
      wild,
      adding('x.mail', 'TXT', 'hello'),
      `${to()} nowhere.`,
      `${cannot}, which has no address.`,
    ],
    [
      'with a text beside it that ends the reach of the wildcard',
      deep,
      adding('x.eu.acme-mail.com', 'TXT', 'hello'),
      `${to('mx.eu')} nowhere.`,
      'Mail for acme-mail.com can no longer be delivered to mx.eu.acme-mail.com, which has no address.',
    ],
    [
      'without the wildcard that answered for it',
      wild,
      removing('*', 'A'),
      `${to()} nowhere.`,
      `${cannot}, which has no address.`,
    ],
    [
      'with another wildcard',
      wild,
      setting('*', 'A', '192.0.2.9'),
      `${to()} elsewhere.`,
      'Mail for acme-mail.com goes to 192.0.2.9 (mail.acme-mail.com) instead of 192.0.2.1.',
    ],
    [
      'with another address behind its alias',
      alias,
      setting('box', 'A', '192.0.2.9'),
      `${to()} elsewhere.`,
      'Mail for acme-mail.com goes to 192.0.2.9 (mail.acme-mail.com) instead of 192.0.2.1.',
    ],
    [
      'by other name servers',
      deep,
      adding('eu', 'NS', 'ns1.example.com'),
      `${to('mx.eu')} elsewhere.`,
      'Mail for acme-mail.com is delivered to mx.eu.acme-mail.com, for which other name servers answer from now on: ns1.example.com.',
    ],
    ['behind the proxy', own, setting('mail', 'A', '192.0.2.1', proxied), behind, `${cannot}: ${hidden}`],
    ['behind a proxied wildcard', wild, setting('*', 'A', '192.0.2.1', proxied), behind, `${cannot}: ${hidden}`],
    [
      'behind a proxied alias',
      own,
      setting('mail', 'CNAME', 'host.example.com', proxied),
      behind,
      `${cannot}: ${hidden}`,
    ],
    [
      'for the first time, behind the proxy',
      [mail()],
      adding('mail', 'A', '192.0.2.1', proxied),
      behind,
      `Mail for acme-mail.com cannot be delivered to mail.acme-mail.com: ${hidden}`,
    ],
  ])('%s is a high risk, and the card says so', (_, zone, step, reason, sentence) => {
    const { risk, meaning } = cardOf(zone, step);
    expect(risk.level).toBe('high');
    expect(risk.reasons).toContain(reason);
    expect(meaning).toContain(sentence);
  });

  it('for the first time takes nothing from anybody', () => {
    const { risk, meaning } = cardOf([mail()], adding('mail', 'A', '192.0.2.1'));
    expect(risk.level).toBe('low');
    expect(meaning).toContain('Mail for acme-mail.com can be delivered to mail.acme-mail.com, which is 192.0.2.1.');
  });

  it.each([
    ['a text beside the address of the mail server', own, adding('mail', 'TXT', 'hello')],
    ['a name that has nothing to do with it', wild, adding('www', 'A', '192.0.2.9')],
    ['a longer TTL of its address', own, setting('mail', 'A', '192.0.2.1', { ttl: 600 })],
  ])('is not what %s brings about', (_, zone, step) => {
    const { risk, meaning } = cardOf(zone, step);
    expect([...risk.reasons, ...meaning].join()).not.toContain('Mail for');
  });
});
