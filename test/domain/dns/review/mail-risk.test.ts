import { describe, expect, it } from 'vitest';
import { adding, cardOf, setting, spf } from '../cards.ts';
import { set } from '../simulated-zone.ts';

const mx = (name = '@') => set(name, 'MX', { content: 'mx1.example.com', priority: 10 });
const text = (name: string, ...values: string[]) => set(name, 'TXT', ...values);
const dmarc = (tags: string) => `v=DMARC1; ${tags}`;
const sent = (what: string) => `Lookups of the ${what} of go.acme-mail.com follow its CNAME and find what is there.`;
const track = 'track.example.net';

describe('the risk of an addition that takes something from mail', () => {
  it.each([
    ['an alias beside mail servers', [mx('go')], adding('go', 'CNAME', track), 'high', sent('mail servers')],
    ['an alias beside SPF', [text('go', spf)], adding('go', 'CNAME', track), 'high', sent('SPF')],
    [
      'an alias beside both that leads elsewhere',
      [mx('go'), text('go', spf), set('go', 'CNAME', 'x.example.net')],
      setting('go', 'CNAME', track),
      'high',
      sent('mail servers and SPF'),
    ],
    [
      'an alias beside mail servers that leaves the proxy',
      [mx('go'), set('go', 'CNAME', { content: track, proxied: true })],
      setting('go', 'CNAME', track, { proxied: false }),
      'high',
      sent('mail servers'),
    ],
    [
      'an alias beside the DMARC record',
      [text('_dmarc', dmarc('p=reject'))],
      adding('_dmarc', 'CNAME', 'd.example.net'),
      'high',
      'The DMARC policy of acme-mail.com is read from d.example.net, and its own record no longer counts.',
    ],
    [
      'an alias as DMARC record',
      [],
      adding('_dmarc', 'CNAME', 'd.example.net'),
      'medium',
      'Whoever runs d.example.net decides on the DMARC policy of acme-mail.com.',
    ],
    [
      'a policy of its own that is weaker than the one above',
      [text('_dmarc', dmarc('p=reject'))],
      adding('_dmarc.sub', 'TXT', dmarc('p=none')),
      'medium',
      'Forged mail of sub.acme-mail.com is stopped less: its policy changes from reject to none.',
    ],
    [
      'a fingerprint of a certificate for mail',
      [],
      adding('_25._tcp.mail', 'TLSA', '3 1 1 0d6fce3c'),
      'medium',
      'Clients that check the TLSA record of _25._tcp.mail.acme-mail.com refuse a server whose certificate does not match it.',
    ],
  ])('is known of %s', (_, zone, step, level, reason) => {
    const { risk } = cardOf(zone, step);
    expect(risk.level).toBe(level);
    expect(risk.reasons).toContain(reason);
  });

  it.each([
    ['an alias beside a text', [text('go', 'hello')], adding('go', 'CNAME', track)],
    [
      'an alias beside mail servers that is answered with addresses',
      [mx('go')],
      adding('go', 'CNAME', track, { proxied: true }),
    ],
    [
      'a policy of its own that is as strict as the one above',
      [text('_dmarc', dmarc('p=none'))],
      adding('_dmarc.sub', 'TXT', dmarc('p=none')),
    ],
  ])('is low for %s', (_, zone, step) => expect(cardOf(zone, step).risk).toEqual({ level: 'low', reasons: [] }));
});

describe('the risk of a record that browsers follow', () => {
  const follow = (name: string) => `Browsers and others follow the HTTPS record of ${name} and not its addresses.`;
  it.each([
    ['an alias for the domain itself', '@', '0 evil.example.net', 'high'],
    ['other addresses for the domain itself', '@', '1 . ipv4hint=203.0.113.9', 'high'],
    ['another port', 'www', '1 . port=8443', 'medium'],
    ['another host', 'www', '1 evil.example.net alpn="h3,h2"', 'medium'],
  ])('is not low for %s', (_, name, value, level) => {
    const { risk, meaning } = cardOf([], adding(name, 'HTTPS', value));
    expect(risk.level).toBe(level);
    expect(risk.reasons).toEqual([follow(name === '@' ? 'acme-mail.com' : `${name}.acme-mail.com`)]);
    expect(meaning.join()).toContain('that look up the HTTPS record of');
  });

  it('is low where it only says how to speak to the addresses of the name', () => {
    const { risk, meaning } = cardOf([], adding('@', 'HTTPS', '1 . alpn="h3,h2"'));
    expect(risk.level).toBe('low');
    expect(meaning).toEqual(['The HTTPS record of acme-mail.com is added.']);
  });
});

