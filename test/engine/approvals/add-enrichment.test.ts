import { describe, expect, it } from 'vitest';
import { collectEnrichment } from '../../../src/engine/approvals/request/create-request.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

type Lines = readonly string[];

/** A verdict whose steps come when the test says so. */
function listening(ago = 0) {
  const quick = Promise.withResolvers<Lines>();
  const whole = Promise.withResolvers<Lines>();
  const clock = manualClock();
  const bugs: unknown[] = [];
  const reference = (error: unknown) => `ref-${bugs.push(error)}`;
  const told = collectEnrichment(
    { clock, reference, askedAt: clock.now() - ago },
    { title: 'Effect on mail', steps: [quick.promise, whole.promise] },
  );
  const added: Lines[] = [];
  const rest = () => told.rest(async (lines) => void added.push(lines));
  return { quick, whole, clock, bugs, told, added, rest };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a verdict', () => {
  it('that is there in time is on the card from the first, and nothing follows', async () => {
    const { quick, whole, told, added, rest } = listening();
    quick.resolve(['SPF']);
    whole.resolve(['SPF, 3 mailboxes']);
    expect(await told.inTime).toEqual(['SPF, 3 mailboxes']);
    await rest();
    expect(added).toEqual([]);
  });

  it('of which only a part is there in time shows that part, then the whole', async () => {
    const { quick, whole, clock, told, added, rest } = listening();
    quick.resolve(['SPF']);
    await settle();
    clock.advance(300);
    expect(await told.inTime).toEqual(['SPF']);
    whole.resolve(['SPF, 3 mailboxes']);
    await rest();
    expect(added).toEqual([['SPF, 3 mailboxes']]);
  });

  it('that is late leaves the card alone until it comes, and says the same only once', async () => {
    const { quick, whole, clock, told, added, rest } = listening();
    clock.advance(299);
    await settle();
    clock.advance(1);
    expect(await told.inTime).toBeUndefined();
    quick.resolve(['As before']);
    whole.resolve(['As before']);
    await rest();
    expect(added).toEqual([['As before']]);
  });

  it('has the less time the longer the plan took, and never less than a resolver close by needs', async () => {
    const [quick, slow] = [listening(100), listening(5000)];
    for (const [{ clock, told }, time] of [
      [quick, 200],
      [slow, 50],
    ] as const) {
      let waits = true;
      void told.inTime.then(() => {
        waits = false;
      });
      clock.advance(time - 1);
      await settle();
      expect(waits).toBe(true);
      clock.advance(1);
      await settle();
      expect(waits).toBe(false);
    }
  });

  it('that breaks is our fault: logged once, said on the card, and no reason to stop', async () => {
    const { quick, whole, bugs, told } = listening();
    quick.reject(new Error('a bug'));
    whole.reject(new Error('a bug'));
    expect(await told.inTime).toEqual(['Unknown: the check failed (reference `ref-1`)']);
    expect(bugs).toHaveLength(1);
  });
});
