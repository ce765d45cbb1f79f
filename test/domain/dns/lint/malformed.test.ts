import { describe, expect, it } from 'vitest';
import { findings, found, type Live } from './look.ts';

const hex = (bytes: number) => 'ab'.repeat(bytes);
const key = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64');
/** A zone in which nothing else is wrong with these names. */
const around = ['x A 192.0.2.1', 's NS ns1.example.net.'];
const of = (rule: string, ...lines: string[]) => findings(rule, [...around, ...lines]);

describe('service parameters that clients cannot use', () => {
  it.each([
    ['an empty protocol', 'HTTPS 1 . alpn=h2,,h3', 'no list of protocols'],
    ['an empty protocol at the end', 'HTTPS 1 . alpn="h2,"', 'no list of protocols'],
    ['a protocol that is cut off by a comma in it', 'HTTPS 1 . alpn=\\,h2', 'no list of protocols'],
    ['a backslash that escapes nothing', 'SVCB 1 . alpn=a\\\\b', 'no list of protocols'],
    ['a key that is no Base64', 'HTTPS 1 . ech=A', 'not Base64'],
    ['a key with other letters', 'HTTPS 1 . ech="AA*A"', 'not Base64'],
    ['a mandatory parameter that is missing', 'HTTPS 1 . mandatory=alpn', 'names alpn, which is missing'],
    ['one of two that is missing', 'HTTPS 1 . alpn=h2 mandatory=alpn,port', 'names port, which is missing'],
    ['no protocol at all', 'HTTPS 1 . no-default-alpn', 'leaves no protocol'],
    ['parameters of an alias', 'HTTPS 0 y.example.net. alpn=h2', 'ignore the parameters'],
    ['parameters of an alias for nothing', 'SVCB 0 . port=1', 'ignore the parameters'],
    ['a path without its variable', 'SVCB 1 . alpn=h2 dohpath=/dns-query', 'with the variable dns'],
  ])('are found: %s', (_, record, words) => {
    const [finding, ...others] = of('service-parameters', `x ${record}`);
    expect(finding).toMatchObject({ severity: 'error', text: expect.stringContaining(words) });
    expect(finding?.fix?.text).toMatch(/^[A-Z].*\.$/);
    expect(finding?.text).toMatch(/\.$/);
    expect(others).toEqual([]);
  });

  it('are found where an alias stands beside others', () =>
    expect(of('service-parameters', 'x HTTPS 0 y.example.net.', 'x HTTPS 1 . alpn=h2')).toMatchObject([
      { severity: 'warning', text: expect.stringContaining('beside others') },
    ]));

  it.each([
    'HTTPS 1 . alpn="h3,h2" port=8443 ipv4hint=192.0.2.1 ech="AEn+DQ=="',
    'HTTPS 1 . alpn="a\\\\,b,h2"',
    'HTTPS 1 . alpn=h2 no-default-alpn mandatory=alpn',
    'SVCB 1 . alpn=h2 dohpath=/dns-query{?dns}',
    'HTTPS 0 y.example.net.',
    'SVCB 1 . key667=a,,b',
  ])('are none: %s', (record) => expect(of('service-parameters', `x ${record}`)).toEqual([]));

  it.each(['1 . key01=h2', '1 . key00001=h2', '1 . key65536=x'])('are refused where the key is none: %s', (value) =>
    expect(() => of('service-parameters', `x HTTPS ${value}`)).toThrow(/^Line 3: /),
  );
});

