import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { limitedTokens } from '../../sandbox/cloudflare/seed-cloudflare.ts';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { litemail } from '../../src/adapters/litemail/operations/litemail-operations.ts';
import { newEncryptionKey } from '../../src/adapters/stores/vault.ts';
import { allPassed, type Check } from '../../src/doctor/check.ts';
import { runDoctor } from '../../src/doctor/examine.ts';
import { formatChecks } from '../../src/doctor/print.ts';
import { loadConfig } from '../../src/load-config.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let sandbox: TestSandbox;
let env: Record<string, string>;
beforeEach(async () => {
  sandbox = await startTestSandbox({ rateLimits: false });
  env = {
    SLACK_SIGNING_SECRET: 'sandbox-signing-secret',
    SLACK_BOT_TOKEN: 'xoxb-sandbox-acme',
    SLACK_API_URL: `${sandbox.url}/sandbox/slack/api/`,
    LITEMAIL_API_URL: `${sandbox.url}/sandbox/litemail`,
    LITEMAIL_API_KEY: sandboxCredentials.acme.liteMailKey,
    CLOUDFLARE_API_URL: `${sandbox.url}/sandbox/cloudflare/client/v4`,
    CLOUDFLARE_API_TOKEN: sandboxCredentials.acme.cloudflareToken,
    ENCRYPTION_KEYS: newEncryptionKey(),
    DATA_DIR: join(tmpdir(), 'there-is-no-such-directory'),
  };
});
afterEach(() => sandbox.stop());

/** The sandbox's time, which passes as soon as somebody waits for it. */
const hurriedClock = (): Clock => ({
  now: () => sandbox.sandbox.clock.now(),
  elapsed: () => sandbox.sandbox.clock.elapsed(),
  after(milliseconds, run) {
    const soon = setImmediate(() => {
      sandbox.sandbox.clock.advance(milliseconds);
      run();
    });
    return () => clearImmediate(soon);
  },
});

async function examined(more: Record<string, string> = {}, all = false): Promise<Check[]> {
  const config = await loadConfig({ ...env, ...more });
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  const checks = await runDoctor(config, { all, clock: hurriedClock() });
  const {
    LITEMAIL_API_KEY: key = '',
    CLOUDFLARE_API_TOKEN: token = '',
    SLACK_BOT_TOKEN: bot = '',
  } = { ...env, ...more };
  for (const secret of [key, token, bot]) if (secret) expect(JSON.stringify(checks)).not.toContain(secret);
  return checks;
}
const wrongOf = (checks: readonly Check[]) => checks.filter(({ state }) => state === 'wrong');

/** LiteMail as the sandbox has it, except for what is done to the bodies of one path. */
async function litemailWith(path: string, change: (body: string) => string): Promise<string> {
  const server = createServer(async (req, res) => {
    const answer = await fetch(`${sandbox.url}/sandbox/litemail${req.url}`, {
      headers: { 'x-api-key': String(req.headers['x-api-key']) },
    });
    const body = await answer.text();
    const isMeant = req.url?.split('?')[0] === path;
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(isMeant ? change(body) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a configuration that is good', () => {
  it('is well: scopes, every reading operation of LiteMail but two, what the Cloudflare token may do', async () => {
    const checks = await examined();
    expect(wrongOf(checks)).toEqual([]);
    expect(allPassed(checks)).toBe(true);
    const good = checks.filter(({ state }) => state === 'ok').map(({ what }) => what);
    const reading = Object.values(litemail).filter(({ method }) => method === 'GET');
    const unchecked = checks.filter(({ area, state }) => area === 'LiteMail' && state === 'unchecked');
    expect(good).toEqual(
      expect.arrayContaining(['auth.test', 'scopes', 'Verify Token', 'List Zones', 'Batch DNS Records']),
    );
    expect(unchecked.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['Get Available Domains for Registration', 'Get Domain Purchase Payment Link']),
    );
    for (const { title } of reading) expect([...good, ...unchecked.map(({ what }) => what)], title).toContain(title);
    expect(formatChecks(checks)).toMatch(/Slack[\s\S]*LiteMail[\s\S]*Cloudflare[\s\S]*All checks passed/);
  });

  it('is not changed by being looked at: LiteMail and Cloudflare are only read', async () => {
    await examined({}, true);
    const methods = [...sandbox.wire('litemail'), ...sandbox.wire('cloudflare')].map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(['GET']));
  });

  it('has the purchase link and the search for domains asked only with --all', async () => {
    const paths = () =>
      sandbox
        .wire('litemail')
        .map(({ path }) => path)
        .join('\n');
    await examined();
    expect(paths()).not.toMatch(/available|purchase/);
    await examined({}, true);
    expect(paths()).toMatch(/available[\s\S]*purchase/);
  });

  it('over Socket Mode has its app token tried', async () => {
    const socket = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-sandbox' };
    expect((await examined(socket)).map(({ what }) => what)).toContain('apps.connections.open');
    const [problem] = wrongOf(await examined({ ...socket, SLACK_APP_TOKEN: 'xapp-other' }));
    expect(problem).toMatchObject({ what: 'apps.connections.open', found: expect.stringContaining('SLACK_APP_TOKEN') });
  });
});

