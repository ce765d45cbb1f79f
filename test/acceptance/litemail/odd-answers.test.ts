import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { saying } from '../../helpers/look.ts';
import { serve } from '../../helpers/loopback.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves, veraReads } from '../../helpers/story.ts';

let product: Product | undefined;
afterEach(async () => {
  await product?.stop();
  product = undefined;
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The product with a LiteMail that answers like this; undefined is 404. What it was asked is told. */
async function productWith(answer: (asked: Asked) => unknown): Promise<{ product: Product; asked: Asked[] }> {
  const asked: Asked[] = [];
  const url = await serve((req, res: ServerResponse) => {
    req.resume();
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://litemail.test');
    const call = { method: req.method ?? '', path: pathname, query: searchParams };
    asked.push(call);
    const body = answer(call);
    res.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    res.end(typeof body === 'string' ? body : JSON.stringify(body ?? { message: `Cannot ${req.method} ${pathname}` }));
  });
  product = await startProduct({ env: { LITEMAIL_API_URL: url } });
  return { product, asked };
}

describe('ids that are numbers too long for a number', () => {
  it('are asked for with the digits that LiteMail gave', async () => {
    const rows = ['1524831183200260097', '1524831183200260098'].map(
      (id, index) => `{"id":${id},"email":"m${index}@acme-mail.com","status":"ACTIVE"}`,
    );
    const { product: opened, asked } = await productWith(({ method, path }) =>
      method === 'DELETE'
        ? { success: true }
        : path === '/v1/mailboxes'
          ? `{"success":true,"data":{"mailboxes":[${rows.join(',')}]}}`
          : undefined,
    );
    const card = await anaAsks(opened, 'mailboxes remove m1@acme-mail.com');
    await boApproves(opened, card, 'will remove');
    expect(asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
      '/v1/mailboxes/1524831183200260098',
    ]);
  });
});

describe('a wallet that LiteMail does not tell', () => {
  it.each([[null], [''], [[]], [{}], ['about fifty'], [true]])(
    'as %j is never told as an amount',
    async (walletBalance) => {
      const { product: opened } = await productWith(({ path }) =>
        path === '/v1/wallet/balance' ? { success: true, data: { walletBalance } } : undefined,
      );
      const said = await anaReads(opened, 'wallet balance', 'LiteMail does not say what the balance');
      expect(said).not.toContain('$');
    },
  );
});

it('mailboxes of which LiteMail counts more than it gives are all there', async () => {
  const all = Array.from({ length: 250 }, (_, index) => ({ id: `m${index}`, email: `box-${index}@acme-mail.com` }));
  const { product: opened } = await productWith(({ path, query }) => {
    const from = (Number(query.get('page') ?? 1) - 1) * 100;
    return path === '/v1/mailboxes'
      ? { mailboxes: all.slice(from, from + 100), total: 250, page: from / 100 + 1, limit: 100 }
      : undefined;
  });
  expect(await anaReads(opened, 'mailboxes list', '250 mailboxes')).toContain('151 more');
});

it('a list that LiteMail cuts says so, and whoever looks for something in it is not told that it is not there', async () => {
  const some = Array.from({ length: 100 }, (_, index) => ({ id: `m${index}`, email: `box-${index}@acme-mail.com` }));
  const { product: opened } = await productWith(({ path }) =>
    path === '/v1/mailboxes' ? { mailboxes: some, total: 250 } : undefined,
  );
  expect(await anaReads(opened, 'mailboxes list', '100 of 250 mailboxes')).toContain('The list is cut');
  await anaReads(opened, 'mailboxes show box-200@acme-mail.com', 'it counts 250 and gave 100');
});

describe('one odd row in a list', () => {
  const lists: Readonly<Record<string, readonly [path: string, key: string, row: object, shown: string]>> = {
    'domains list': ['/v1/domains', 'domains', { id: 'd1', domain: 'fine.io' }, 'fine.io'],
    'domains assignable': ['/v1/domains/assignable', 'domains', { id: 'd1', domain: 'fine.io' }, 'fine.io'],
    'mailboxes list': ['/v1/mailboxes', 'mailboxes', { id: 'm1', email: 'fine@fine.io' }, 'fine@fine.io'],
    'mailboxes warmup': ['/v1/mailboxes/warmup-analytics', 'mailboxes', { email: 'fine@fine.io' }, 'fine@fine.io'],
    'placement list': ['/v1/placement-tests', 'tests', { id: 'p1', testName: 'Fine test' }, 'Fine test'],
    'workspaces list': ['/v1/workspaces', 'workspaces', { id: 'w1', name: 'Fine space' }, 'Fine space'],
    'tags list': ['/v1/tags', 'tags', { id: 't1', name: 'fine-tag' }, 'fine-tag'],
    'subscriptions list': ['/v1/subscriptions', 'subscriptions', { id: 's1', plan: 'Fine plan' }, 'Fine plan'],
    'exports history': ['/v1/export-history', 'exports', { id: 'x1', platform: 'FINE' }, 'FINE'],
    'domains search fine': [
      '/v1/domains/available',
      'availableDomains',
      { domainName: 'fine.io', id: 'o1' },
      'fine.io',
    ],
    'domains credentials': ['/v1/cloudflare-credentials', 'domains', { id: 'z1', name: 'fine.io' }, 'fine.io'],
    'wallet invoices': ['/v1/wallet/invoices', 'invoices', { id: 'i1', number: 'FINE-1' }, 'FINE-1'],
  };

  it.each(Object.entries(lists))(
    'leaves %s as it is, and is shown as it came',
    async (line, [path, key, row, shown]) => {
      const rows = [
        'only-a-text',
        { ...row, status: null },
        { ...row, id: 'r2', status: { odd: 'nested' } },
        { id: { length: { toString: 'nothing' } } },
        null,
        { password: 'canary-1' },
      ];
      const { product: opened } = await productWith((asked) =>
        asked.path === path ? { success: true, data: { [key]: rows } } : undefined,
      );
      const said = await anaReads(opened, line, shown);
      expect(said).toContain('cannot read');
      expect(said).toContain('only-a-text');
      expect(said).not.toContain('canary');
      expect(said).not.toContain('went wrong');
    },
  );
});

describe('one odd row', () => {
  it('of the webhooks is shown as it came, and that the list is cut is said', async () => {
    const { product: opened } = await productWith(({ path }) =>
      path === '/v1/webhooks'
        ? { webhooks: ['only-a-text', { id: 'w1', url: 'https://a.test/', events: 7, secret: 'canary-1' }], total: 3 }
        : undefined,
    );
    await opened.command('U0ADA', 'C0OPS', 'webhooks list');
    const said = textOf(await saying(opened, 'C0OPS', '2 of 3 webhooks', 'U0ADA'));
    for (const part of ['https://a.test/', 'only-a-text', 'cannot read 1 row', 'The list is cut'])
      expect(said).toContain(part);
    expect(said).not.toContain('canary');
    // What is not in the part that came may be in the rest.
    await opened.command('U0ADA', 'C0OPS', 'webhooks delete w7');
    await saying(opened, 'C0OPS', 'it counts 3 and gave 2', 'U0ADA');
  });

  it('of a zone at LiteMail is shown as it came', async () => {
    const rows = ['only-a-text', { id: 'r1', type: 'A', name: 'www', value: '192.0.2.1', ttl: 'soon' }, null];
    const { product: opened } = await productWith(({ path }) =>
      path === '/v1/domains'
        ? { domains: [{ id: 'd1', domain: 'fine.io' }] }
        : path === '/v1/dns'
          ? { records: rows }
          : undefined,
    );
    const said = await anaReads(opened, 'dns list fine.io', '192.0.2.1');
    expect(said).toContain('only-a-text');
  });

  it.each([
    ['domains search fine', '/v1/domains/available', { availableDomains: [{ domainName: 'fine.io' }] }],
    [
      'domains credentials',
      '/v1/cloudflare-credentials',
      { hasCredentials: true, domains: [{ id: 'z', name: 'fine.io' }] },
    ],
  ])('that is missing is said: %s', async (line, path, data) => {
    const { product: opened } = await productWith((asked) =>
      asked.path === path ? { success: true, data: { ...data, pagination: { total: 40 } } } : undefined,
    );
    expect(await anaReads(opened, line, 'fine.io')).toMatch(/1 of 40[\s\S]*The list is cut/);
  });
});

it('an account whose name would call the channel calls nobody', async () => {
  const { product: opened } = await productWith(({ path }) =>
    path === '/v1/users'
      ? { success: true, data: { email: '<!channel> <@U0BO> <https://evil.test|Pay>', activePlan: '<!here>' } }
      : path === '/v1/domains'
        ? { message: '<!channel> no', success: false }
        : undefined,
  );
  await opened.command('U0ADA', 'C0OPS', 'setup --share');
  const told = textOf(await saying(opened, 'C0OPS', 'connected as'));
  expect(told).toContain('connected as ‹!channel› ‹@U0BO›');
  await opened.command('U0ANA', 'C0OPS', 'domains list --share');
  const refused = textOf(await saying(opened, 'C0OPS', 'LiteMail refused', 'U0ANA'));
  for (const text of [told, refused]) expect(text).not.toMatch(/<!(channel|here)|<https:\/\/evil/);
});

describe('what is there already is said to be there', () => {
  it('a domain that is active at LiteMail, and no zone of the Cloudflare account', async () => {
    const { product: opened } = await productWith(({ path }) =>
      path === '/v1/domains'
        ? { success: true, data: { domains: [{ id: 'd1', domain: 'there.io', status: 'ACTIVE' }] } }
        : path === '/v1/cloudflare-credentials'
          ? { success: true, data: { hasCredentials: true, domains: [], totalDomains: 0 } }
          : undefined,
    );
    expect(await anaReads(opened, 'domains connect there.io', 'connected already')).toContain(
      '1 of 1 domain connected',
    );
  });

  it('a second registration for events', async () => {
    product = await startProduct();
    for (const said of ['LiteMail now sends', 'already'])
      await product
        .command('U0ADA', 'C0OPS', 'webhooks register')
        .then(() => saying(product as Product, 'C0OPS', said, 'U0ADA'));
    expect(product.sandbox.litemail.team('T0ACME').webhooks).toHaveLength(1);
  });
});

it('where LiteMail’s check and our own differ, both are shown with whose word it is', async () => {
  product = await startProduct();
  const records = { name: 'acme-mail.com', type: 'TXT', ttl: 1 };
  await product.act({
    do: 'change-record',
    zone: 'acme-mail.com',
    add: { ...records, content: '"v=spf1 include:second.test ~all"' },
  });
  const said = await anaReads(product, 'domains check acme-mail.com', 'LiteMail says');
  expect(said).toMatch(/This app’s own check of the zone says otherwise of .*SPF/);
});

it.each([
  [true, ['ns1.litemail.example'], 'is done', /this app sees `\w+\.ns\.cloudflare\.com`/],
  [false, ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'], 'missing', /this app sees `ada\.ns\.cloudflare\.com`/],
])(
  'where LiteMail says %j of name servers and live DNS otherwise, both are shown',
  async (propagated, expected, word, other) => {
    const { product: opened } = await productWith(({ path }) =>
      path === '/v1/domains'
        ? { domains: [{ id: 'd1', domain: 'acme-mail.com' }] }
        : path.endsWith('/verify')
          ? { propagated, expected, found: [] }
          : undefined,
    );
    const said = await veraReads(opened, 'domains verify acme-mail.com', word);
    expect(said).toMatch(/That is LiteMail’s word/);
    expect(said).toMatch(other);
  },
);

it('where LiteMail and live DNS say the same of name servers, it is said once', async () => {
  const { product: opened } = await productWith(({ path }) =>
    path === '/v1/domains'
      ? { domains: [{ id: 'd1', domain: 'acme-mail.com' }] }
      : path.endsWith('/verify')
        ? { propagated: false, expected: ['ns1.litemail.example'], found: ['ada.ns.cloudflare.com'] }
        : undefined,
  );
  expect(await veraReads(opened, 'domains verify acme-mail.com', 'missing')).not.toContain('this app sees');
});

it('of mailboxes to be removed, those that LiteMail took are named where it stops at one', async () => {
  const mailboxes = ['ana', 'bo', 'cy'].map((name) => ({ id: name, email: `${name}@acme-mail.com` }));
  const { product: opened, asked } = await productWith(({ method, path }) =>
    method === 'DELETE'
      ? path.endsWith('/ana')
        ? { success: true }
        : undefined
      : path === '/v1/mailboxes'
        ? { mailboxes }
        : undefined,
  );
  const card = await anaAsks(opened, `mailboxes remove ${mailboxes.map(({ email }) => email).join(' ')}`);
  const said = await boApproves(opened, card, 'then stopped at');
  expect(said).toContain('will remove ana@acme-mail.com at the next renewal, then stopped at bo@acme-mail.com');
  expect(said).toContain('Not sent: cy@acme-mail.com');
  expect(asked.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
});
