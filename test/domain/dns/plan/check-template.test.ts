import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../../src/domain/dns/plan/template.ts';
import { AppError } from '../../../../src/lib/errors.ts';

function said(...lines: string[]): string {
  try {
    checkTemplate({ name: 'x', text: lines.join('\n') });
    return 'fine';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.message, error.hint].join(' ');
  }
}

describe('a template that is saved', () => {
  it('is refused for what is wrong whatever its gaps are filled with, naming the line', () => {
    expect(said('www A {{address}}', '', '{{name}} FOO {{value}}')).toBe(
      'Line 3: Records of type FOO are not supported here. Nothing was saved.',
    );
    expect(said('{{name}} A 300.1.1.1')).toMatch(/^Line 1: .*IPv4/);
    expect(said('a TXT "{{x}}', 'b A 192.0.2.1')).toMatch(/^Line 1: A quote is not closed.*Nothing was saved\.$/);
    expect(said('a TXT ( "{{x}}"', '  "y" ) ; fine', '  {{ttl}} IN AAA ::1')).toContain('Line 3: Records of type AAA');
    expect(said('   A 192.0.2.1')).toContain('Line 1: The first record has no name.');
    expect(said('$INCLUDE {{file}}')).toContain('Line 1: $INCLUDE cannot be read here.');
  });

  it.each([
    ['the value of any type', '@ A {{a}}\n@ AAAA {{b}}\n@ MX {{p}} {{mx}}\nw CNAME {{c}}\n@ CAA 0 {{tag}} "{{ca}}"'],
    [
      'keys and hashes',
      't TLSA 3 1 1 {{hash}}\ns SSHFP {{a}} {{t}} {{f}}\n@ DS {{tag}} 13 2 {{d}}\nk OPENPGPKEY {{k}}',
    ],
    ['names, TTLs and types', '{{n}}._domainkey {{ttl=3600}} IN TXT "p={{key}}"\n  {{ttl}} {{type}} {{v}}'],
    [
      'parts of a service',
      '@ HTTPS 1 . alpn={{alpn}} port={{port}} ipv4hint={{ip}}\n_sip._tcp SRV 1 {{w}} {{port}} {{host}}',
    ],
    ['directives', '$TTL {{ttl}}\n$ORIGIN mail.{{domain}}.\nwww A 192.0.2.1'],
  ])('may have gaps for %s', (_what, text) => expect(said(text)).toBe('fine'));

  it('may be for one zone alone', () => expect(said('www.acme-mail.com. A 192.0.2.1')).toBe('fine'));
});
