import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayName,
  fqdn,
  isHostname,
  isName,
  normaliseName,
  parseDomain,
  relativeName,
} from '../../../../src/domain/dns/model/name.ts';
import { AppError } from '../../../../src/lib/errors.ts';

const problem = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the name of a record, as typed', () => {
  const zone = 'acme-mail.com';
  it.each([
    ['@', 'acme-mail.com'],
    ['www', 'www.acme-mail.com'],
    ['WWW', 'www.acme-mail.com'],
    ['acme-mail.com', 'acme-mail.com'],
    ['acme-mail.com.', 'acme-mail.com'],
    ['Mail.Acme-Mail.com.', 'mail.acme-mail.com'],
    ['s1._domainkey', 's1._domainkey.acme-mail.com'],
    ['_dmarc', '_dmarc.acme-mail.com'],
    ['*', '*.acme-mail.com'],
    ['*.dev', '*.dev.acme-mail.com'],
    ['bücher', 'xn--bcher-kva.acme-mail.com'],
    ['BÜCHER', 'xn--bcher-kva.acme-mail.com'],
    ['１２３', '123.acme-mail.com'],
    ['a。b1', 'a.b1.acme-mail.com'],
    ['www.acme-mail.co.acme-mail.com', 'www.acme-mail.co.acme-mail.com'],
  ])('%s', (typed, name) => expect(fqdn(typed, zone)).toBe(name));

  it('takes names of an international zone in either writing', () => {
    const idn = 'xn--bcher-post-9db.de';
    expect(fqdn('www.bücher-post.de', idn)).toBe(`www.${idn}`);
    expect(fqdn(`www.${idn}`, idn)).toBe(`www.${idn}`);
  });

  it('refuses a name of another zone and says what may have been meant', () => {
    const typo = problem(() => fqdn('www.acme-mail.co', zone));
    expect(typo.code).toBe('bad_input');
    expect(typo.message).toBe('www.acme-mail.co does not belong to the zone acme-mail.com.');
    expect(typo.hint).toContain('If you meant www.acme-mail.com, write `www`.');
    expect(problem(() => fqdn('mail.google.com', zone)).hint).toBe(
      'If you do want mail.google.com.acme-mail.com, write it in full.',
    );
    expect(problem(() => fqdn('www.', zone)).code).toBe('bad_input');
    expect(problem(() => fqdn('host.example', zone)).code).toBe('bad_input');
  });

  it.each(['a b', 'a..b', '-a', 'a-', 'x.*', 'a/b', `${'a'.repeat(64)}`, 'a"b', 'x%', `${'abcdefg.'.repeat(31)}z`])(
    'refuses %j, which is no name',
    (typed) => expect(problem(() => fqdn(typed, zone)).fields).toHaveProperty('name'),
  );

  it('gives names that stay what they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (typed) => {
        let name: string;
        try {
          name = fqdn(typed, zone);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        expect(isName(name)).toBe(true);
        expect(fqdn(name, zone)).toBe(name);
        expect(normaliseName(name)).toBe(name);
        expect(fqdn(relativeName(name, zone), zone)).toBe(name);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('names in normal form', () => {
  it('never throws, even for what is no name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseName(text);
        expect(normaliseName(once)).toBe(once);
      }),
    );
  });
  it('keeps the root', () => expect(normaliseName('.')).toBe('.'));
  it('tells machines from other owners', () => {
    expect(isHostname('mx1.example.com')).toBe(true);
    for (const name of ['_dmarc.example.com', '*.example.com', 'localhost', '192.0.2.1', 'a..b'])
      expect(isHostname(name)).toBe(false);
  });
});

describe('names as shown', () => {
  it('shows Unicode together with the Punycode', () =>
    expect(displayName('www.xn--bcher-post-9db.de')).toBe('www.bücher-post.de (www.xn--bcher-post-9db.de)'));
  it('leaves other names alone', () => expect(displayName('www.acme-mail.com')).toBe('www.acme-mail.com'));
  it('leaves broken Punycode alone', () => expect(displayName('xn--zz.com')).toBe('xn--zz.com'));
});

describe('a domain, as typed', () => {
  it.each([
    ['acme-mail.com', 'acme-mail.com'],
    [' Acme-Mail.COM. ', 'acme-mail.com'],
    ['https://acme-mail.com/path?x', 'acme-mail.com'],
    ['bücher-post.de', 'xn--bcher-post-9db.de'],
    ['a.co.uk', 'a.co.uk'],
    ['someone.github.io', 'someone.github.io'],
  ])('%s', (typed, domain) => expect(parseDomain(typed)).toBe(domain));

  it.each([
    ['', 'No domain was given.'],
    ['acme', '"acme" is not a complete domain: the ending, such as .com, is missing.'],
    ['acme mail.com', '"acme mail.com" is not a valid domain name.'],
    ['192.0.2.1', '"192.0.2.1" is not a valid domain name.'],
    ['-a.com', '"-a.com" is not a valid domain name.'],
    ['*.acme-mail.com', '"*.acme-mail.com" is not a valid domain name.'],
    ['co.uk', '"co.uk" is an ending that domains are registered under, not a domain.'],
    ['ana@acme-mail.com', '"ana@acme-mail.com" is a mail address, not a domain.'],
  ])('refuses %j in a plain sentence', (typed, sentence) => {
    const refused = problem(() => parseDomain(typed));
    expect(refused.code).toBe('bad_input');
    expect(refused.message).toBe(sentence);
  });
});
