import { hexId, sandboxCredentials } from '../seed-ids.ts';
import * as records from './seed-records.ts';
import type { CloudflareSeed } from './zone-state.ts';

const { acme, nova } = sandboxCredentials;
const acmeId = acme.cloudflareLogin.accountId;
const novaId = nova.cloudflareLogin.accountId;
const [acmeUser, novaUser] = [hexId('user acme'), hexId('user nova')];
const usual = ['Zone Read', 'DNS Write', 'Account Settings Read', 'User Details Read'];

/** Tokens with fewer permissions, to see how the app reports that. */
export const limitedTokens = {
  /** One zone only, outbound-labs.io. */
  oneZone: 'cfut_sandbox_one_zone_Hn5tYb2Kq8Lw3Xc6Vm9Zd4Rs',
  readOnly: 'cfut_sandbox_read_only_Pj7uGf1Nx4Ba0Te6Qk2Wy8Ms',
  expired: 'cfut_sandbox_expired_Uc3oDh9Iv5Sl1Jr7Ez2Fp6Ka4',
} as const;

/** The two teams' Cloudflare: accounts, people, credentials and zones. */
export const cloudflareSeed: CloudflareSeed = {
  accounts: [
    { id: acmeId, name: 'Acme Outbound' },
    { id: novaId, name: 'Nova Agency' },
  ],
  users: [
    { id: acmeUser, email: acme.cloudflareLogin.email, accounts: [acmeId] },
    { id: novaUser, email: nova.cloudflareLogin.email, accounts: [novaId] },
  ],
  credentials: [
    {
      id: hexId('token acme'),
      kind: 'token',
      value: acme.cloudflareToken,
      user: acmeUser,
      permissions: usual,
      zones: '*',
      accounts: [acmeId],
    },
    {
      id: hexId('key acme'),
      kind: 'key',
      value: acme.cloudflareLogin.apiKey,
      user: acmeUser,
      permissions: 'all',
      zones: '*',
      accounts: [acmeId],
    },
    {
      id: hexId('token one zone'),
      kind: 'token',
      value: limitedTokens.oneZone,
      user: acmeUser,
      permissions: ['Zone Read', 'DNS Write'],
      zones: ['outbound-labs.io'],
      accounts: [acmeId],
    },
    {
      id: hexId('token read only'),
      kind: 'token',
      value: limitedTokens.readOnly,
      user: acmeUser,
      permissions: ['Zone Read', 'DNS Read'],
      zones: '*',
      accounts: [acmeId],
    },
    {
      id: hexId('token expired'),
      kind: 'token',
      value: limitedTokens.expired,
      user: acmeUser,
      expiresOn: '2026-01-31T00:00:00Z',
      permissions: usual,
      zones: '*',
      accounts: [acmeId],
    },
    {
      id: hexId('token nova'),
      kind: 'token',
      value: nova.cloudflareToken,
      account: novaId,
      permissions: usual,
      zones: '*',
      accounts: [novaId],
    },
    {
      id: hexId('key nova'),
      kind: 'key',
      value: nova.cloudflareLogin.apiKey,
      user: novaUser,
      permissions: 'all',
      zones: '*',
      accounts: [novaId],
    },
  ],
  zones: [
    { name: 'acme-mail.com', accountId: acmeId, records: records.acmeMail },
    { name: 'outbound-labs.io', accountId: acmeId, records: records.outboundLabs },
    { name: 'acme-outreach.net', accountId: acmeId, plan: 'pro', records: records.acmeOutreach },
    { name: 'acmehq.io', accountId: acmeId, plan: 'pro', records: records.acmeHq },
    { name: 'bücher-post.de', accountId: acmeId, recordQuota: 1000, records: records.buecherPost },
    { name: 'acme-go.com', accountId: acmeId, records: records.parked },
    { name: 'acme-soon.com', accountId: acmeId, status: 'pending', records: [] },
    {
      name: 'nova-agency.com',
      accountId: novaId,
      plan: 'pro',
      nameServers: ['lola.ns.cloudflare.com', 'rob.ns.cloudflare.com'],
      records: records.novaAgency,
    },
    {
      name: 'nova-reach.io',
      accountId: novaId,
      nameServers: ['lola.ns.cloudflare.com', 'rob.ns.cloudflare.com'],
      records: records.outboundLabs.filter(({ type }) => type !== 'CNAME'),
    },
  ],
};