describe('the risk of a first SPF record', () => {
  const unreadable = 'Receivers cannot read the SPF record of acme-mail.com, so SPF fails for all its mail.';
  const nobody = 'No server may send mail for acme-mail.com (SPF), although it has mail.';
  it.each([
    ['what it lists after -all', 'v=spf1 -all include:_spf.google.com', nobody],
    ['an explanation after -all', 'v=spf1 -all exp=why.example.com', nobody],
    ['nothing but ~all', 'v=spf1 ~all', nobody],
    ['a space after include:', 'v=spf1 include: _spf.google.com ~all', unreadable],
    ['a word that nobody knows', 'v=spf1 inlcude:_spf.google.com ~all', unreadable],
  ])('is high for a domain with mail and %s', (_, record, reason) => {
    expect(cardOf([mx()], adding('@', 'TXT', record)).risk).toEqual({ level: 'high', reasons: [reason] });
  });

  it.each([
    ['a domain without mail servers', []],
    ['a domain that takes no mail', [set('@', 'MX', { content: '.', priority: 0 })]],
  ])('is medium where it lets nobody send for %s', (_, zone) =>
    expect(cardOf(zone, adding('@', 'TXT', 'v=spf1 -all')).risk.level).toBe('medium'),
  );

  it('is medium where it refuses others, wherever -all stands', () =>
    expect(cardOf([mx()], adding('@', 'TXT', 'v=spf1 mx -all exp=why.example.com')).risk.level).toBe('medium'));

  it('counts mail servers that the same plan adds', () =>
    expect(
      cardOf([], adding('@', 'MX', '10 mx1.example.com'), adding('@', 'TXT', 'v=spf1 ~all')).risk.reasons,
    ).toContain(nobody));
});

describe('the risk of a record that is written otherwise', () => {
  const reports = 'It changes the reports about mail of acme-mail.com (DMARC).';
  const forged = 'It changes what receivers do with forged mail of acme-mail.com (DMARC).';
  const sending = 'It changes who may send mail for acme-mail.com (SPF).';

  it.each([
    ['other spaces in DMARC', '_dmarc', 'v=DMARC1;p=none', dmarc('p=none')],
    ['DMARC in another order', '_dmarc', dmarc('p=none; sp=none; fo=1'), dmarc('p=none; fo=1; sp=none')],
    ['double spaces in SPF', '@', 'v=spf1  mx   ~all', 'v=spf1 mx ~all'],
  ])('is low for %s', (_, name, was, is) =>
    expect(cardOf([text(name, was), mx('x')], setting(name, 'TXT', is)).risk).toEqual({ level: 'low', reasons: [] }),
  );

  it.each([
    [
      'another address for DMARC reports',
      '_dmarc',
      dmarc('p=none'),
      dmarc('p=none; rua=mailto:a@acme-mail.com'),
      reports,
    ],
    ['what is said after "all"', '@', 'v=spf1 mx ~all', 'v=spf1 mx ~all exp=why.example.com', undefined],
  ])('is medium for %s', (_, name, was, is, reason) => {
    const { risk } = cardOf([text(name, was)], setting(name, 'TXT', is));
    expect(risk.level).toBe('medium');
    expect(risk.reasons).toEqual([
      ...(reason ? [reason] : []),
      `Existing records of ${name === '@' ? '' : `${name}.`}acme-mail.com are changed or deleted.`,
    ]);
  });

  it.each([
    ['p', '_dmarc', dmarc('p=none'), dmarc('p=quarantine'), forged],
    ['sp', '_dmarc', dmarc('p=reject'), dmarc('p=reject; sp=none'), forged],
    ['np', '_dmarc', dmarc('p=reject'), dmarc('p=reject; np=none'), forged],
    ['t', '_dmarc', dmarc('p=reject'), dmarc('p=reject; t=y'), forged],
    ['adkim', '_dmarc', dmarc('p=reject'), dmarc('p=reject; adkim=s'), forged],
    ['aspf', '_dmarc', dmarc('p=reject'), dmarc('p=reject; aspf=s'), forged],
    ['all', '@', 'v=spf1 mx ~all', 'v=spf1 mx -all', sending],
    ['a server', '@', 'v=spf1 mx ~all', 'v=spf1 mx a ~all', sending],
  ])('is high for another %s', (_, name, was, is, reason) => {
    const { risk } = cardOf([text(name, was)], setting(name, 'TXT', is));
    expect(risk.level).toBe('high');
    expect(risk.reasons).toContain(reason);
  });
});
