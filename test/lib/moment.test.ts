import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../src/lib/moment.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const utc = (text: string) => new Date(parseMoment(text, now)).toISOString();

describe('a moment in the past', () => {
  it.each([
    ['30d', '2026-10-21T10:00:00.000Z'],
    ['12h', '2026-11-19T22:00:00.000Z'],
    ['90 minutes ago', '2026-11-20T08:30:00.000Z'],
    ['2w', '2026-11-06T10:00:00.000Z'],
    ['2026-09-01', '2026-09-01T00:00:00.000Z'],
    ['2026-09-01T14:30', '2026-09-01T14:30:00.000Z'],
    ['2026-09-01 14:30 UTC', '2026-09-01T14:30:00.000Z'],
  ])('can be written as %s', (text, expected) => expect(utc(text)).toBe(expected));

  it.each(['', 'yesterday', '30', '30x', '2026-13-01', '2026-02-30', '01.09.2026'])(
    'is refused with an example when it is “%s”',
    (text) => {
      expect(() => parseMoment(text, now)).toThrow(expect.objectContaining({ hint: expect.stringContaining('30d') }));
    },
  );

  it('cannot lie in the future', () => {
    expect(() => parseMoment('2026-11-21', now)).toThrow('future');
  });
});
