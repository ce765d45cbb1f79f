import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../helpers/product.ts';
import { post, postCommand } from '../../helpers/signed-request.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const help = { text: 'help' };
const callsOfApp = () => product.wire('slack').length;

describe('a request that Slack did not sign, or not just now', () => {
  it('is refused with 401 when the signature was made with another secret', async () => {
    expect((await postCommand(product.url, help, { secret: 'guessed' })).status).toBe(401);
  });

  it('is refused with 401 when the signature is missing or of another version', async () => {
    for (const headers of [
      { 'x-slack-signature': '' },
      { 'x-slack-signature': 'v1=00' },
      { 'x-slack-request-timestamp': '' },
      { 'x-slack-request-timestamp': 'soon' },
    ])
      expect((await postCommand(product.url, help, { headers })).status).toBe(401);
  });

  it('is refused with 401 when it is older than five minutes, though the signature is right', async () => {
    expect((await postCommand(product.url, help, { skew: -310 })).status).toBe(401);
    expect((await postCommand(product.url, help, { skew: -200 })).status).toBe(200);
  });

  it('is refused with 401 when it is from the future, which Bolt alone would take', async () => {
    expect((await postCommand(product.url, help, { skew: 3600 })).status).toBe(401);
    expect((await postCommand(product.url, help, { skew: 200 })).status).toBe(200);
  });

  it('is answered with 200 where it only looks at the certificate, and in no other form', async () => {
    const unsigned = { type: 'application/x-www-form-urlencoded', headers: { 'x-slack-signature': '' } };
    for (const body of ['ssl_check=1&token=x', 'token=x&ssl_check=1'])
      expect((await post(product.url, body, unsigned)).status).toBe(200);
    for (const body of [
      'ssl_check=1',
      'ssl_check=0&token=x',
      'ssl_check=1&token=x&command=/litemail',
      'command=/litemail&ssl_check=1&token=x',
      'ssl_check=1&token=x&ssl_check=1',
      'ssl_check=1&token=x\npayload={}',
    ])
      expect([body, (await post(product.url, body, unsigned)).status]).toEqual([body, 401]);
    const asJson = { ...unsigned, type: 'application/json' };
    expect((await post(product.url, 'ssl_check=1&token=x', asJson)).status).toBe(401);
  });

  it('does nothing and asks nobody', async () => {
    const calls = callsOfApp();
    await postCommand(product.url, { text: 'dns delete acme-mail.com MX @' }, { secret: 'guessed' });
    expect(callsOfApp()).toBe(calls);
  });
});

describe('a signed request', () => {
  it('is read as the form it is, also when the content type names a charset', async () => {
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    expect((await postCommand(product.url, help, { type })).status).toBe(200);
    const verification = JSON.stringify({ type: 'url_verification', challenge: 'c-1' });
    expect((await post(product.url, verification, { type: 'application/json; charset=utf-8' })).text).toContain('c-1');
  });

  it('is refused with 413 when it is larger than 1 MiB, announced or not', async () => {
    const huge = `text=${'x'.repeat(1024 * 1024 + 1)}`;
    expect((await post(product.url, huge, { type: 'application/x-www-form-urlencoded' })).status).toBe(413);
    const unannounced = await fetch(`${product.url}/slack/events`, {
      method: 'POST',
      headers: { 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)), 'x-slack-signature': 'v0=00' },
      body: new Blob([huge]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(unannounced.status).toBe(413);
  });

  it('is answered and ends nothing when its body is no object, no JSON, or of an odd shape', async () => {
    const bodies: [body: string, status: number][] = [
      ['null', 400],
      [' null ', 400],
      [`${' '.repeat(150)}null`, 400],
      [`${'\t\r\n'.repeat(5_000)}null\n`, 400],
      ['0', 400],
      ['false', 400],
      ['""', 400],
      ['[[null]]', 400],
      ['{"__proto__":null}', 200],
      ['{"command":null}', 200],
      ['{"payload":"null"}', 200],
      ['{"type":', 400],
      ['"text"', 400],
      ['[]', 400],
      ['{}', 200],
      ['{"type":"event_callback","team_id":"T0ACME","event":null}', 400],
      ['{"type":"view_submission","user":{"id":"U0ANA"},"team":{"id":"T0ACME"}}', 400],
      ['{"type":"event_callback","team_id":"T0ACME","event":"channel"}', 400],
      ['{"type":"event_callback","team_id":"T0ACME","event":{"type":"x","channel":null}}', 400],
      ['{"type":"block_actions","user":{"id":["U0ANA"]},"team":{"id":"T0ACME"},"actions":[]}', 400],
      ['{"type":"block_actions","user":{"id":"U0ANA"},"team":{"id":"T0ACME"},"actions":[null]}', 400],
      ['{"type":"block_actions","user":{"id":"U0ANA"},"team":{"id":"T0ACME"},"channel":null,"actions":[]}', 400],
    ];
    for (const [body, status] of bodies) {
      const answered = await post(product.url, body);
      expect([body, answered.status]).toEqual([body, status]);
    }
    const form = 'application/x-www-form-urlencoded';
    for (const payload of ['null', `${'%20'.repeat(150)}null`, '+null+'])
      expect((await post(product.url, `payload=${payload}`, { type: form })).status).toBe(400);
    for (const payload of ['0', '%22%22', '%5B%5D'])
      expect((await post(product.url, `payload=${payload}`, { type: form })).status).toBe(400);
    expect((await post(product.url, 'payload=%7B%7D', { type: form })).status).toBe(200);
    expect((await postCommand(product.url, help)).status).toBe(200);
  });
});
