import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned } from '../../../src/domain/events/webhook-signature.ts';

const body = Buffer.from('{"id":"evt_1"}');
const now = 1_795_000_000_000;
const hex = (text: string, secret = 's') => createHmac('sha256', secret).update(text).digest('hex');
const stamped = (at: number) => `t=${at},v1=${hex(`${at}.${body}`)}`;

describe('the signature of an event', () => {
  it.each([
    ['plain hex', hex(String(body))],
    ['sha256=', `sha256=${hex(String(body))}`],
    ['with a time stamp', stamped(now / 1000)],
    ['in capitals', hex(String(body)).toUpperCase()],
    ['with a second one of a new secret behind it', `${stamped(now / 1000)},v1=${hex('x', 'new')}`],
    [
      'with a second one of an old secret before it',
      `t=${now / 1000},v1=${hex('x', 'old')},${stamped(now / 1000).split(',')[1]}`,
    ],
    ['sha256= twice', `sha256=${hex('x', 'old')}, sha256=${hex(String(body))}`],
  ])('is taken in the form %s', (_, header) => {
    expect(isSigned(header, body, 's', now)).toBe(true);
  });
  it.each([
    ['is missing', undefined],
    ['is made with another secret', `sha256=${hex(String(body), 'other')}`],
    ['is of another body', hex('{}')],
    ['is six minutes old', stamped(now / 1000 - 360)],
    ['is of six minutes ahead', stamped(now / 1000 + 360)],
    ['has a stamp that is no number', `t=x,v1=${hex(`x.${body}`)}`],
    ['has a stamp and no signature', `t=${now / 1000}`],
    ['is empty', ''],
    ['has several, and none fits', `t=${now / 1000},v1=${hex('x')},v1=${hex('y')}`],
    ['is without the stamp of those that have one', `t=${now / 1000},sha256=${hex(String(body))}`],
  ])('is refused when it %s', (_, header) => {
    expect(isSigned(header, body, 's', now)).toBe(false);
  });
});