describe('a digest or key that its type does not have', () => {
  it.each([
    ['TLSA with two bytes of SHA-256', '_443._tcp TLSA 3 1 1 abcd', 'has 2 bytes; SHA-256 has 32'],
    ['TLSA with SHA-256 as SHA-512', `_443._tcp TLSA 3 1 2 ${hex(32)}`, 'has 32 bytes; SHA-512 has 64'],
    ['SMIMEA cut off', `a._smimecert SMIMEA 3 1 1 ${hex(31)}`, 'has 31 bytes'],
    ['SSHFP with two bytes', 'x SSHFP 4 2 abcd', 'has 2 bytes; SHA-256 has 32'],
    ['SSHFP with SHA-256 as SHA-1', `x SSHFP 4 1 ${hex(32)}`, 'SHA-1 has 20'],
    ['DS with two bytes', 's DS 1 13 2 abcd', 'has 2 bytes; SHA-256 has 32'],
    ['DS with one byte', 's DS 1 13 1 ab', 'has 1 byte; SHA-1 has 20'],
    ['DS with SHA-256 as SHA-384', `s DS 1 13 4 ${hex(32)}`, 'SHA-384 has 48'],
    ['a key of another protocol', `x DNSKEY 257 4 13 ${key(64)}`, 'The protocol in'],
    ['a key that is cut off', `x DNSKEY 257 3 13 ${key(33)}`, 'has 33 bytes; ECDSA P-256 has 64'],
    ['an Ed25519 key of the wrong length', `x DNSKEY 257 3 15 ${key(33)}`, 'Ed25519 has 32'],
    ['a usage of TLSA that is none', `_443._tcp TLSA 4 1 1 ${hex(32)}`, 'certificate usage in'],
    ['a selector that is none', `_443._tcp TLSA 3 2 1 ${hex(32)}`, 'selector in'],
    ['a matching type that is none', `_443._tcp TLSA 3 1 3 ${hex(32)}`, 'matching type in'],
    ['a digest type of SSHFP that is none', `x SSHFP 4 3 ${hex(32)}`, 'digest type in'],
    ['an algorithm of SSHFP that is none', `x SSHFP 5 2 ${hex(32)}`, 'key algorithm in'],
    ['a digest type of DS that is none', `s DS 1 13 0 ${hex(32)}`, 'digest type in'],
  ])('is an error: %s', (_, line, words) => {
    const [finding, ...others] = of('digest', line);
    expect(finding).toMatchObject({ severity: 'error', text: expect.stringContaining(words) });
    expect(finding?.fix?.text).toMatch(/^[A-Z].*\.$/);
    expect(others).toEqual([]);
  });

  it.each([
    `_443._tcp TLSA 3 1 1 ${hex(32)}`,
    `_443._tcp TLSA 2 0 2 ${hex(64)}`,
    '_443._tcp TLSA 3 0 0 3082abcd',
    `_443._tcp TLSA 255 255 255 ${hex(3)}`,
    `x SSHFP 1 1 ${hex(20)}`,
    `x SSHFP 4 2 ${hex(32)}`,
    `s DS 1 8 1 ${hex(20)}`,
    `s DS 1 14 4 ${hex(48)}`,
    `x DNSKEY 256 3 8 ${key(130)}`,
    `x DNSKEY 257 3 16 ${key(57)}`,
  ])('is none: %s', (line) => expect(of('digest', line)).toEqual([]));
});

describe('a host that is named by NS, SRV, HTTPS or SVCB', () => {
  const none = (host: string): Live =>
    Object.fromEntries(['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB'].map((type) => [`${host} ${type}`, []]));
  const about = (lines: readonly string[], live: Live = {}) =>
    found(lines, live).filter((line) => line.includes(' target-'));

  it.each<[string, readonly string[], string, Live?]>([
    ['a name server that is an alias', ['sub NS ns1', 'ns1 CNAME x.example.net.'], 'error target-alias'],
    [
      'a name server elsewhere that is',
      ['sub NS n.example.net.'],
      'error target-alias',
      { 'n.example.net CNAME': ['x.net'] },
    ],
    ['a service at an alias', ['_sip._tcp SRV 0 0 1 h', 'h CNAME x.example.net.'], 'error target-alias'],
    ['a web service at an alias', ['x HTTPS 1 h', 'h CNAME y', 'y A 192.0.2.1'], 'advice target-alias'],
    ['a name server without its address (glue)', ['sub NS ns.sub'], 'error target-dangling'],
    ['a name server that is the name itself', ['sub NS sub'], 'error target-dangling'],
    ['a name server that does not exist', ['sub NS ns1'], 'error target-dangling'],
    [
      'a name server elsewhere that does not',
      ['sub NS n.example.net.'],
      'error target-dangling',
      none('n.example.net'),
    ],
    ['a service at a name that does not exist', ['_sip._tcp SRV 0 0 5060 nope'], 'error target-dangling'],
    ['a service at a name with a text alone', ['_sip._tcp SRV 0 0 5060 h', 'h TXT x'], 'error target-dangling'],
    ['a service elsewhere', ['_sip._tcp SRV 0 0 1 h.example.net.'], 'error target-dangling', none('h.example.net')],
    ['a web service', ['x HTTPS 1 nope alpn=h2'], 'warning target-dangling'],
    ['a web service of an alias', ['x HTTPS 0 nope'], 'warning target-dangling'],
    ['a web service at a name without address of its own', ['x HTTPS 1 . alpn=h2'], 'warning target-dangling'],
    ['any other service', ['_a SVCB 1 nope'], 'warning target-dangling'],
  ])('is looked at: %s', (_, lines, expected, live) => expect(about(lines, live)).toEqual([expected]));

  it.each<[string, readonly string[], Live?]>([
    ['a name server with its address', ['sub NS ns.sub', 'ns.sub A 192.0.2.1']],
    ['a name server with an IPv6 address', ['sub NS ns.sub', 'ns.sub AAAA 2001:db8::1']],
    ['a name server below another delegation', ['a NS ns.b', 'b NS ns.b', 'ns.b A 192.0.2.1']],
    ['a name server elsewhere of which nothing is known', ['sub NS ns1.example.net.']],
    ['the name servers of the zone itself', ['@ A 192.0.2.1']],
    ['no service', ['_sip._tcp SRV 0 0 0 .']],
    ['a service that a wildcard answers for', ['_sip._tcp SRV 0 0 1 h', '* A 192.0.2.1']],
    ['a web service at its own name', ['x HTTPS 1 . alpn=h2', 'x A 192.0.2.1']],
    ['a web service with hints', ['x HTTPS 1 y ipv4hint=192.0.2.1']],
    ['no web service', ['x HTTPS 0 .']],
    ['an alias to a name that has a service of its own', ['x HTTPS 0 y', 'y HTTPS 1 . ipv4hint=192.0.2.1']],
    [
      'a web service at a proxied alias',
      ['x HTTPS 1 h', 'h CNAME y.example.net. ; cf_tags=cf-proxied:true'],
      { 'y.example.net A': ['192.0.2.1'] },
    ],
  ])('is left alone: %s', (_, lines, live) => expect(about(lines, live)).toEqual([]));

  it('says which host and what to write', () =>
    expect(findings('target-dangling', ['sub NS ns.sub'])[0]).toMatchObject({
      name: 'sub.acme-mail.com',
      type: 'NS',
      text: expect.stringContaining('ns.sub.acme-mail.com'),
      fix: { text: 'Add an address for ns.sub.acme-mail.com, or name another name server.' },
    }));
});

