import { inspect } from 'node:util';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createLiteMail } from '../../../src/adapters/litemail/litemail-client.ts';
import type { CloudflareCredential } from '../../../src/ports/apis.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { cloudflareUrl, liteMailUrl } from '../../helpers/nock-operation.ts';

const clock = manualClock();
const told: unknown[] = [];
const observe = (call: unknown) => told.push(call);
const secret = 'Zx9 +/=kQ "7\\vW4 mN2-tailR8';
const header = 'Zx9+/=kQ7vW4mN2-tailR8';
const litemail = (apiKey = 'lm-own') => createLiteMail({ apiUrl: liteMailUrl, apiKey, clock, observe });
const cloudflare = (credential: CloudflareCredential) =>
  createCloudflare({ apiUrl: cloudflareUrl, credential, clock, observe });
const address = `https://b.test/x?token=${encodeURIComponent(secret)}`;
const ids = { platform: 'instantly', mailboxIds: ['m1'] };
const account = { email: 'a@b.io', password: secret, app: 'INSTANTLY' };
const hook = { events: ['*'], url: 'https://a.test/' };

/** Fifteen places in which a secret is sent. */
const fields: Readonly<Record<string, readonly [sent: string, ask: () => Promise<unknown>]>> = {
  'LiteMail’s key, reading': [header, () => litemail(header).listDomains({ query: {} })],
  'LiteMail’s key, writing': [header, () => litemail(header).connectDomains({ body: { domainNames: ['a.io'] } })],
  'LiteMail’s key, spending': [header, () => litemail(header).addWalletCredit({ body: { amount: 5 } })],
  'Cloudflare’s token': [header, () => cloudflare({ token: header }).listZones({ query: {} })],
  'Cloudflare’s token, of an account': [header, () => cloudflare({ token: header, accountId: 'a1' }).verifyUserToken()],
  'Cloudflare’s global key': [header, () => cloudflare({ email: 'a@b.io', key: header }).getUser()],
  'the key of a sequencer': [secret, () => litemail().connectInboxes({ body: { ...ids, apiKey: secret } })],
  'the login of a sequencer': [
    secret,
    () => litemail().connectInboxes({ body: { ...ids, email: 'a@b.io', password: secret } }),
  ],
  'an account that is added': [secret, () => litemail().addThirdPartyAccount({ body: account })],
  'an account that is changed': [secret, () => litemail().updateThirdPartyAccount({ body: account })],
  'the global key that LiteMail keeps': [
    secret,
    () => litemail().saveCredentialsOrConnectDomain({ body: { email: 'a@b.io', apiKey: secret, accountId: 'a1' } }),
  ],
  'what events are signed with': [secret, () => litemail().registerWebhook({ body: { ...hook, secret } })],
  'a token in the address of a webhook': [
    secret,
    () => litemail().registerWebhook({ body: { ...hook, url: address } }),
  ],
  'a token in where visitors are sent': [
    secret,
    () => litemail().addDomainForwarding({ params: { domainId: 'd1' }, body: { forwardTo: address } }),
  ],
  'a token in the address of a picture': [
    secret,
    () => litemail().updateMailbox({ params: { id: 'm1' }, body: { profilePicture: address } }),
  ],
};

/** Six ways in which an API quotes it; `api` is the form of its envelope. */
const ways: Readonly<Record<string, (quoted: string) => { status: number; body: object }>> = {
  cut: (quoted) => refusal(`${'not accepted: '.padEnd(288, '.')} ${quoted.slice(0, 12)}…`),
  collapsed: (quoted) => refusal(`bad ${quoted.replace(/\s+/g, '')} and ${quoted.replace(/\s/g, '  \n ')}`),
  encoded: (quoted) =>
    refusal(
      `bad ${encodeURIComponent(quoted)} ${Buffer.from(`a:${quoted}`).toString('base64')} ${JSON.stringify(quoted)}`,
    ),
  'in a 200': (quoted) => content({ message: quoted, id: quoted, status: quoted, plan: { odd: quoted } }),
  'in a list': (quoted) => {
    const row = { id: 'r1', domain: quoted, name: quoted, error: `bad ${quoted}`, [quoted]: 1 };
    return content({ domains: [row, quoted], results: [row], items: [row] });
  },
  'in a label': (quoted) => refusal('bad', { code: quoted, documentation_url: `https://x.test/${quoted}` }),
};
const refusal = (message: string, more: object = {}) => ({
  status: 400,
  body: { success: false, message, errors: [{ code: 1, message, ...more }] },
});
const content = (data: object) => ({ status: 200, body: { success: true, data, result: data, message: 'ok' } });

const traces = (value: unknown): string =>
  [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), value instanceof Error ? value.stack : '']
    .join('\n')
    // As a person reads it who looks for pieces of it.
    .replace(/[\s\\]/g, '')
    .toLowerCase();

describe.each(Object.entries(fields))('%s, quoted back', (_, [sent, ask]) => {
  it.each(Object.entries(ways))('%s: nowhere', async (_way, quote) => {
    const { status, body } = quote(sent);
    for (const origin of [liteMailUrl, 'https://api.cloudflare.test'])
      for (const method of ['GET', 'POST', 'PUT']) nock(origin).intercept(/.*/, method).reply(status, body);
    const outcome = await ask().catch((error: unknown) => error);
    nock.cleanAll();
    const everything = traces(outcome) + traces(told.splice(0));
    for (const piece of ['kq"7vw4', 'kq7vw4', 'vw4mn2', 'zx9+/=kq', 'n2-tailr', 'zx9%2b', 'ng2xo'])
      expect(everything).not.toContain(piece);
  });
});
