import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../../src/domain/dns/model/normalise.ts';
import { presentation } from '../../../../src/domain/dns/model/presentation.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';

const parse = (...lines: string[]) => {
  const { sets, skipped, warnings } = parseZoneFile(lines.join('\n'), 'acme-mail.com');
  return {
    records: sets.flatMap((set) => set.values.map((value) => `${keyOf(set)} ${presentation(set.type, value)}`)),
    skipped: skipped.map(({ line }) => line),
    warnings: warnings.map(({ line, text }) => `${line}: ${text}`),
  };
};

describe('the file of another provider', () => {
  it('is read from GoDaddy, which ends names of the zone in .@', () =>
    expect(
      parse(
        '; Domain: acme-mail.com',
        '$ORIGIN acme-mail.com.',
        '_sip._tls.@\t3600\t IN \tSRV \t100\t1\t443\tsipdir.online.lync.com.',
        'www\t3600\t IN \tCNAME\t@',
        'lyncdiscover.@\t3600\t IN \tCNAME\twebdir.online.lync.com.',
      ),
    ).toEqual({
      records: [
        '_sip._tls.acme-mail.com SRV 100 1 443 sipdir.online.lync.com',
        'www.acme-mail.com CNAME acme-mail.com',
        'lyncdiscover.acme-mail.com CNAME webdir.online.lync.com',
      ],
      skipped: [],
      warnings: [],
    }));

  it('means by .@ the origin that holds there', () =>
    expect(parse('$ORIGIN lab.acme-mail.com.', '_sip._tls.@ SRV 1 1 443 sip.@').records).toEqual([
      '_sip._tls.lab.acme-mail.com SRV 1 1 443 sip.lab.acme-mail.com',
    ]));

  it('is read from Cloudflare without a word about its SOA line, which lacks the final dot', () =>
    expect(
      parse(
        ';; SOA Record',
        'acme-mail.com\t3600\tIN\tSOA\tada.ns.cloudflare.com. dns.cloudflare.com. 2049 10000 2400 604800 3600',
        ';; NS Records',
        'acme-mail.com.\t86400\tIN\tNS\tada.ns.cloudflare.com.',
        'www.acme-mail.com.\t1\tIN\tA\t192.0.2.1 ; cf_tags=cf-proxied:true',
      ),
    ).toEqual({ records: ['www.acme-mail.com A 192.0.2.1'], skipped: [2, 4], warnings: [] }));

  it('goes on with the zone where the line after such a SOA names nothing', () =>
    expect(parse('acme-mail.com 3600 IN SOA ns1 admin 1 2 3 4 5', '\tIN MX 10 mx.example.net.')).toEqual({
      records: ['acme-mail.com MX 10 mx.example.net'],
      skipped: [1],
      warnings: [],
    }));

  it('is read from Azure without a word about the TTL of name servers that are left out', () =>
    expect(
      parse(
        '$ORIGIN acme-mail.com.',
        '@ 3600 IN SOA ns1-05.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 300',
        '@ 172800 IN NS ns1-05.azure-dns.com.',
        '  172800 IN NS ns2-05.azure-dns.net.',
        'long 172800 IN A 192.0.2.1',
      ),
    ).toEqual({
      records: ['long.acme-mail.com A 192.0.2.1'],
      skipped: [2, 3, 4],
      warnings: ['5: a TTL of 172800 becomes 86400, the nearest that Cloudflare allows'],
    }));
});

describe('an origin without its final dot', () => {
  it('is the zone where it is the zone’s name, and that is said', () =>
    expect(parse('$ORIGIN Acme-Mail.com', 'www A 192.0.2.1', '@ MX 10 mx')).toEqual({
      records: ['www.acme-mail.com A 192.0.2.1', 'acme-mail.com MX 10 mx.acme-mail.com'],
      skipped: [],
      warnings: ['1: $ORIGIN Acme-Mail.com has no dot at its end; it is read as acme-mail.com'],
    }));

  it('is read by the rules where it is another name that looks complete, and that is said', () =>
    expect(parse('$ORIGIN lab.acme-mail.com', 'www A 192.0.2.1')).toEqual({
      records: ['www.lab.acme-mail.com.acme-mail.com A 192.0.2.1'],
      skipped: [],
      warnings: ['1: lab.acme-mail.com has no dot at its end, so it means lab.acme-mail.com.acme-mail.com'],
    }));

  it('is below the origin before it where it is a plain name', () =>
    expect(parse('$ORIGIN lab', 'www A 192.0.2.1')).toEqual({
      records: ['www.lab.acme-mail.com A 192.0.2.1'],
      skipped: [],
      warnings: [],
    }));
});

describe('a name that may have been meant otherwise', () => {
  it('is pointed out once, with the first record at it that is kept', () =>
    expect(
      parse('lab.acme-mail.com 60 IN SOA ns1 admin 1 2 3 4 5', ' 60 IN A 192.0.2.1', ' 60 IN A 192.0.2.2').warnings,
    ).toEqual(['1: lab.acme-mail.com has no dot at its end, so it means lab.acme-mail.com.acme-mail.com']));
});
