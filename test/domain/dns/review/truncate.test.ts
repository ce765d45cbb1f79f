import { describe, expect, it } from 'vitest';
import { truncate } from '../../../../src/domain/dns/review/diff-items.ts';

const spf = (ips: readonly number[]) =>
  `v=spf1 include:_spf.google.com include:spf.protection.outlook.com include:servers.mcsv.net ${ips
    .map((ip) => `ip4:203.0.113.${ip}`)
    .join(' ')} include:_spf.salesforce.com ~all`;

describe('a long text on a card', () => {
  it('has both its ends, and says how long it is', () => {
    const key = `v=DKIM1; k=rsa; p=${'A'.repeat(400)}`;
    expect(truncate(key)).toMatch(/^v=DKIM1; k=rsa; p=A+ … A{20} \(418 characters\)$/);
  });

  it('that is not long is as it is', () => {
    expect(truncate('x'.repeat(190))).toBe('x'.repeat(190));
  });

  it('shows all in which it differs from what was there before, wherever that is', () => {
    const before = spf([11, 12, 13, 14, 15, 16, 17, 18]);
    for (const at of [0, 3, 5, 8]) {
      const ips = [11, 12, 13, 14, 15, 16, 17, 18];
      ips.splice(at, 0, 66, 67, 68);
      const shown = truncate(spf(ips), before);
      expect(shown).toContain('ip4:203.0.113.66 ip4:203.0.113.67 ip4:203.0.113.68');
    }
  });

  it('of which a part repeats is not taken for the same', () => {
    const text = 'a '.repeat(120);
    expect(truncate(`${text}a `, text)).toMatch(/\(242 characters\)$/);
    expect(truncate(text, text)).toMatch(/\(240 characters\)$/);
  });
});
