import { describe, expect, it } from 'vitest';
import type { RecordSet, Zone } from '../../../src/domain/dns/model/record.ts';
import { dnsPlan } from '../../../src/domain/dns/plan/dns-plan.ts';
import { planPark } from '../../../src/domain/dns/plan/edit-records.ts';
import { overlay } from '../../../src/domain/dns/plan/zone-plan.ts';
import { applyRetirement, undoRetirement } from '../../../src/features/domains/service/apply-retirement.ts';
import { RetirementPlan } from '../../../src/features/domains/service/plan-retirement.ts';
import type { CommandContext, Journal } from '../../../src/features/product-context.ts';
import { AppError } from '../../../src/lib/errors.ts';
import type { Json } from '../../../src/lib/json.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const zone: Zone = { home: 'cloudflare', id: 'z1', name: 'acme-mail.com', batchLimit: 200 };
const was: RecordSet[] = [
  { name: 'acme-mail.com', type: 'MX', values: [{ id: 'r1', content: 'mx.example', priority: 10, ttl: 300 }] },
];
const parking = planPark(zone, was);
const plan: RetirementPlan = RetirementPlan.parse({
  ...dnsPlan(parking, was),
  retire: {
    domain: 'acme-mail.com',
    litemail: {
      domainId: 'd1',
      forwardTo: 'https://acme.com',
      emailForwardingTo: null,
      catchAllEmail: 'all@acme.com',
      mailboxes: ['m1', 'm2'].map((id) => ({ id, email: `${id}@acme-mail.com` })),
      tag: 'make',
    },
  },
});

class Killed extends Error {}

/** What the APIs hold outlives the process; every write is counted, and the process may die right before or after any. */
function world() {
  const writes: string[] = [];
  const settings = { forwardTo: 'https://acme.com' as string | null, catchAllEmail: 'all@acme.com' as string | null };
  const tags: { id: string; name: string }[] = [];
  let sets = was;
  let saved: Json | undefined;
  let moments = Number.POSITIVE_INFINITY;
  let refusal: { readonly at: string; readonly error: AppError } | undefined;
  const moment = () => {
    moments -= 1;
    if (moments < 0) throw new Killed();
  };
  const write = (what: string, does: () => void) => async () => {
    moment();
    if (refusal?.at === what) throw refusal.error;
    writes.push(what);
    does();
    moment();
  };
  const litemail = {
    getDomain: async () => ({ id: 'd1', domain: 'acme-mail.com', ...settings }),
    listMailboxes: async () => ({ items: ['m1', 'm2'].map((id) => ({ id, domainId: 'd1' })), totalPages: 1 }),
    listTags: async () => ({ items: tags }),
    removeDomainForwarding: write('forwarding', () => Object.assign(settings, { forwardTo: null })),
    removeCatchAll: write('catch-all', () => Object.assign(settings, { catchAllEmail: null })),
    removeMailbox: ({ params }: { params: { id: string } }) => write(params.id, () => {})(),
    createTag: write('tag', () => tags.push({ id: 't1', name: 'retired' })),
  };
  let sight: 'clear' | 'lost at the write' | 'lost' = 'clear';
  const home = {
    async list() {
      if (sight === 'lost') throw new AppError('upstream_unavailable', 'Cloudflare is out.');
      return sets;
    },
    write: write('batch', () => {
      sets = [...overlay(was, parking)];
      if (sight === 'clear') return;
      sight = 'lost';
      throw new AppError('unknown_outcome', 'No answer came.');
    }),
  };
  const ctx = {
    actor: { teamId: 'T0ACME' },
    clock: manualClock(),
    request: 'r-1',
    reference: () => 'ref-1',
    stores: { snapshots: { put: async () => {}, readings: async () => [] } },
    apis: {
      provider: async (_teamId: string, name: string) => (name === 'cloudflare' ? home : undefined),
      litemail: async () => litemail,
    },
  } as unknown as CommandContext;
  const journal = (lastTry: boolean, isRecheck: boolean): Journal => ({
    lastTry,
    ...(isRecheck && { mode: 'recheck' as const }),
    stopped: async () => false,
    read: () => saved,
    async save(progress) {
      moment();
      saved = JSON.parse(JSON.stringify(progress));
      moment();
    },
  });
  return {
    writes,
    settings,
    refuse: (at: string, error: AppError) => {
      refusal = { at, error };
    },
    see: (now: typeof sight) => {
      sight = now;
    },
    /** Lives for so many moments; undefined when it was killed. */
    async run(life = Number.POSITIVE_INFINITY, lastTry = false, isRecheck = false) {
      moments = life;
      try {
        const outcome = await applyRetirement(ctx, plan, journal(lastTry, isRecheck));
        const inverse = outcome.inverse ?? undoRetirement(plan, outcome, 'r-1');
        return { ...outcome, ...(inverse && { inverse }) };
      } catch (error) {
        if (error instanceof Killed) return undefined;
        throw error;
      }
    },
  };
}

