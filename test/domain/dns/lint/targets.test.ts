import { describe, expect, it } from 'vitest';
import { findings, found, type Live } from './look.ts';

const nothing = (host: string, types: readonly string[]): Live =>
  Object.fromEntries(types.map((type) => [`${host} ${type}`, []]));
const addresses = ['A', 'AAAA', 'CNAME'];

describe('a mail server', () => {
  it('is behind the proxy when the wildcard that answers for it is', () => {
    expect(findings('mx-proxied', ['@ MX 10 mx', '* A 192.0.2.1 ; cf_tags=cf-proxied:true'])).toMatchObject([
      {
        text: expect.stringContaining('because of *.acme-mail.com'),
        fix: { text: expect.stringContaining('Add an address') },
      },
    ]);
    const own = ['@ MX 10 mx', 'mx A 192.0.2.2', '* A 192.0.2.1 ; cf_tags=cf-proxied:true'];
    expect(found(own).filter((line) => line.includes('mx-'))).toEqual([]);
  });

  it('may be the top of the zone with a CNAME, which nobody sees, or behind a proxied one', () => {
    expect(findings('mx-cname', ['@ MX 10 @', '@ CNAME a.example.com.'])).toEqual([]);
    const proxied = ['@ MX 10 app', 'app CNAME a.example.com. ; cf_tags=cf-proxied:true'];
    expect(found(proxied).filter((line) => line.includes('mx-'))).toEqual(['error mx-proxied']);
  });
});

describe('an alias', () => {
  const line = ['bounce CNAME b.example.com.'];

  it.each<[string, Live]>([
    ['mail servers', { 'b.example.com MX': ['mx.example.com'], 'b.example.com TXT': [] }],
    ['texts', { 'b.example.com MX': [], 'b.example.com TXT': ['v=spf1 -all'] }],
    ['records of kinds that are not known', {}],
  ])('may lead to a name that has %s alone', (_, more) => {
    expect(findings('cname-dangling', line, { ...nothing('b.example.com', addresses), ...more })).toEqual([]);
  });

  it('to a name that exists but has nothing cannot be taken over, and need not go', () => {
    const live = nothing('b.example.com', [...addresses, 'MX', 'TXT']);
    const [finding] = findings('cname-dangling', line, live);
    expect(finding).toMatchObject({ severity: 'warning', text: expect.stringContaining('exists but has neither') });
    expect(finding?.text).not.toContain('somebody else');
    expect(finding?.fix?.set).toBeUndefined();
  });

  it('to a name that does not exist can be taken over', () => {
    const live = Object.fromEntries(addresses.map((type) => [`b.example.com ${type}`, 'no such name' as const]));
    const [finding] = findings('cname-dangling', line, live);
    expect(finding).toMatchObject({ text: expect.stringContaining('somebody else'), fix: { set: { values: [] } } });
  });

  it('is looked at alike within the zone', () => {
    expect(found(['bounce CNAME b', 'b MX 0 .'])).toEqual([]);
    expect(findings('cname-dangling', ['www CNAME b', 'a.b A 192.0.2.1'])[0]?.text).toContain('exists but');
    expect(findings('cname-dangling', ['www CNAME b'])[0]?.text).toContain('does not exist.');
  });
});

describe('an address that nobody can reach', () => {
  const proxied = ' ; cf_tags=cf-proxied:true';
  it.each([
    ['A 240.0.0.1', true, 'error'],
    ['A 192.0.0.8', true, 'error'],
    ['A 198.18.0.1', true, 'error'],
    ['A 0.0.0.1', true, 'error'],
    ['AAAA ::', true, 'error'],
    ['AAAA ::ffff:192.0.2.1', false, 'warning'],
    ['AAAA fec0::1', false, 'warning'],
    ['AAAA fec0::1', true, 'error'],
    ['AAAA 100::', false, 'warning'],
    // Cloudflare's own stand-in for "no server", and the addresses of examples.
    ['AAAA 100::', true, undefined],
    ['A 192.0.2.1', true, undefined],
    ['AAAA 2001:db8::1', true, undefined],
  ])('%s, proxied: %s', (record, through, severity) => {
    expect(findings('unreachable-address', [`a ${record}${through ? proxied : ''}`])[0]?.severity).toBe(severity);
  });
});

it('a CAA value that names nobody forbids all authorities only where no other is named', () => {
  const wrong = `@ CAA 0 issue "Let's Encrypt"`;
  expect(findings('caa', [wrong])[0]).toMatchObject({
    severity: 'error',
    text: expect.stringContaining('forbids all'),
  });
  const [beside] = findings('caa', [wrong, '@ CAA 0 issue "pki.goog"']);
  expect(beside).toMatchObject({ severity: 'warning', text: expect.stringContaining('allows none beside the others') });
  expect(findings('caa', [wrong, '@ CAA 0 issuewild "pki.goog"'])[0]?.severity).toBe('error');
});
