import { describe, expect, it } from 'vitest';
import { recordSets } from '../../../../src/domain/dns/model/normalise.ts';
import { parseValue, presentation } from '../../../../src/domain/dns/model/presentation.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';

const zone = 'example.com';
const shown = (row: object) =>
  recordSets([{ name: 'x.example.com', ttl: 1, ...row } as never], zone).map(({ type, values }) =>
    presentation(type, values[0] ?? {}),
  );

describe('a value with a part missing', () => {
  it.each([
    ['NAPTR', '10 100 S SIP+D2U _sip._udp.example.com.'],
    ['NAPTR', '10 100 "S" "SIP+D2U" "" '],
    ['NAPTR', '10 100 "u" "E2U+sip" "!^.*$!sip:a@b!"'],
    ['LOC', '42 N 71 W'],
    ['LOC', '42 21 54 N 71 06 18 W'],
    ['SRV', '0 5060 sip.example.com.'],
    ['CAA', '0 issue'],
    ['HTTPS', '1'],
    ['URI', '10 "https://www.example.com/"'],
    ['TLSA', '3 1 abcd'],
    ['DNSKEY', '257 13 AAAA'],
  ])('is refused and never completed from the next: %s %s', (type, value) => {
    expect(() => parseValue(type, value, zone)).toThrow(expect.objectContaining({ code: 'bad_input' }));
    expect(() => parseZoneFile(`ok A 192.0.2.1\nx ${type} ${value}`, zone)).toThrow(/^Line 2: /);
  });

  it('may still come from a provider', () => {
    const naptr = { order: 10, preference: 100, flags: 'S', service: 'SIP+D2U' };
    expect(shown({ type: 'NAPTR', data: naptr })).toEqual(['10 100 "S" "SIP+D2U" "" .']);
    expect(shown({ type: 'NAPTR', content: '10 100 "S" "SIP+D2U"' })).toEqual(['10 100 "S" "SIP+D2U" "" .']);
    expect(shown({ type: 'LOC', content: '42 N 71 W' })).toEqual(['42 0 0 N 71 0 0 W 0m 1m 10000m 10m']);
  });

  it('is none where the priority stands beside the content', () => {
    expect(shown({ type: 'SRV', priority: 10, content: '5 443 sip.example.com' })).toEqual([
      '10 5 443 sip.example.com',
    ]);
    expect(shown({ type: 'SRV', priority: 10, content: '10 5 443 sip.example.com' })).toEqual([
      '10 5 443 sip.example.com',
    ]);
    expect(shown({ type: 'URI', priority: 10, content: '1 "https://a.example/"' })).toEqual([
      '10 1 "https://a.example/"',
    ]);
  });
});

describe('a place', () => {
  it.each([
    ['beyond the pole by half a second', '90 0 0.5 N 0 W 0m'],
    ['beyond the south pole by a minute', '90 1 0 S 0 W 0m'],
    ['beyond the pole by a thousandth', '90 0 0.001 N 0 0 0 E 0m'],
    ['beyond the 180th meridian', '0 N 180 0 0.5 W 0m'],
    ['beyond it by 59 minutes', '0 0 0 N 180 59 0 E 0m'],
  ])('is refused %s', (_, value) => {
    expect(() => parseValue('LOC', value)).toThrow('must be 0');
    expect(() => parseZoneFile(`x LOC ${value}`, zone)).toThrow(/^Line 1: There is no place beyond/);
  });

  it.each(['90 0 0 N 180 0 0 W 0m 1m 10000m 10m', '89 59 59.999 S 179 59 59.999 E -24m 1m 10000m 10m'])(
    'may be %s',
    (value) => expect(presentation('LOC', parseValue('LOC', value))).toBe(value),
  );

  it('that a provider holds already is shown as it is', () => {
    const data = { lat_degrees: 90, lat_seconds: 0.5, lat_direction: 'N', long_degrees: 0, long_direction: 'E' };
    expect(shown({ type: 'LOC', data: { ...data, altitude: 0 } })).toEqual(['90 0 0.5 N 0 0 0 E 0m 1m 10000m 10m']);
  });
});
