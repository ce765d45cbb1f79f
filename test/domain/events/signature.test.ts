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
  ])('is refused when it %s', (_, header) => {
    expect(isSigned(header, body, 's', now)).toBe(false);
  });
});
