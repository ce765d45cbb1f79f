import { hexId } from '../seed-ids.ts';

type Record_ = Record<string, unknown>;
const row =
  (type: string) =>
  (name: string, content: string, more: Record_ = {}): Record_ => ({ type, name, content, ttl: 1, ...more });
export const [a, aaaa, cname, mxRow, ns, txt] = (['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'] as const).map(row) as [
  ReturnType<typeof row>,
  ReturnType<typeof row>,
  ReturnType<typeof row>,
  ReturnType<typeof row>,
  ReturnType<typeof row>,
  ReturnType<typeof row>,
];
export const mx = (name: string, priority: number, content: string, more: Record_ = {}) =>
  mxRow(name, content, { priority, ...more });
export const data = (type: string, name: string, fields: Record_, more: Record_ = {}): Record_ => ({
  type,
  name,
  data: fields,
  ttl: 3600,
  ...more,
});
export const caa = (name: string, tag: string, value: string) => data('CAA', name, { flags: 0, tag, value });

const proxied = { proxied: true };

/** 2048 bits; the private key was never stored. */
const dkimKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAst4cz4fEVMdWyH940OXY41M71Ub2q0F5vT+hWfgt57jszYhO5NcAe27N4ZK+pSUSk09w69j765mdcCJ8kr3J5mQcmcOUn6Vp5zSjP6WRwWJPX8EORVEYqa7oC0xQhVdaMUueXCNf2TY1GKg/+5ho470YRtxowAAAbIJ/w0JcgxCWmhWjw5AYL+k8NzqKreIUlKjrlE+qEQwZyDlPiA1Q213mBkWOxaQYXzwZ5QBtXadYX6/E2mMShcZY1K5HHTwucu3fuuUmp8QmF1zi+zqVklY3eeUlLmEWn2RcRfb6e81TkUhoDCO34CP6Q1o/TtPu/GrRgD6yYubcEkYtkNmZ2wIDAQAB';
const shortDkimKey =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDGde/mbdzfPXlpSXSZVzb0749fIlq9B1o3z8n5n2yQmK5jSn9oDpzlYolQOUGsw5hvCt33NJchSGjF1NhtoAe7pm2y8ZL73XgG9uLOCIK8/pPYOkd5HpeklBO1fs3sjlGTb/gfr269cgnRL2CELojlUFR2yzZReHw4unEh4uyAlwIDAQAB';
const dkim = (key: string) => {
  const text = `v=DKIM1; k=rsa; p=${key}`;
  return text.length > 255 ? `"${text.slice(0, 250)}" "${text.slice(250)}"` : text;
};

export const googleDkim = dkim(dkimKey);

export const acmeMail: Record_[] = [
  a('@', '192.0.2.10', proxied),
  aaaa('@', '2001:db8:0:0:0:0:0:10', proxied),
  a('www', '192.0.2.10', proxied),
  cname('app', 'acme-mail.com', { ...proxied, comment: 'customer login' }),
  a('mail', '198.51.100.25', { ttl: 3600 }),
  a('*.dev', '198.51.100.80', { ttl: 300 }),
  mx('@', 10, 'aspmx.l.google.com', { ttl: 3600, comment: 'primary mail, ask Bo before touching' }),
  mx('@', 20, 'alt1.aspmx.l.google.com', { ttl: 3600 }),
  txt(
    '@',
    'v=spf1 include:_spf.google.com include:sendgrid.net include:spf.protection.outlook.com include:servers.mcsv.net include:mail.zendesk.com include:_spf.salesforce.com ip4:198.51.100.0/24 ip6:2001:db8:25::/48 ~all',
    { ttl: 3600 },
  ),
  txt('@', 'google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ'),
  txt('_dmarc', '"v=DMARC1; p=quarantine; rua=mailto:dmarc@acme-mail.com; adkim=s; aspf=s"', { ttl: 3600 }),
  txt('google._domainkey', googleDkim, { ttl: 3600 }),
  cname('s1._domainkey', 's1.domainkey.u1234567.wl.sendgrid.net'),
  txt('_mta-sts', '"v=STSv1; id=20261001000000Z"'),
  txt('_smtp._tls', '"v=TLSRPTv1; rua=mailto:tls@acme-mail.com"'),
  cname('mta-sts', 'acme-mail.com', proxied),
  caa('@', 'issue', 'letsencrypt.org'),
  caa('@', 'issue', 'pki.goog'),
  caa('@', 'iodef', 'mailto:security@acme-mail.com'),
  data('SRV', '_sip._tls', { priority: 10, weight: 5, port: 443, target: 'sip.acme-mail.com' }),
  data('HTTPS', 'shop', { priority: 1, target: '.', value: 'alpn="h3,h2" ipv4hint="192.0.2.10"' }),
  data('TLSA', '_25._tcp.mail', { usage: 3, selector: 1, matching_type: 1, certificate: hexId('one') + hexId('two') }),
  ns('lab', 'ns1.lab-dns.example', { ttl: 86_400 }),
  ns('lab', 'ns2.lab-dns.example', { ttl: 86_400 }),
  data('DS', 'lab', { key_tag: 2371, algorithm: 13, digest_type: 2, digest: hexId('ds') + hexId('lab') }),
];

