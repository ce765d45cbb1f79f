import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { groups, litemail } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import type { Operation } from '../../../src/ports/operation.ts';
import { fixture } from '../../helpers/fixture.ts';

const operations: [string, Operation][] = Object.entries(litemail);

describe('the table of LiteMail operations', () => {
  it('names every operation of the navigation, group by group, in its words', () => {
    const declared = Object.entries(groups).map(([group, table]) => [
      group,
      Object.values(table).map(({ title }: Operation) => title),
    ]);
    const navigation = Object.entries<object>(fixture('litemail/navigation'));
    expect(declared).toEqual(navigation.map(([group, titles]) => [group, Object.keys(titles)]));
  });

  it('holds each operation of a group once', () => {
    expect(Object.values(groups).flatMap(Object.keys).sort()).toEqual(operations.map(([name]) => name).sort());
  });

  it.each(operations)('%s is sent again only where that does no harm', (_, { method, idempotent, does }) => {
    if (method === 'GET') expect(idempotent).toBe(true);
    if (method === 'POST' || does.includes('costs')) expect(idempotent).toBe(false);
  });

  it.each(operations)('%s refuses fields that nobody declared', (_, { body, query }) => {
    for (const schema of [body, query].filter((one) => one !== undefined))
      expect(JSON.stringify(z.safeParse(schema, { surprise: true }).error?.issues)).toContain('surprise');
  });

  it.each(operations)('%s lets nothing out that could be used to log in', (_, { response }) => {
    const planted = {
      password: 'canary',
      appPassword: 'canary',
      app_password: 'canary',
      apiKey: 'canary',
      'x-api-key': 'canary',
      secret: 'canary',
      totpSecret: 'canary',
      totp_seed: 'canary',
      credentials: { email: 'canary@example.com', apiKey: 'canary' },
      accessToken: 'canary',
    };
    const row = { ...known, ...planted, extra: { deep: [{ ...planted }] } };
    const lists = ['domains', 'mailboxes', 'workspaces', 'invoices', 'subscriptions', 'records', 'tags'];
    const more = ['placementTests', 'exports', 'webhooks', 'availableDomains', 'results', 'byProvider', 'items'];
    const nested = Object.fromEntries([...lists, ...more].map((name) => [name, [row]]));
    const answers = [row, { ...row, ...nested }, [row], { mailbox: row }].map((answer) => response.safeParse(answer));
    const taken = answers.filter(({ success }) => success);
    expect(taken.length).toBeGreaterThan(0);
    for (const { data } of taken) expect(JSON.stringify(data) ?? '').not.toContain('canary');
  });
});

/** Fits every row that the tables declare. */
const known = {
  id: 'x1',
  name: 'n',
  domain: 'acme-mail.com',
  email: 'ana@acme-mail.com',
  url: 'https://example.com',
  type: 'A',
  value: 'v',
  provider: 'GOOGLE',
  walletBalance: 1,
  hasCredentials: true,
  isConnected: true,
  propagated: true,
  nameServers: ['ns1.example.com'],
};

describe('the forms in which LiteMail answers', () => {
  it('takes a list bare, under its own name, and mailboxes inside their domains', () => {
    const mailbox = { id: 'm1', username: 'ana' };
    const { response } = litemail.listMailboxes;
    expect(response.parse([mailbox]).items).toMatchObject([mailbox]);
    expect(response.parse({ mailboxes: [mailbox], totalPages: '3', nextPage: null })).toMatchObject({
      items: [mailbox],
      totalPages: 3,
    });
    const inDomains = {
      domains: [
        { id: 'd1', domain: 'acme-mail.com', mailboxes: [mailbox] },
        { id: 'd2', domain: 'b.com' },
      ],
    };
    expect(response.parse(inDomains).items).toMatchObject([
      { ...mailbox, domainId: 'd1', domain: 'acme-mail.com', email: 'ana@acme-mail.com' },
    ]);
    expect(response.parse(null).items).toEqual([]);
  });

  it('maps the names of fields that its siblings use to one', () => {
    const { listDnsRecords, listTags, listBillingSubscriptions, getWalletBalance } = litemail;
    expect(
      listDnsRecords.response.parse({
        records: [{ id: 7, recordType: 'MX', host: '@', value: 'mx.a.com', priority: '10' }],
      }).items,
    ).toEqual([{ id: '7', type: 'MX', name: '@', value: 'mx.a.com', priority: 10 }]);
    expect(listTags.response.parse([{ id: 't', name: 'eu', tagColor: '#2196F3' }]).items).toMatchObject([
      { color: '#2196F3' },
    ]);
    expect(listBillingSubscriptions.response.parse([{ id: 's', subscriptionStatus: 'ACTIVE' }]).items).toMatchObject([
      { status: 'ACTIVE' },
    ]);
    expect(getWalletBalance.response.parse({ balance: '42.5' })).toMatchObject({ walletBalance: 42.5 });
  });

  it('keeps fields and statuses that it has never heard of', () => {
    const parsed = litemail.getDomain.response.parse({
      id: 'd',
      name: 'a.com',
      status: 'ON_THE_MOON',
      healthScore: 99,
    });
    expect(parsed).toMatchObject({ domain: 'a.com', status: 'ON_THE_MOON', healthScore: 99 });
  });

  it('reads placement results whether they say missing or other', () => {
    const test = {
      id: 'p',
      testName: 'Launch',
      byProvider: [{ provider: 'GOOGLE', inbox: 8, spam: 1, other: 1, total: 10 }],
    };
    expect(litemail.createPlacementTest.response.parse(test)?.byProvider).toMatchObject([
      { inbox: 8, spam: 1, missing: 1 },
    ]);
  });

  it('counts mailboxes per status in each form', () => {
    const { response } = litemail.getMailboxStatusCounts;
    const counts = { active: 31, pending: 2 };
    expect(response.parse(counts)).toEqual(counts);
    expect(response.parse({ counts })).toEqual(counts);
    expect(
      response.parse([
        { status: 'active', count: 31 },
        { status: 'pending', count: '2' },
      ]),
    ).toEqual(counts);
  });

  it('holds a signing secret that LiteMail chose so that only its keeper can read it', () => {
    const webhook = litemail.registerWebhook.response.parse({ id: 'w', url: 'https://a.com', secret: 'whsec-canary' });
    expect(webhook?.signedWith?.reveal()).toBe('whsec-canary');
    expect(`${JSON.stringify(webhook)} ${webhook?.signedWith}`).not.toContain('canary');
    expect(litemail.registerWebhook.response.parse(null)).toBeUndefined();
  });
});
