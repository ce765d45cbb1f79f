import { expect, test } from 'vitest';
import { createWire, shownHeaders } from '../../sandbox/wire-log.ts';

test('headers on the wire show how somebody signed in and not with what', () => {
  const shown = shownHeaders({
    host: '127.0.0.1:3000',
    authorization: 'Bearer xoxb-sandbox-acme',
    'x-api-key': 'lm-sandbox-acme',
    'x-auth-email': 'ops@acme-mail.com',
    'content-type': 'application/json',
    'x-forwarded-for': ['10.0.0.1', '10.0.0.2'],
    'x-note': 'the token is cfut_abc',
    nothing: undefined,
  });
  expect(shown).toEqual({
    authorization: 'Bearer •••',
    'x-api-key': '•••',
    'x-auth-email': '•••',
    'content-type': 'application/json',
    'x-forwarded-for': '10.0.0.1, 10.0.0.2',
    'x-note': 'the token is •••',
  });
});

test('each line of the wire has a number of its own, also after the oldest are forgotten', () => {
  const wire = createWire(() => {}, 3);
  const entry = {
    api: 'slack',
    at: 0,
    method: 'GET',
    path: '/',
    status: 200,
    requestBody: 1,
    responseBody: 2,
    ms: 1,
  } as const;
  for (let count = 0; count < 10; count += 1) wire.onWire(entry);
  expect(wire.list().map(({ id }) => id)).toEqual([8, 9, 10]);
});
