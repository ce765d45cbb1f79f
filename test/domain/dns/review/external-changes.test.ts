import { describe, expect, it } from 'vitest';
import type { Change, RecordSet } from '../../../../src/domain/dns/model/record.ts';
import { externalChanges } from '../../../../src/domain/dns/review/external-changes.ts';
import { set, zone } from '../simulated-zone.ts';

const address = (value: string): RecordSet => set('www', 'A', value);
const [first, ours, theirs] = [address('192.0.2.1'), address('192.0.2.2'), address('192.0.2.3')];
const change: Change = { name: ours.name, type: 'A', before: first, after: ours };
const sneaky = set('sneaky', 'A', '192.0.2.66');
const between = (was: RecordSet[], is: RecordSet[], sure: boolean) =>
  externalChanges(zone, was, is, [{ changes: [change], certain: sure }]).map(({ name, before, after }) =>
    [name.slice(0, name.indexOf('.')), before?.values[0]?.content, '→', after?.values[0]?.content].join(' '),
  );

describe('what others changed between two readings', () => {
  it('is what differs apart from what we wrote', () => {
    expect(between([first], [ours, sneaky], true)).toEqual(['sneaky  → 192.0.2.66']);
  });

  it('is counted from what we wrote, where that is known', () => {
    expect(between([first], [theirs], true)).toEqual(['www 192.0.2.2 → 192.0.2.3']);
    expect(between([first], [first], true)).toEqual(['www 192.0.2.2 → 192.0.2.1']);
  });

  it('is never what we may have written, nor what we may not have written yet', () => {
    expect(between([first], [ours], false)).toEqual([]);
    expect(between([first], [first], false)).toEqual([]);
    expect(between([first], [theirs], false)).toEqual(['www 192.0.2.1 → 192.0.2.3']);
  });

  const all = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  const addresses = (...values: string[]): RecordSet => set('www', 'A', ...values);
  const halfWay = (home: 'cloudflare' | 'litemail', was: string[], is: string[]) =>
    externalChanges(
      { ...zone, home },
      [addresses(...was)],
      [addresses(...is)],
      [
        {
          changes: [{ name: ours.name, type: 'A', before: addresses(...all), after: addresses('192.0.2.4') }],
          certain: false,
        },
      ],
    ).length;

  it('is not what LiteMail had done by then of what we write row by row', () => {
    expect(halfWay('litemail', all, all.slice(1))).toBe(0);
    expect(halfWay('litemail', all.slice(1), ['192.0.2.3', '192.0.2.4'])).toBe(0);
  });

  it('is what leads away from what we write, and any part of it at Cloudflare, which takes all or nothing', () => {
    expect(halfWay('litemail', all.slice(1), all)).toBe(1);
    expect(halfWay('litemail', all, [...all, '192.0.2.66'])).toBe(1);
    expect(halfWay('cloudflare', all, all.slice(1))).toBe(1);
  });
});
