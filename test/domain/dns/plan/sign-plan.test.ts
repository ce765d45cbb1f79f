import { describe, expect, it } from 'vitest';
import type { Change, Zone } from '../../../../src/domain/dns/model/record.ts';
import type { DnsPlan } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { signature, signed } from '../../../../src/domain/dns/plan/planned-zone.ts';
import { set, zone } from '../simulated-zone.ts';

const change = (before: Change['before'], after: Change['after']): Change => ({
  name: 'www.acme-mail.com',
  type: 'A',
  ...(before && { before }),
  ...(after && { after }),
});
const plan = (item: Change, home: Zone['home'] = 'cloudflare'): DnsPlan => ({
  kind: 'dns',
  signedBy: '@Ana Ruiz',
  zones: [{ zone: { ...zone, home }, changes: [item] }],
});
const unsigned = (item: Change): DnsPlan => {
  const { signedBy: _, ...rest } = plan(item);
  return rest;
};
const commentsOf = (signedPlan: DnsPlan) =>
  signedPlan.zones[0]?.changes[0]?.after?.values.map(({ comment }) => comment);

describe('records that a team signs', () => {
  it('get a comment with the request and the person when they are added', () => {
    expect(commentsOf(signed(plan(change(undefined, set('www', 'A', '192.0.2.1'))), 'r-7f3a2k'))).toEqual([
      'lm:r-7f3a2k @Ana Ruiz',
    ]);
  });

  it('keep what people wrote, and values that the plan leaves alone are not touched', () => {
    const before = set('www', 'A', '192.0.2.1', { content: '192.0.2.2', comment: 'ask Bo' }, '192.0.2.3');
    const after = {
      ...before,
      values: before.values.map((value, n) => (n === 0 ? value : { ...value, ttl: 60 })),
    };
    expect(commentsOf(signed(plan(change(before, after)), 'r-1'))).toEqual([undefined, 'ask Bo', 'lm:r-1 @Ana Ruiz']);
  });

  it('replace an earlier signature, and get none at LiteMail, which keeps no comments', () => {
    const item = change(undefined, set('www', 'A', { content: '192.0.2.1', comment: 'lm:r-0 @Bo' }));
    expect(commentsOf(signed(plan(item), 'r-1'))).toEqual(['lm:r-1 @Ana Ruiz']);
    expect(commentsOf(signed(plan(change(undefined, set('www', 'A', '192.0.2.1')), 'litemail'), 'r-1'))).toEqual([
      undefined,
    ]);
  });

  it('are left alone by deletions, and by plans of a team that did not ask for it', () => {
    const gone = plan(change(set('www', 'A', '192.0.2.1'), undefined));
    expect(signed(gone, 'r-1')).toEqual(gone);
    expect(signed(unsigned(change(undefined, set('www', 'A', '192.0.2.1'))), 'r-1')).toEqual(
      unsigned(change(undefined, set('www', 'A', '192.0.2.1'))),
    );
  });

  it('lose the signature of an earlier request when they change after the team stopped signing', () => {
    const [old, now] = ['192.0.2.1', '192.0.2.2'].map((content) =>
      set('www', 'A', { content, comment: 'lm:r-0 @Bo' }, { content: '192.0.2.9', comment: 'ask Bo' }),
    );
    expect(commentsOf(signed(unsigned(change(old, now)), 'r-1'))).toEqual([undefined, 'ask Bo']);
    expect(commentsOf(signed(unsigned(change(undefined, old)), 'an undo'))).toEqual(['lm:r-0 @Bo', 'ask Bo']);
  });

  it('come back from an undo with the signature that they had, also beside others of the same request', () => {
    const both = set('www', 'A', ...['192.0.2.1', '192.0.2.2'].map((content) => ({ content, comment: 'lm:r-0 @Bo' })));
    const { id: _, ...gone } = both.values[1] ?? { ttl: 1 };
    const one = { ...both, values: both.values.slice(0, 1) };
    const undo = change(one, { ...both, values: [...one.values, gone] });
    expect(commentsOf(signed(unsigned(undo), 'an undo'))).toEqual(['lm:r-0 @Bo', 'lm:r-0 @Bo']);
  });

  it('have a comment that fits, however long a name is', () => {
    expect(signature('r-7f3a2k', `@${'x'.repeat(300)}`)).toHaveLength(100);
  });
});
