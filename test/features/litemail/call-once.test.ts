import { describe, expect, it } from 'vitest';
import { callOnce } from '../../../src/features/litemail/call-once.ts';
import type { Journal } from '../../../src/features/product-context.ts';
import { AppError, type ErrorCode } from '../../../src/lib/errors.ts';
import type { Json } from '../../../src/lib/json.ts';

function kept(lastTry = false): Journal {
  let saved: Json | undefined;
  return {
    lastTry,
    read: () => saved,
    save: async (progress) => {
      saved = progress;
    },
  };
}

/** A shop that may take the order and lose its answer. */
function shop(answer: 'good' | ErrorCode, takes: boolean) {
  const orders: string[] = [];
  return {
    orders,
    once: {
      before: async () => orders.length,
      call: async () => {
        if (takes) orders.push('one');
        if (answer !== 'good') throw new AppError(answer, 'no');
        return 'thanks';
      },
      isDone: async (before: number) => orders.length > before,
    },
  };
}

const failing = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

describe('a call that must not be made twice', () => {
  it('is made, and its answer given', async () => {
    const { once, orders } = shop('good', true);
    expect(await callOnce(kept(), once)).toEqual({ kind: 'answered', answer: 'thanks', before: 0 });
    expect(orders).toHaveLength(1);
  });

  it('whose answer was lost is looked for, and found', async () => {
    const journal = kept();
    const { once, orders } = shop('unknown_outcome', true);
    expect(await failing(callOnce(journal, once))).toBe('unknown_outcome');
    expect(await callOnce(journal, once)).toEqual({ kind: 'seen', before: 0 });
    expect(orders).toHaveLength(1);
  });

  it('is not made again by the process that comes after one that died in the middle', async () => {
    const journal = kept();
    const { once, orders } = shop('good', true);
    await callOnce(journal, once);
    expect((await callOnce(journal, once)).kind).toBe('seen');
    expect(orders).toHaveLength(1);
  });

  it('that left no trace is given up after three looks, and never made again', async () => {
    const journal = kept();
    const { once } = shop('unknown_outcome', false);
    let calls = 0;
    const counted = {
      ...once,
      call: async () => {
        calls += 1;
        return once.call();
      },
    };
    expect(await failing(callOnce(journal, counted))).toBe('unknown_outcome');
    expect(await failing(callOnce(journal, counted))).toBe('unknown_outcome');
    expect(await failing(callOnce(journal, counted))).toBe('unknown_outcome');
    expect((await callOnce(journal, counted)).kind).toBe('unknown');
    expect(calls).toBe(1);
  });

  it('is looked for at once when there will be no other try', async () => {
    expect((await callOnce(kept(true), shop('unknown_outcome', true).once)).kind).toBe('seen');
    expect((await callOnce(kept(true), shop('unknown_outcome', false).once)).kind).toBe('unknown');
  });

  it.each(['rate_limited', 'upstream_unavailable', 'upstream_rejected'] as const)(
    'that was not done (%s) may be made again',
    async (code) => {
      const journal = kept();
      expect(await failing(callOnce(journal, shop(code, false).once))).toBe(code);
      expect((await callOnce(journal, shop('good', true).once)).kind).toBe('answered');
    },
  );

  it.each(['rate_limited', 'upstream_unavailable', 'upstream_rejected'] as const)(
    'that was not done (%s) is not called unknown, though there will be no other try',
    async (code) => {
      const journal = kept(true);
      expect(await failing(callOnce(journal, shop(code, false).once))).toBe(code);
      expect(journal.read()).toBeNull();
    },
  );

  it('of which LiteMail shows nothing is unknown once its answer is lost, and never made again', async () => {
    const { orders, once } = shop('unknown_outcome', true);
    const { isDone: _, ...unseen } = once;
    expect(await callOnce(kept(true), unseen)).toEqual({ kind: 'unknown', before: 0 });
    const journal = kept();
    expect(await failing(callOnce(journal, unseen))).toBe('unknown_outcome');
    expect(await callOnce(journal, unseen)).toEqual({ kind: 'unknown', before: 1 });
    expect(orders).toHaveLength(2);
  });

  it('that broke off by a mistake of ours is not taken for one that was not done', async () => {
    const { once } = shop('good', true);
    const journal = kept();
    const mistake = new Error('ours');
    const broken = { ...once, call: () => Promise.reject(mistake) };
    expect(await failing(callOnce(journal, broken))).toBe(mistake);
    expect(journal.read()).toEqual({ before: 0, looks: 0 });
  });
});
