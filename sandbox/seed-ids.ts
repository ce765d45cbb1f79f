import { createHash } from 'node:crypto';

/** 32 hex digits that are always the same for the same words, like Cloudflare's ids. */
export const hexId = (words: string) => createHash('md5').update(words).digest('hex');

export const cloudflareZoneId = (name: string) => hexId(`zone ${name}`);

/** Made up, in the shapes of real ones. */
export const sandboxCredentials = {
  acme: {
    team: 'T0ACME',
    liteMailKey: 'lm-sandbox-acme',
    cloudflareToken: 'cfut_sandbox_acme_Zk3vQ8wLr1Tn6YbXc4Mf9HdPa2e',
    /** The older way in, which LiteMail was given. */
    cloudflareLogin: {
      email: 'ops@acme-mail.com',
      apiKey: `${hexId('acme global key')}5a4de`,
      accountId: hexId('account acme'),
    },
  },
  nova: {
    team: 'T0NOVA',
    liteMailKey: 'lm-sandbox-nova',
    cloudflareToken: 'cfat_sandbox_nova_Wq7uJ2xKs5Rp0VzNg8Bd4TyLh1m',
    cloudflareLogin: {
      email: 'ops@nova-agency.com',
      apiKey: `${hexId('nova global key')}b81c0`,
      accountId: hexId('account nova'),
    },
  },
} as const;
