export interface LargeZoneRow {
  readonly type: string;
  readonly name: string;
  readonly ttl: number;
  readonly content?: string;
  readonly priority?: number;
  readonly data?: Readonly<Record<string, string | number>>;
}

/** Records of mixed types with names and values of the usual lengths, each name once. */
export const largeZone = (zone: string, rows: number): LargeZoneRow[] =>
  Array.from({ length: rows }, (_, index) => {
    const kinds: Pick<LargeZoneRow, 'type' | 'content' | 'priority' | 'data'>[] = [
      { type: 'A', content: `198.51.${(index >> 8) & 255}.${index & 255}` },
      { type: 'TXT', content: `"v=spf1 include:_spf.mail${index % 50}.example ip4:192.0.2.${index & 255} ~all"` },
      { type: 'CNAME', content: `target-${index}.example.net` },
      { type: 'MX', content: 'mx.mailhost.example', priority: 10 },
      { type: 'AAAA', content: `2001:db8:0:0:${(index & 65_535).toString(16)}::1` },
      { type: 'TXT', content: `"v=DKIM1; k=rsa; p=${'A1b2'.repeat(58)}" "${'C3d4'.repeat(40)}"` },
      { type: 'CAA', data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } },
      { type: 'SRV', data: { priority: 1, weight: 2, port: 5060, target: `sip.${index}.example` } },
    ];
    return { type: '', name: `h${index}.${zone}`, ttl: 300, ...kinds[index % kinds.length] };
  });
