import { describe, expect, it } from 'vitest';
import type { Change, RecordSet, ZonePlan } from '../../../../src/domain/dns/model/record.ts';
import { notStarted, reconcile, type WriteProgress } from '../../../../src/domain/dns/plan/reconcile.ts';
import { overlay } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { describeZoneOutcome } from '../../../../src/domain/dns/plan/zone-result.ts';
import { set, zone } from '../simulated-zone.ts';

const made = (name: string, value = '192.0.2.1'): Change => {
  const after = set(name, 'A', value);
  return { name: after.name, type: 'A', after };
};
const changed = (name: string): Change => ({ ...made(name, '192.0.2.2'), before: set(name, 'A', '192.0.2.1') });
const other = (name: string): RecordSet => set(name, 'A', '203.0.113.9');
const was = (plan: ZonePlan): RecordSet[] => plan.changes.flatMap((change) => change.before ?? []);
const shall = (plan: ZonePlan): readonly RecordSet[] => overlay(was(plan), plan);
const names = (changes: readonly Change[]) => changes.map(({ name }) => name.slice(0, name.indexOf('.'))).join(' ');

/** Who did what, by the first labels. */
function found(plan: ZonePlan, sent: Partial<WriteProgress>, current?: readonly RecordSet[]) {
  const { written, unknown, preexisting, pending, conflicting, overwritten } = reconcile(
    plan,
    { ...notStarted, ...sent },
    current,
  );
  return Object.fromEntries(
    Object.entries({
      written,
      unknown,
      already: preexisting,
      left: pending,
      drifted: conflicting,
      overtaken: overwritten,
    }).flatMap(([key, changes]) => (changes.length > 0 ? [[key, names(changes)]] : [])),
  );
}
/** The same as told to people. */
const told = (plan: ZonePlan, sent: Partial<WriteProgress>, current?: readonly RecordSet[], why?: string) =>
  describeZoneOutcome(plan, reconcile(plan, { ...notStarted, ...sent }, current), {
    ...(why && { why }),
    ...(!current && { unread: 'for now' as const }),
  });

const two: ZonePlan = { zone, changes: [changed('a'), made('b')] };
const maybe = { begun: 1 };
const answered = { begun: 1, answered: 1 };

describe('before anything is sent', () => {
  it('what is as wished is somebody else’s work, and what is neither has drifted', () => {
    expect(found(two, {}, was(two))).toEqual({ left: 'a b' });
    expect(found(two, {}, shall(two))).toEqual({ already: 'a b' });
    expect(found(two, {}, [...was(two), set('b', 'A', '192.0.2.1')])).toEqual({ already: 'b', left: 'a' });
    expect(found(two, {}, [other('a')])).toEqual({ left: 'a b', drifted: 'a' });
    expect(told(two, {}, [other('a')])).toMatchObject({
      status: 'refused',
      text: 'A a.acme-mail.com changed since this plan was made: it says 203.0.113.9 now.',
    });
  });
});

describe('a call that was answered', () => {
  it('was ours, whatever the records say since', () => {
    expect(found(two, answered, shall(two))).toEqual({ written: 'a b' });
    expect(found(two, answered, [other('a'), set('b', 'A', '192.0.2.1')])).toEqual({
      written: 'a b',
      overtaken: 'a',
    });
    expect(told(two, answered, [other('a')])).toMatchObject({
      status: 'applied',
      text: 'Our changes of 2 record sets were written, but then somebody changed A a.acme-mail.com to 203.0.113.9 and deleted A b.acme-mail.com.',
      written: 'all',
      seen: 'otherwise',
    });
  });

  it('leaves out what was like this before it was sent, also in what undoes it', () => {
    const sent = { ...answered, already: ['b.acme-mail.com A'] };
    expect(found(two, sent, shall(two))).toEqual({ written: 'a', already: 'b' });
    const result = told(two, sent, shall(two));
    expect(result.text).toBe('1 record set changed and read back, 1 was already like this.');
    expect(names(result.undo ?? [])).toBe('a');
  });

  it('is known to be written where nothing can be read, and what was not sent not to be', () => {
    expect(told(two, answered, undefined, 'Cloudflare is out.')).toEqual({
      status: 'applied',
      text: '2 record sets changed, but not read back. Cloudflare is out. I’ll keep checking for 24 hours.',
      written: 'all',
      seen: 'not',
      again: true,
    });
    expect(told(two, {}, undefined, 'Cloudflare is out.')).toEqual({
      status: 'failed',
      text: 'Cloudflare is out. Nothing was changed.',
    });
  });
});

