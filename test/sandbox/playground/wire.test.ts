import { expect, test } from 'vitest';
import { curlOf } from '../../../sandbox/playground/wire/curl.ts';
import { readable } from '../../../sandbox/playground/wire/readable.ts';

const here = 'http://127.0.0.1:3000';
const entry = { at: 0, status: 200, ms: 1, responseBody: undefined } as const;

test('a call as curl goes to this sandbox, with the key as a variable', () => {
  const curl = curlOf(
    {
      ...entry,
      api: 'litemail',
      method: 'POST',
      path: '/v1/webhooks',
      requestHeaders: { 'x-api-key': '•••', 'content-type': 'application/json', 'user-agent': 'litemail-slack' },
      requestBody: { note: "it's" },
    },
    here,
  );
  expect(curl).toBe(
    `curl -X POST 'http://127.0.0.1:3000/sandbox/litemail/v1/webhooks' \\
  -H "x-api-key: $LITEMAIL_API_KEY" \\
  -H 'content-type: application/json' \\
  --data '{"note":"it'\\''s"}'`,
  );
});

test('a signed form as curl is said to be refused elsewhere', () => {
  const curl = curlOf(
    {
      ...entry,
      api: 'app',
      method: 'POST',
      path: '/slack/events',
      requestHeaders: { 'content-type': 'application/x-www-form-urlencoded', 'x-slack-signature': 'v0=abc' },
      requestBody: { command: '/litemail', text: 'help' },
    },
    here,
  );
  expect(curl).toContain('# The signature is only valid for exactly these bytes');
  expect(curl).toContain("--data-urlencode 'text=help'");
});

test('JSON inside of a form is unpacked for reading, other text is left', () => {
  expect(readable({ blocks: '[{"type":"divider"}]', text: '[not json', n: 1 })).toEqual({
    blocks: [{ type: 'divider' }],
    text: '[not json',
    n: 1,
  });
});
