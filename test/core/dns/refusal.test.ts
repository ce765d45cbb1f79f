import { describe, expect, it } from 'vitest';
import { rowBatch } from '../../../src/core/dns/batch.ts';
import { planAdd, planDelete } from '../../../src/core/dns/intent.ts';
import { sequence } from '../../../src/core/dns/plan.ts';
import { refusalText } from '../../../src/core/dns/refusal.ts';
import { set, zone } from './simulated-zone.ts';

describe('a batch that was refused', () => {
  const a = set('a', 'A', '192.0.2.1');
  const plan = sequence(
    zone,
    [a],
    [
      (now) => planDelete(now, { zone, name: 'a', type: 'A' }),
      (now) => planAdd(now, { zone, name: 'b', type: 'CNAME', value: 'c.example.com' }),
      (now) => planAdd(now, { zone, name: 'c', type: 'A', value: '192.0.2.9' }),
    ],
  );
  const batch = rowBatch(plan);
  it.each([
    [
      'the pointer',
      { code: 81053, message: 'x', pointer: '/posts/0' },
      'CNAME b.acme-mail.com c.example.com cannot be made: an A, AAAA or CNAME record of this name exists.',
    ],
    [
      'the pointer to a deletion',
      { code: 81044, message: 'x', pointer: 'deletes[0].id' },
      'A a.acme-mail.com does not exist any more.',
    ],
    [
      'the message',
      { code: 4711, message: 'c.acme-mail.com is not nice.' },
      'A c.acme-mail.com 192.0.2.9: c.acme-mail.com is not nice (code 4711).',
    ],
    [
      'the code',
      { code: 81054, message: 'x' },
      'A c.acme-mail.com 192.0.2.9 cannot be made: a CNAME record of this name exists.',
    ],
    [
      'nothing',
      { code: 81058, message: 'An identical record already exists.' },
      'One of the records exists already, exactly like this.',
    ],
    ['nothing, for an unknown code', { code: 1, message: 'Oh no' }, 'Oh no (code 1).'],
    ['no record at all', { code: 81045, message: 'quota' }, 'The zone holds as many records as its plan allows.'],
  ])('is explained by %s', (_, error, text) => expect(refusalText(error, batch, plan)).toBe(text));
});