describe('a call of which nobody knows the end', () => {
  it('got through where all says so, or what does not has been changed since', () => {
    expect(found(two, maybe, shall(two))).toEqual({ written: 'a b' });
    expect(found(two, maybe, [other('a'), set('b', 'A', '192.0.2.1')])).toEqual({ written: 'a b', overtaken: 'a' });
  });

  it('did not get through where one record set is as before: it takes all or nothing', () => {
    expect(found(two, maybe, was(two))).toEqual({ left: 'a b' });
    expect(found(two, maybe, [...was(two), set('b', 'A', '192.0.2.1')])).toEqual({ already: 'b', left: 'a' });
    expect(found(two, maybe, [...was(two), other('b')])).toEqual({ left: 'a b', drifted: 'b' });
  });

  it('stays unknown where nothing is as before or as wished, or can be read; all of it can be undone then', () => {
    expect(found(two, maybe, [other('a'), other('b')])).toEqual({ unknown: 'a b', drifted: 'a b' });
    expect(found(two, maybe)).toEqual({ unknown: 'a b' });
    const result = told(two, maybe, undefined, 'Cloudflare is out.');
    expect(result).toMatchObject({ status: 'failed', written: 'unknown', again: true });
    expect(result.undo).toBeUndefined();
    expect(told(two, maybe, [other('a'), other('b')]).text).toContain(
      'unknown whether all of it was written: A a.acme-mail.com says 203.0.113.9 now, A b.acme-mail.com says',
    );
  });
});

describe('several calls', () => {
  const many: ZonePlan = { zone: { ...zone, batchLimit: 2 }, changes: ['a', 'b', 'c', 'd', 'e'].map((n) => made(n)) };

  it('are told apart, whatever was done of them since', () => {
    const now = many.changes.slice(0, 2).flatMap((change) => change.after ?? []);
    expect(found(many, { answered: 1, begun: 2 }, now)).toEqual({ written: 'a b', left: 'c d e' });
    expect(told(many, { answered: 1, begun: 1 }, now, 'There is no room.')).toMatchObject({
      status: 'failed',
      text: 'There is no room. Read back: 2 of 5 record sets as planned, 3 as before.',
      written: 'part',
    });
    expect(told(many, { answered: 1, begun: 1 }, [...now, other('c')]).text).toBe(
      'A c.acme-mail.com changed since this plan was made: it says 203.0.113.9 now. Read back: 2 of 5 record sets as planned, 1 changed by somebody else, 2 as before.',
    );
    expect(names(told(many, { answered: 1, begun: 1 }, now).undo ?? [])).toBe('a b');
  });
});

describe('at LiteMail, which takes one row after the other', () => {
  const rows: ZonePlan = {
    zone: { ...zone, home: 'litemail' },
    changes: [made('a'), { ...made('b'), after: set('b', 'A', '192.0.2.1', '192.0.2.2') }, made('c')],
  };

  it('each record set tells for itself how far it came', () => {
    const now = [set('a', 'A', '192.0.2.1'), set('b', 'A', '192.0.2.1')];
    expect(found(rows, maybe, now)).toEqual({ written: 'a b', left: 'c b' });
    const { undo = [], text } = told(rows, maybe, now, 'LiteMail refused.');
    expect(text).toBe('LiteMail refused. Read back: 1 of 3 record sets as planned, 1 half-way, 1 as before.');
    expect(undo.map(({ before: left }) => left?.values.length)).toEqual([1, 1]);
    expect(found(rows, maybe, [set('a', 'A', '192.0.2.1'), other('b')])).toEqual({
      written: 'a',
      unknown: 'b',
      left: 'c',
      drifted: 'b',
    });
  });
});