describe('a record that nobody asks for, or that contradicts itself', () => {
  it.each([
    ['SRV at a plain name', 'owner-name', 'plain SRV 0 0 5060 x.example.net.'],
    ['SRV at the top of the zone', 'owner-name', '@ SRV 0 0 5060 x.example.net.'],
    ['SRV with a service alone', 'owner-name', '_sip SRV 0 0 5060 x.example.net.'],
    ['SRV with the service behind', 'owner-name', 'sip._tcp SRV 0 0 5060 x.example.net.'],
    ['a key for mail at a plain name', 'owner-name', 'ana OPENPGPKEY mQINBFit'],
    ['a certificate for mail at a plain name', 'owner-name', `ana SMIMEA 3 1 1 ${hex(32)}`],
    ['NAPTR with an expression and a replacement', 'naptr', 'x NAPTR 1 1 "u" "E2U+sip" "!a!b!" y.example.net.'],
    ['the same without flags', 'naptr', 'x NAPTR 1 1 "" "" "!a!b!" y.example.net.'],
    ['NAPTR that leads nowhere', 'naptr', 'x NAPTR 1 1 "S" "SIP+D2U" "" .'],
    ['NAPTR with the flag U and no expression', 'naptr', 'x NAPTR 1 1 "U" "E2U+sip" "" y.example.net.'],
  ])('is a warning: %s', (_, rule, line) => {
    const [finding, ...others] = of(rule, line);
    expect(finding).toMatchObject({ severity: 'warning', text: expect.stringMatching(/\.$/) });
    expect(finding?.fix?.text).toMatch(/^[A-Z].*\.$/);
    expect(others).toEqual([]);
  });

  it.each([
    ['owner-name', ['_sip._tcp SRV 0 0 5060 x.example.net.']],
    ['owner-name', ['_ldap._tcp.dc._msdcs SRV 0 0 389 x.example.net.']],
    ['owner-name', ['printer._ipp._tcp SRV 0 0 631 x.example.net.']],
    ['owner-name', ['*._tcp SRV 0 0 631 x.example.net.']],
    ['owner-name', ['_25._tcp.mx CNAME dane', `dane TLSA 3 1 1 ${hex(32)}`]],
    ['owner-name', [`_443._tcp.www TLSA 3 1 1 ${hex(32)}`, 'c93f._openpgpkey OPENPGPKEY mQINBFit']],
    ['naptr', ['x NAPTR 1 1 "u" "E2U+sip" "!^.*$!sip:a@b!" .', 'x NAPTR 2 1 "S" "SIP+D2U" "" _sip._udp.example.net.']],
  ])('is none by %s: %j', (rule, lines) => expect(of(rule, ...lines)).toEqual([]));
});
