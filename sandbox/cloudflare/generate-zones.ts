import { hexId } from '../seed-ids.ts';
import { a, aaaa, caa, cname, data, mx, ns, txt } from './seed-records.ts';
import type { Plan, ZoneSeed } from './zone-state.ts';

/** Small and always the same for the same start. */
function numbers(start: number) {
  let state = start + 0x9e3779b9;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Make = (label: string, below: (limit: number) => number) => Record<string, unknown>;
const ttls = [1, 60, 300, 3600, 86_400];
const ip = (below: (limit: number) => number) => `198.51.${below(256)}.${below(256)}`;

const kinds: Make[] = [
  (label, below) => a(label, ip(below), { ttl: ttls[below(5)] }),
  (label, below) => a(label, ip(below), { proxied: true }),
  (label, below) => aaaa(label, `2001:DB8:0:0:${below(65_536).toString(16)}::1`, { ttl: ttls[below(5)] }),
  (label) => cname(label, `Target-${label}.Example.NET.`, { ttl: 300 }),
  (label, below) => txt(label, `token=${below(1e9)}`, { ttl: ttls[below(5)] }),
  (label, below) => txt(label, `"quoted \\"${below(100)}\\"" " and more; here"`, { ttl: 300 }),
  (label, below) => txt(label, hexId(label).repeat(8 + below(8))),
  (label, below) => mx(label, below(50), 'mx.mailhost.example', { ttl: 3600 }),
  (label) => data('SRV', `_sip._tcp.${label}`, { priority: 1, weight: 2, port: 5060, target: `sip.${label}.example` }),
  (label) => caa(label, 'issue', 'letsencrypt.org'),
  (label) => data('TLSA', `_443._tcp.${label}`, { usage: 3, selector: 1, matching_type: 1, certificate: hexId(label) }),
  (label) => data('HTTPS', label, { priority: 1, target: '.', value: 'alpn="h2"' }),
  (label) => data('SSHFP', label, { algorithm: 4, type: 2, fingerprint: hexId(label) }),
  (label) => data('URI', label, { weight: 1, target: `https://${label}.example/` }, { priority: 10 }),
  (label) => ns(label, 'ns1.else.example', { ttl: 86_400 }),
  (label, below) => a(`*.${label}`, ip(below), { ttl: 300, comment: `wildcard of ${label}` }),
];

/** A zone of `count` records of mixed types, the same for the same number. */
export function generatedZone(name: string, accountId: string, plan: Plan, count: number, number: number): ZoneSeed {
  const below = numbers(number);
  const first = [
    mx('@', 10, 'mx1.litemail.example', { ttl: 3600 }),
    txt('@', 'v=spf1 include:_spf.litemail.example ~all', { ttl: 3600 }),
    txt('_dmarc', 'v=DMARC1; p=none', { ttl: 3600 }),
  ];
  const rest = Array.from({ length: Math.max(count - first.length, 0) }, (_, index) => {
    const make = kinds[below(kinds.length)] ?? kinds[0];
    return make?.(`h${index}`, below) ?? {};
  });
  const records = [...first, ...rest].slice(0, count);
  return { name, accountId, plan, recordQuota: Math.max(count + 200, plan === 'free' ? 200 : 3500), records };
}