describe('Slack', () => {
  it('names each scope that is missing, why it is needed, and what to do', async () => {
    await sandbox.act({ do: 'scopes', team: 'T0ACME', remove: ['users:read', 'im:write'] });
    const problems = wrongOf(await examined());
    expect(problems.map(({ area, what }) => `${area} ${what}`)).toEqual([
      'Slack scope users:read',
      'Slack scope im:write',
    ]);
    expect(problems[0]).toMatchObject({
      found: expect.stringContaining('guest'),
      next: expect.stringContaining('install'),
    });
  });

  it('only mentions scopes that are not needed', async () => {
    await sandbox.act({ do: 'scopes', team: 'T0ACME', remove: ['files:read'] });
    const checks = await examined();
    expect(allPassed(checks)).toBe(true);
    expect(checks).toContainEqual(expect.objectContaining({ state: 'noted', what: 'scope files:read' }));
  });

  it('that does not take the token is wrong, and the rest is still looked at', async () => {
    const checks = await examined({ SLACK_BOT_TOKEN: 'xoxb-other' });
    expect(wrongOf(checks).map(({ what, found }) => `${what}: ${found}`)).toEqual([
      'auth.test: Slack does not accept the bot token (`invalid_auth`).',
    ]);
    expect(checks.some(({ area, state }) => area === 'Cloudflare' && state === 'ok')).toBe(true);
  });

  it('that cannot be reached is said with its address', async () => {
    const [problem] = wrongOf(await examined({ SLACK_API_URL: 'http://127.0.0.1:9/api/' }));
    expect(problem?.found).toContain('http://127.0.0.1:9/api/');
  });
});

describe('LiteMail', () => {
  it('whose answer has a field of another name or kind is wrong, by operation and field', async () => {
    const url = await litemailWith('/v1/wallet/balance', (body) => body.replace('"walletBalance"', '"funds"'));
    expect(wrongOf(await examined({ LITEMAIL_API_URL: url }))).toEqual([
      expect.objectContaining({ area: 'LiteMail', what: 'Get Wallet Balance', field: 'walletBalance' }),
    ]);
  });

  it('names the field inside a list, also one that the declaration calls optional, if views need it', async () => {
    const url = await litemailWith('/v1/domains', (body) =>
      body.replaceAll('"domain":', '"label":').replaceAll('"status":"', '"condition":"'),
    );
    const problems = wrongOf(await examined({ LITEMAIL_API_URL: url })).filter(
      ({ what }) => what === 'Retrieve Domains',
    );
    expect(problems.map(({ field }) => field)).toContainEqual(expect.stringMatching(/items\.0\.domain/));
    const other = await litemailWith('/v1/domains', (body) => body.replaceAll('"status":"', '"condition":"'));
    expect(wrongOf(await examined({ LITEMAIL_API_URL: other }))).toContainEqual(
      expect.objectContaining({
        what: 'Retrieve Domains',
        field: 'status',
        found: expect.stringContaining('condition'),
      }),
    );
  });

  it('that has no such operation where we look is wrong by the operation, with where to set its place', async () => {
    const url = await litemailWith('/v1/tags', () => '');
    const [problem] = wrongOf(await examined({ LITEMAIL_API_URL: url }));
    expect(problem).toMatchObject({ what: 'List Tags' });
    await sandbox.act({ do: 'fault', api: 'litemail', kind: 'status', status: 405, operation: '/v1/tags' });
    const [missing] = wrongOf(await examined());
    expect(missing).toMatchObject({ what: 'List Tags', next: expect.stringContaining('LITEMAIL_ROUTES') });
  });

  it('that does not take the key is said once and not for every operation', async () => {
    const problems = wrongOf(await examined({ LITEMAIL_API_KEY: 'lm-other' }));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.found).toContain('does not accept');
  });

  it('without any key is wrong', async () => {
    const { LITEMAIL_API_KEY: _, ...without } = env;
    env = without;
    expect(wrongOf(await examined())).toEqual([expect.objectContaining({ area: 'LiteMail', what: 'API key' })]);
  });
});

