import { describe, expect, it } from 'vitest';
import { endOfNextWorkingDay, parseMoment } from '../../src/lib/moment.ts';

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

describe('the end of the next working day', () => {
  it.each([
    ['a Tuesday afternoon', '2026-12-01T17:12:00Z', 'Europe/Lisbon', '2026-12-02T18:00:00.000Z'],
    [
      'a Tuesday night that is Wednesday already where the requester is',
      '2026-12-01T20:00:00Z',
      'Asia/Tokyo',
      '2026-12-03T09:00:00.000Z',
    ],
    ['a Friday', '2026-12-04T15:00:00Z', 'America/New_York', '2026-12-07T23:00:00.000Z'],
    ['a Saturday', '2026-12-05T12:00:00Z', 'Europe/Berlin', '2026-12-07T17:00:00.000Z'],
    ['the Friday before summer time begins', '2026-03-27T15:00:00Z', 'Europe/Berlin', '2026-03-30T16:00:00.000Z'],
    ['a requester whose time zone Slack does not say', '2026-12-01T12:00:00Z', undefined, '2026-12-02T18:00:00.000Z'],
    ['a time zone that nobody knows', '2026-12-01T12:00:00Z', 'Mars/Olympus', '2026-12-02T18:00:00.000Z'],
  ])('after %s', (_, asked, zone, end) =>
    expect(new Date(endOfNextWorkingDay(Date.parse(asked), zone)).toISOString()).toBe(end),
  );
});
