import type { PublishedRow } from './published.ts';

const ttl = 3600;
const of =
  (type: string) =>
  (name: string, ...contents: string[]): PublishedRow[] =>
    contents.map((content) => ({ name, type, content, ttl }));
const [a, aaaa, cname, ns, txt] = (['A', 'AAAA', 'CNAME', 'NS', 'TXT'] as const).map(of) as [
  ReturnType<typeof of>,
  ReturnType<typeof of>,
  ReturnType<typeof of>,
  ReturnType<typeof of>,
  ReturnType<typeof of>,
];
const mx = (name: string, ...hosts: string[]): PublishedRow[] =>
  hosts.map((content, index) => ({ name, type: 'MX', content, priority: (index + 1) * 10, ttl }));

const google = 'google.com';
const microsoft = 'protection.outlook.com';

/** 2048 bits; the private key was never stored. */
const sendgridKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAst4cz4fEVMdWyH940OXY41M71Ub2q0F5vT+hWfgt57jszYhO5NcAe27N4ZK+pSUSk09w69j765mdcCJ8kr3J5mQcmcOUn6Vp5zSjP6WRwWJPX8EORVEYqa7oC0xQhVdaMUueXCNf2TY1GKg/+5ho470YRtxowAAAbIJ/w0JcgxCWmhWjw5AYL+k8NzqKreIUlKjrlE+qEQwZyDlPiA1Q213mBkWOxaQYXzwZ5QBtXadYX6/E2mMShcZY1K5HHTwucu3fuuUmp8QmF1zi+zqVklY3eeUlLmEWn2RcRfb6e81TkUhoDCO34CP6Q1o/TtPu/GrRgD6yYubcEkYtkNmZ2wIDAQAB';

/** The part of the Internet that the seed's zones point to, as it was in 2026 as far as mail is concerned. */
export const foreignRows: readonly PublishedRow[] = [
  // A name that resolvers are tried with.
  ...a('example.com', '198.51.100.1'),

  // Google: an include that includes three.
  ...mx(google, 'smtp.google.com'),
  ...txt(google, 'v=spf1 include:_spf.google.com ~all'),
  ...txt('_dmarc.google.com', 'v=DMARC1; p=reject; rua=mailto:mailauth-reports@google.com'),
  ...txt(
    '_spf.google.com',
    'v=spf1 include:_netblocks.google.com include:_netblocks2.google.com include:_netblocks3.google.com ~all',
  ),
  ...txt(
    '_netblocks.google.com',
    'v=spf1 ip4:35.190.247.0/24 ip4:64.233.160.0/19 ip4:66.102.0.0/20 ip4:66.249.80.0/20 ip4:72.14.192.0/18 ip4:74.125.0.0/16 ip4:108.177.8.0/21 ip4:173.194.0.0/16 ip4:209.85.128.0/17 ip4:216.58.192.0/19 ip4:216.239.32.0/19 ~all',
  ),
  ...txt(
    '_netblocks2.google.com',
    'v=spf1 ip6:2001:4860:4000::/36 ip6:2404:6800:4000::/36 ip6:2607:f8b0:4000::/36 ip6:2800:3f0:4000::/36 ip6:2a00:1450:4000::/36 ip6:2c0f:fb50:4000::/36 ~all',
  ),
  ...txt(
    '_netblocks3.google.com',
    'v=spf1 ip4:172.217.0.0/19 ip4:172.217.32.0/20 ip4:172.217.128.0/19 ip4:172.217.160.0/20 ip4:172.253.56.0/21 ip4:108.177.96.0/19 ip4:35.191.0.0/16 ip4:130.211.0.0/22 ~all',
  ),
  ...['aspmx.l.google.com', 'alt1.aspmx.l.google.com', 'alt2.aspmx.l.google.com', 'smtp.google.com'].flatMap(
    (host, index) => [...a(host, `142.250.102.${26 + index}`), ...aaaa(host, `2a00:1450:4013:c0f::${index + 1}a`)],
  ),

  // Microsoft
  ...txt(
    `spf.${microsoft}`,
    'v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 ip4:52.102.0.0/16 ip4:52.103.0.0/17 ip4:104.47.0.0/17 ip6:2a01:111:f400::/48 ip6:2a01:111:f403::/49 -all',
  ),
  ...a(`nova-agency-com.mail.${microsoft}`, '52.101.73.4', '52.101.73.20'),
  ...cname('autodiscover.outlook.com', 'atod-g2.tm-4.office.com'),
  ...a('atod-g2.tm-4.office.com', '40.99.204.8'),

  // Senders that acme-mail.com includes
  ...txt(
    'sendgrid.net',
    'v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ip4:50.31.32.0/19 ip4:198.37.144.0/20 ip4:198.21.0.0/21 ip4:192.254.112.0/20 ip4:168.245.0.0/17 ip4:149.72.0.0/16 ip4:159.183.0.0/16 ~all',
  ),
  ...txt('s1.domainkey.u1234567.wl.sendgrid.net', `v=DKIM1; k=rsa; t=s; p=${sendgridKey}`),
  ...txt('servers.mcsv.net', 'v=spf1 ip4:205.201.128.0/20 ip4:198.2.128.0/18 ip4:148.105.8.0/21 -all'),
  ...txt(
    'mail.zendesk.com',
    'v=spf1 ip4:103.151.192.0/23 ip4:185.12.80.0/22 ip4:188.172.128.0/20 ip4:192.161.144.0/20 ip4:216.198.0.0/18 ~all',
  ),
  ...txt('_spf.salesforce.com', 'v=spf1 exists:%{i}._spf.mta.salesforce.com -all'),
  ...a('smtp-05e4e7e4d7cc2cb40.mta.salesforce.com', '13.111.0.1'),

  // Cloudflare Email Routing and name servers
  ...txt('_spf.mx.cloudflare.net', 'v=spf1 ip4:104.30.0.0/19 ip6:2405:8100:c000::/38 ~all'),
  ...['route1', 'route2', 'route3'].flatMap((host, index) => [
    ...a(`${host}.mx.cloudflare.net`, `162.159.205.${11 + index}`),
    ...aaaa(`${host}.mx.cloudflare.net`, `2606:4700:f5::${index + 1}1`),
  ]),
  ...['ada', 'bob', 'lola', 'rob'].flatMap((host, index) =>
    a(`${host}.ns.cloudflare.com`, `173.245.58.${100 + index}`, `172.64.32.${100 + index}`),
  ),
  ...ns('cloudflare.com', 'ns3.cloudflare.com', 'ns4.cloudflare.com'),
  ...a('cloudflare.com', '104.16.132.229', '104.16.133.229'),

  // LiteMail
  ...a('mx1.litemail.example', '203.0.113.11'),
  ...a('mx2.litemail.example', '203.0.113.12'),
  ...a('ns1.litemail.example', '203.0.113.53'),
  ...a('ns2.litemail.example', '203.0.113.54'),
  ...txt('_spf.litemail.example', 'v=spf1 ip4:203.0.113.0/25 ~all'),

  // A zone whose name servers answer nobody
  ...a('ns1.lab-dns.example', '203.0.113.200'),
  ...a('ns2.lab-dns.example', '203.0.113.201'),
];
