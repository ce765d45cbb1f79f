import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shared } from '../../../sandbox/playground/data/shared.ts';
import { touches } from '../../../sandbox/playground/data/touches.ts';

test('a new message is read again where it is seen, and nowhere else', () => {
  const of = (channel: string) => ({ read: 'messages', team: 'T0ACME', user: 'U0ANA', channel });
  const change = { kind: 'message', team: 'T0ACME', channel: 'C0OPS' } as const;
  expect(touches(change, of('C0OPS'))).toBe(true);
  expect(touches(change, of('C0APPROVE'))).toBe(false);
  expect(touches({ ...change, channel: 'D0ANA' }, of('U0ANA'))).toBe(true);
  expect(touches({ ...change, team: 'T0NOVA' }, of('C0OPS'))).toBe(false);
  expect(touches({ kind: 'message' }, of('C0OPS'))).toBe(true);
  expect(touches({ kind: 'view', user: 'U0BO' }, { read: 'views', user: 'U0ANA' })).toBe(false);
});

test('what is equal keeps its identity, what is not is the new one', () => {
  const before = {
    a: [
      { ts: '1', text: 'x' },
      { ts: '2', text: 'y' },
    ],
    n: 1,
  };
  const after = {
    a: [
      { ts: '1', text: 'x' },
      { ts: '2', text: 'z' },
    ],
    n: 1,
  };
  const result = shared(before, after);
  expect(result).toEqual(after);
  expect(result.a[0]).toBe(before.a[0]);
  expect(result.a[1]).not.toBe(before.a[1]);
  expect(shared(before, structuredClone(before))).toBe(before);
});

test('sharing never changes what is read', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(JSON.stringify(shared(before, after))).toBe(JSON.stringify(after));
    }),
  );
});
