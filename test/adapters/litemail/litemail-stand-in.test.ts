import { describe, expect, it } from 'vitest';
import { createDocuments } from '../../../sandbox/documents.ts';
import { createFaults } from '../../../sandbox/faults.ts';
import type { LiteMailOptions } from '../../../sandbox/litemail/litemail-options.ts';
import { createLiteMailStandIn } from '../../../sandbox/litemail/litemail-stand-in.ts';
import { createLimiter } from '../../../src/adapters/http/limiter.ts';
import { createInMemoryQuotas } from '../../../src/adapters/in-memory/in-memory-coordination.ts';
import { createLiteMail, litemailQuotas } from '../../../src/adapters/litemail/litemail-client.ts';
import { parseRoutes } from '../../../src/adapters/litemail/operation-routes.ts';
import { collectPages } from '../../../src/lib/all-pages.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

/** The paths of LiteMail's sibling, as somebody would write them into the file of LITEMAIL_ROUTES. */
const alternative = {
  connectDomains: { path: '/v1/domains/connect-domain' },
  getWalletBalance: { path: '/v1/wallet' },
  addWalletBalance: { path: '/v1/wallet' },
  listPlacementTests: { path: '/v1/placement' },
  createPlacementTest: { path: '/v1/placement' },
  deleteWebhook: { path: '/v1/webhooks', query: { id: '{id}' } },
};

async function open(options: Partial<LiteMailOptions>) {
  const clock = manualClock();
  const standIn = createLiteMailStandIn({
    clock,
    faults: createFaults(),
    documents: createDocuments(),
    options: { rateLimit: false, events: false, ...options },
  });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const routes = options.paths === 'alternative' ? parseRoutes(JSON.stringify(alternative)) : {};
  return { clock, apiUrl, litemail: createLiteMail({ apiUrl, apiKey: 'lm-sandbox-acme', clock, routes }) };
}

const envelopes = ['success', 'status', 'mixed'] as const;
const forms = envelopes.flatMap((envelope) =>
  (['flat', 'nested', 'bare'] as const).flatMap((mailboxes) =>
    (['inferred', 'alternative'] as const).map((paths) => ({ envelope, mailboxes, paths })),
  ),
);

describe.each(forms)('with envelope $envelope, mailboxes $mailboxes and paths $paths', (form) => {
  it('the client understands everything that the main job needs', async () => {
    const { clock, litemail } = await open(form);
    expect(await litemail.getUser()).toMatchObject({ email: expect.stringContaining('@') });
    expect((await litemail.getCloudflareCredentials()).hasCredentials).toBe(true);
    const { items: domains } = await collectPages(2, (page) => litemail.listDomains({ query: { page, limit: 2 } }));
    expect(domains.map(({ domain }) => domain)).toContain('acme-mail.com');

    const { items: mailboxes } = await collectPages(100, (page) =>
      litemail.listMailboxes({ query: { page, limit: 100 } }),
    );
    const ana = mailboxes.find(({ email }) => email === 'ana@acme-mail.com');
    expect(ana).toMatchObject({ status: expect.any(String), domain: 'acme-mail.com' });

    expect((await litemail.getWalletBalance()).walletBalance).toBeGreaterThan(0);
    expect((await litemail.addWalletBalance({ body: { amount: 50 } }))?.paymentLink).toMatch(/^https?:/);

    await litemail.createPlacementTest({
      body: { testName: 'Launch check', mailboxIds: [ana?.id ?? ''], emailSubject: 'Quick question' },
    });
    clock.advance(60_000);
    const { items: tests } = await collectPages(100, (page) =>
      litemail.listPlacementTests({ query: { page, limit: 100 } }),
    );
    const launch = tests.find(({ testName }) => testName === 'Launch check');
    expect(launch?.byProvider?.[0]).toMatchObject({
      inbox: expect.any(Number),
      spam: expect.any(Number),
      missing: expect.any(Number),
    });

    const body = { url: 'https://example.com/hook', events: ['domain.updated'] };
    const made = await litemail.registerWebhook({ body });
    const { items } = await litemail.listWebhooks();
    const hook = items.find(({ url }) => url === body.url);
    expect(hook).toMatchObject({ id: made?.id ?? expect.any(String), events: body.events });
    await litemail.deleteWebhook({ params: { id: hook?.id ?? '' } });
    expect((await litemail.listWebhooks()).items.map(({ url }) => url)).not.toContain(body.url);
  });
});

describe('what LiteMail does not know', () => {
  it('is said to be the reason: the domain, or the key', async () => {
    const { litemail, apiUrl, clock } = await open({});
    await expect(litemail.getDomain({ params: { domainId: 'nowhere' } })).rejects.toMatchObject({ code: 'not_found' });
    const stranger = createLiteMail({ apiUrl, apiKey: 'lm-nobody', clock });
    await expect(stranger.getUser()).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('does not accept the saved API key'),
    });
  });
});

describe('many calls', () => {
  it('of a person, such as those of App Home, `status` and a balance, go at once', async () => {
    const { apiUrl, clock } = await open({ rateLimit: true });
    const limiter = createLimiter({
      api: 'LiteMail',
      credential: 'acme',
      limits: litemailQuotas,
      quotas: createInMemoryQuotas(clock),
      clock,
    });
    const litemail = createLiteMail({ apiUrl, apiKey: 'lm-sandbox-acme', clock, limiter });
    const began = clock.now();
    await Promise.all(Array.from({ length: 13 }, () => litemail.getUser()));
    expect(clock.now()).toBe(began);
  });

  it('keep to the limits without ever being refused, and hardly slower than they allow', async () => {
    const { apiUrl, clock } = await open({ rateLimit: true });
    const limiter = createLimiter({
      api: 'LiteMail',
      credential: 'acme',
      limits: litemailQuotas,
      quotas: createInMemoryQuotas(clock),
      clock,
    });
    const litemail = createLiteMail({ apiUrl, apiKey: 'lm-sandbox-acme', clock, limiter, lane: 'apply' });
    const started = clock.now();
    const calls = 450;
    let answered = 0;
    for (let call = 0; call < calls; call += 1) {
      const answer = litemail.getUser().then(() => {
        answered += 1;
      });
      while (answered === call) {
        await Promise.race([answer, nextTurn()]);
        if (answered === call && limiter.waiting() > 0) clock.advance(50);
      }
    }
    const minutes = (clock.now() - started) / 60_000;
    expect(minutes).toBeLessThan((calls / 200) * 1.1);
    expect(minutes).toBeGreaterThan(2);
  });
});

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