export const outboundLabs: Record_[] = [
  a('@', '198.51.100.30', { ttl: 300 }),
  cname('www', 'outbound-labs.io', { ttl: 300 }),
  mx('@', 10, 'mx1.litemail.example', { ttl: 3600 }),
  txt('@', 'v=spf1 include:_spf.litemail.example ~all', { ttl: 3600 }),
  txt('_dmarc', 'v=DMARC1; p=none; rua=mailto:dmarc@acme-mail.com', { ttl: 3600 }),
];

export const acmeOutreach: Record_[] = [
  a('@', '198.51.100.40', { ...proxied, tags: ['team:growth', 'env:production'], comment: 'landing page' }),
  cname('www', 'acme-outreach.net', { ...proxied, tags: ['team:growth'] }),
  mx('@', 10, 'mx1.litemail.example', { ttl: 3600, tags: ['team:mail', 'critical'] }),
  mx('@', 20, 'mx2.litemail.example', { ttl: 3600, tags: ['team:mail', 'critical'] }),
  txt('@', '"v=spf1 include:_spf.litemail.example ip4:203.0.113.0/24 -all"', { ttl: 3600, tags: ['team:mail'] }),
  txt('_dmarc', 'v=DMARC1; p=reject; rua=mailto:dmarc@acme-mail.com', { ttl: 3600 }),
  txt('lm1._domainkey', dkim(shortDkimKey), { ttl: 3600, comment: 'too short, rotate in December' }),
];

const routed = { meta: { read_only: true, email_routing: true } };
export const acmeHq: Record_[] = [
  a('@', '198.51.100.50', proxied),
  mx('@', 12, 'route1.mx.cloudflare.net', routed),
  mx('@', 42, 'route2.mx.cloudflare.net', routed),
  mx('@', 87, 'route3.mx.cloudflare.net', routed),
  txt('@', 'v=spf1 include:_spf.mx.cloudflare.net ~all', routed),
  txt('_dmarc', 'v=DMARC1; p=none'),
];

export const buecherPost: Record_[] = [
  a('@', '198.51.100.60', proxied),
  cname('www', 'bücher-post.de', proxied),
  cname('grüße', 'bücher-post.de'),
  mx('@', 10, 'mx1.litemail.example', { ttl: 3600 }),
  txt('@', 'v=spf1 include:_spf.litemail.example ~all', { ttl: 3600 }),
  txt('hinweis', 'Bücher, Grüße und „mehr“'),
];

export const parked: Record_[] = [
  a('@', '192.0.2.1', proxied),
  mx('@', 0, '.', { ttl: 3600 }),
  txt('@', 'v=spf1 -all', { ttl: 3600 }),
  txt('_dmarc', 'v=DMARC1; p=reject', { ttl: 3600 }),
];

export const novaAgency: Record_[] = [
  a('@', '198.51.100.70', proxied),
  cname('www', 'nova-agency.com', proxied),
  mx('@', 0, 'nova-agency-com.mail.protection.outlook.com', { ttl: 3600 }),
  txt('@', 'v=spf1 include:spf.protection.outlook.com -all', { ttl: 3600 }),
  txt('_dmarc', 'v=DMARC1; p=none; rua=mailto:dmarc@nova-agency.com', { ttl: 3600 }),
  cname('autodiscover', 'autodiscover.outlook.com'),
];