describe('Cloudflare', () => {
  it('that refuses the token is wrong, with what to do', async () => {
    const problems = wrongOf(await examined({ CLOUDFLARE_API_TOKEN: `cfut_${'x'.repeat(40)}` }));
    expect(problems).toEqual([expect.objectContaining({ area: 'Cloudflare', what: 'Verify Token' })]);
    expect(problems[0]?.next).toContain('Zone: Read and DNS: Edit');
  });

  it('says that a token has expired', async () => {
    const problems = wrongOf(await examined({ CLOUDFLARE_API_TOKEN: limitedTokens.expired }));
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).toMatch(/expired/);
  });

  it('says what a token may not do, and for a token of one zone that this is all it shows', async () => {
    const [problem] = wrongOf(await examined({ CLOUDFLARE_API_TOKEN: limitedTokens.readOnly }));
    expect(problem).toMatchObject({ what: 'Batch DNS Records', next: 'Give the token DNS: Edit.' });
    const checks = await examined({ CLOUDFLARE_API_TOKEN: limitedTokens.oneZone });
    expect(allPassed(checks)).toBe(true);
    expect(checks.find(({ what }) => what === 'List Zones')?.found).toBe('1: outbound-labs.io');
  });

  it('verifies a token of an account at the account, which it must know', async () => {
    const { cloudflareToken: token, cloudflareLogin, liteMailKey } = sandboxCredentials.nova;
    const nova = { SLACK_BOT_TOKEN: 'xoxb-sandbox-nova', LITEMAIL_API_KEY: liteMailKey, CLOUDFLARE_API_TOKEN: token };
    expect(wrongOf(await examined(nova))).toEqual([
      expect.objectContaining({ found: expect.stringContaining('CLOUDFLARE_ACCOUNT_ID') }),
    ]);
    expect(wrongOf(await examined({ ...nova, CLOUDFLARE_ACCOUNT_ID: cloudflareLogin.accountId }))).toEqual([]);
  });
});

describe('npm run doctor', () => {
  const run = (args: string[], more: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [join(import.meta.dirname, '../../src/doctor/main.ts'), ...args],
        { cwd: tmpdir(), env: { PATH: process.env.PATH, ...env, ...more } },
        (_error, out) => resolve({ code: child.exitCode ?? -1, out }),
      );
    });

  it('exits with 0 only if all checks pass, and prints JSON when asked', async () => {
    const [well, ill] = await Promise.all([
      run(['--json']),
      run([], { SLACK_BOT_TOKEN: 'xoxb-other', CLOUDFLARE_API_TOKEN: limitedTokens.oneZone }),
    ]);
    expect([well.code, JSON.parse(well.out).ok]).toEqual([0, true]);
    expect(ill.code).toBe(1);
    expect(ill.out).toMatch(/✘ auth\.test[\s\S]*1 check failed\./);
  });

  it('names what is missing in the configuration, and options that it does not have', async () => {
    const incomplete = await run([], { SLACK_BOT_TOKEN: '' });
    expect(incomplete).toMatchObject({ code: 1, out: expect.stringContaining('SLACK_BOT_TOKEN is missing') });
    expect(await run(['--fix'])).toMatchObject({ code: 1, out: expect.stringContaining('--json') });
  });
});