const all = ['batch', 'forwarding', 'catch-all', 'm1', 'm2', 'tag'];

describe('the app dies while it retires a domain', () => {
  it('goes on with what is left, whatever the moment, and can still undo the records', async () => {
    let deaths = 0;
    for (let life = 0; ; life += 1) {
      const { run, writes, settings } = world();
      if (await run(life)) break;
      deaths += 1;
      const outcome = await run();
      expect(outcome).toMatchObject({ status: 'applied', inverse: { kind: 'dns', zones: [{ zone }] } });
      // Asking for a removal that was asked for already changes nothing, so an unwritten answer is asked for again.
      const repeated = writes.filter((what, index) => writes.indexOf(what) !== index);
      expect(repeated.filter((what) => !what.startsWith('m'))).toEqual([]);
      expect([...new Set(writes)]).toEqual(all);
      expect(settings).toEqual({ forwardTo: null, catchAllEmail: null });
    }
    expect(deaths).toBeGreaterThan(20);
  });

  it('does nothing at all when it is called again with everything done', async () => {
    const { run, writes } = world();
    const first = await run();
    expect(await run()).toEqual(first);
    expect(writes).toEqual(all);
  });
});

describe('LiteMail does not do a step', () => {
  it('waits and goes on where it was when that may pass', async () => {
    const { run, refuse, writes } = world();
    refuse('m1', new AppError('rate_limited', 'LiteMail is busy.'));
    await expect(run()).rejects.toThrow('LiteMail is busy');
    expect(writes).toEqual(['batch', 'forwarding', 'catch-all']);
    refuse('none', new AppError('rate_limited', ''));
    expect(await run()).toMatchObject({ status: 'applied' });
    expect(writes).toEqual(all);
  });

  it('says which one at the last try, does the others and keeps the way back', async () => {
    const { run, refuse, writes } = world();
    refuse('m1', new AppError('upstream_unavailable', 'LiteMail does not answer.'));
    expect(await run(undefined, true)).toMatchObject({
      status: 'failed',
      text: 'acme-mail.com is parked, but 1 of 5 steps at LiteMail failed.',
      lines: expect.arrayContaining(['m1@acme-mail.com: LiteMail does not answer.']),
      inverse: { notes: [expect.stringContaining('nothing at LiteMail')] },
    });
    expect(writes).toEqual(all.filter((what) => what !== 'm1'));
  });

  it('is not asked for anything when the records could not be written', async () => {
    const { run, refuse, writes } = world();
    refuse('batch', new AppError('upstream_rejected', 'Cloudflare refused it.'));
    expect(await run()).toMatchObject({ status: 'failed', lines: ['Nothing was changed at LiteMail.'] });
    expect(writes).toEqual([]);
  });
});

describe('the answer of the write is lost, and the records cannot be read', () => {
  it('begins nothing at LiteMail, not even when it finds out later that they are as wished', async () => {
    const { run, see, writes } = world();
    see('lost at the write');
    const unknown = { status: 'failed', written: { 'acme-mail.com': 'unknown' }, needsRecheck: true };
    expect(await run(undefined, true)).toMatchObject(unknown);
    expect(await run(undefined, false, true)).toMatchObject(unknown);
    see('clear');
    const found = await run(undefined, false, true);
    expect(found).toMatchObject({
      status: 'failed',
      text: 'acme-mail.com is parked, but 5 of 5 steps at LiteMail were not started: ask again for the rest.',
      written: { 'acme-mail.com': 'all' },
      inverse: { kind: 'dns' },
    });
    expect(found).not.toHaveProperty('needsRecheck');
    expect(writes).toEqual(['batch']);
  });
});
