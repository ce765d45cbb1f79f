import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
let acme: WebClient;
beforeEach(async () => {
  t = await startTestSandbox();
  acme = new WebClient('xoxb-sandbox-acme', {
    slackApiUrl: `${t.url}/sandbox/slack/api/`,
    retryConfig: { retries: 0 },
  });
});
afterEach(() => t.stop({ invalid: 'expected' }));

/** Slack's error code of a call that is refused. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'not refused',
    (error: { data?: { error: string } }) => error.data?.error ?? String(error),
  );
const modal = (more: object = {}) => ({
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Form' },
  blocks: [{ type: 'divider' as const }],
  ...more,
});

test('a trigger opens one modal within three seconds; views are stacked up to three and guarded by their hash', async () => {
  const { handles } = t.sandbox.slack.slack;
  const trigger = () => handles.newTrigger('T0ACME', 'U0ANA');
  const used = trigger();
  const late = trigger();
  const { view } = await acme.views.open({ trigger_id: used, view: modal() });
  expect(await refusal(acme.views.open({ trigger_id: used, view: modal() }))).toBe('exchanged_trigger_id');
  await acme.views.push({ trigger_id: trigger(), view: modal() });
  await acme.views.push({ trigger_id: trigger(), view: modal() });
  expect(await refusal(acme.views.push({ trigger_id: trigger(), view: modal() }))).toBe('push_limit_reached');
  expect(t.views('U0ANA').map((it) => it.previous_view_id)).toEqual([null, view?.id, expect.any(String)]);

  const { id = '', hash = '' } = view ?? {};
  await acme.views.update({ view_id: id, hash, view: modal({ private_metadata: 'new' }) });
  expect(t.views('U0ANA')[0]).toMatchObject({ id, private_metadata: 'new' });
  expect(await refusal(acme.views.update({ view_id: id, hash, view: modal() }))).toBe('hash_conflict');
  await t.act({ do: 'clock', advance: '4s' });
  expect(await refusal(acme.views.open({ trigger_id: late, view: modal() }))).toBe('expired_trigger_id');
});

test('a response_url is good for five uses in thirty minutes', async () => {
  const { handles } = t.sandbox.slack.slack;
  const target = { teamId: 'T0ACME', channel: 'C0OPS', user: 'U0ANA' };
  const send = async (id: string, body: object) =>
    (
      await fetch(`${t.url}/sandbox/slack/response/${id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).status;
  const url = await handles.newResponseUrl(target);
  expect(await send(url, { text: 'only ana' })).toBe(200);
  expect(await send(url, { text: 'all', response_type: 'in_channel' })).toBe(200);
  expect(await send(url, { blocks: [{ type: 'nonsense' }] })).toBe(400);
  expect(await send(url, { text: '4' })).toBe(200);
  expect(await send(url, { text: '5' })).toBe(200);
  expect(await send(url, { text: '6' })).toBe(404);
  expect(t.messages('C0OPS')).toMatchObject([{ text: 'all' }]);
  expect(t.messages('C0OPS', { user: 'U0ANA' })).toHaveLength(4);

  const [ephemeral] = t.messages('C0OPS', { user: 'U0ANA' });
  const again = await handles.newResponseUrl({ ...target, ts: ephemeral?.ts ?? '' });
  expect(await send(again, { text: 'changed', replace_original: true })).toBe(200);
  expect(t.messages('C0OPS', { user: 'U0ANA' })[0]).toMatchObject({ text: 'changed', ephemeral: true });
  expect(await send(again, { delete_original: true })).toBe(200);
  expect(t.messages('C0OPS', { user: 'U0ANA' })).toHaveLength(3);
  await t.act({ do: 'clock', advance: '31m' });
  expect(await send(again, { text: 'late' })).toBe(404);
});
