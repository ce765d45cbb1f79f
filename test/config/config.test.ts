import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newEncryptionKey } from '../../src/adapters/stores/vault.ts';
import { type Config, readEnvironment } from '../../src/config/config.ts';
import { variables } from '../../src/config/variables.ts';
import { loadConfig } from '../../src/load-config.ts';

const keys = newEncryptionKey();
const http = { SLACK_SIGNING_SECRET: 'shh', SLACK_BOT_TOKEN: 'xoxb-1', ENCRYPTION_KEYS: keys };
const socket = { SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN: 'xoxb-1', ENCRYPTION_KEYS: keys };
const oauth = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'cs',
  SLACK_STATE_SECRET: 'ss',
  SLACK_SIGNING_SECRET: 'shh',
  ENCRYPTION_KEYS: keys,
};

async function config(env: Record<string, string>): Promise<Config> {
  const loaded = await loadConfig(env);
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded;
}
async function problems(env: Record<string, string>): Promise<readonly string[]> {
  const loaded = await loadConfig(env);
  return 'problems' in loaded ? loaded.problems : [];
}
const scratch = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(mkdtempSync(join(scratch, 'file-')), name);
  writeFileSync(path, content);
  return path;
}

describe('a deployment that is set up', () => {
  it('for one team over HTTP starts with three variables and the documented defaults', async () => {
    expect(await config(http)).toEqual({
      slack: { mode: 'http', signingSecret: 'shh', botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' },
      litemail: { url: 'https://api.litemail.ai', routes: {}, signatureHeader: 'x-litemail-signature' },
      cloudflare: { url: 'https://api.cloudflare.com/client/v4' },
      encryptionKeys: keys,
      store: { kind: 'embedded', dataDir: './data' },
      deploymentPolicy: { channels: {}, roles: {}, rules: [] },
      dnsServers: [],
      host: '0.0.0.0',
      port: 3000,
      logLevel: 'info',
    });
  });

  it('for one team in Socket Mode needs no signing secret', async () => {
    expect((await config(socket)).slack).toEqual({
      mode: 'socket',
      appToken: 'xapp-1',
      botToken: 'xoxb-1',
      apiUrl: 'https://slack.com/api/',
    });
  });

  it('for many teams takes no token', async () => {
    expect((await config(oauth)).slack).toMatchObject({ mode: 'oauth', clientId: '1.2' });
  });

  it('against stand-ins on this machine may use plain http', async () => {
    const loaded = await config({
      ...http,
      SLACK_API_URL: 'http://127.0.0.1:3000/sandbox/slack/api',
      LITEMAIL_API_URL: 'http://localhost:3000/sandbox/litemail/',
      CLOUDFLARE_API_URL: 'http://[::1]:3000/sandbox/cloudflare/client/v4/',
      PUBLIC_URL: 'http://127.0.0.1:3000/',
    });
    expect(loaded).toMatchObject({
      slack: { apiUrl: 'http://127.0.0.1:3000/sandbox/slack/api/' },
      litemail: { url: 'http://localhost:3000/sandbox/litemail' },
      cloudflare: { url: 'http://[::1]:3000/sandbox/cloudflare/client/v4' },
      publicUrl: 'http://127.0.0.1:3000',
    });
  });

  it('with everything else given says it in the words of the app', async () => {
    const loaded = await config({
      ...http,
      LITEMAIL_API_KEY: 'lm',
      CLOUDFLARE_API_TOKEN: 'cf',
      CLOUDFLARE_ACCOUNT_ID: 'acc',
      DNS_SERVERS: '127.0.0.1:5353, [::1]:53',
      LITEMAIL_SIGNATURE_HEADER: 'X-Signed',
      PORT: '0',
      METRICS_TOKEN: 'm',
      LOG_LEVEL: 'debug',
    });
    expect(loaded).toMatchObject({
      litemail: { apiKey: 'lm', signatureHeader: 'x-signed' },
      cloudflare: { credential: { token: 'cf', accountId: 'acc' } },
      dnsServers: ['127.0.0.1:5353', '[::1]:53'],
      port: 0,
      metricsToken: 'm',
      logLevel: 'debug',
    });
    const withKey = await config({ ...http, CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.c' });
    expect(withKey.cloudflare.credential).toEqual({ key: 'k', email: 'a@b.c' });
  });

  it('reads .env where there is one, and lets the process say otherwise', () => {
    const directory = join(file('.env', 'LITEMAIL_TEST_ONLY=from file\nPATH=nowhere\n'), '..');
    const env = readEnvironment(directory);
    expect(env.LITEMAIL_TEST_ONLY).toBe('from file');
    expect(env.PATH).toBe(process.env.PATH);
    expect(readEnvironment(join(directory, 'nowhere')).LITEMAIL_TEST_ONLY).toBeUndefined();
  });
});

describe('a deployment that is not set up', () => {
  it('hears of every variable that is missing, a line each', async () => {
    expect(await problems({})).toEqual([
      'SLACK_SIGNING_SECRET is missing (for one team over HTTP, or SLACK_APP_TOKEN for Socket Mode)',
      'SLACK_BOT_TOKEN is missing (for one team)',
      'ENCRYPTION_KEYS is missing (secrets are stored encrypted)',
    ]);
    expect(await problems({ SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
      'SLACK_BOT_TOKEN is missing (for one team in Socket Mode)',
      'ENCRYPTION_KEYS is missing (secrets are stored encrypted)',
    ]);
    expect(await problems({ SLACK_CLIENT_ID: '1.2' })).toEqual([
      'SLACK_CLIENT_SECRET is missing (for many teams)',
      'SLACK_STATE_SECRET is missing (for many teams)',
      'SLACK_SIGNING_SECRET is missing (for many teams)',
      'ENCRYPTION_KEYS is missing (secrets are stored encrypted)',
    ]);
  });

  it('with many teams is refused every key of one team, by name', async () => {
    const refused = ['SLACK_BOT_TOKEN', 'LITEMAIL_API_KEY', 'CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_ACCOUNT_ID'];
    const found = await problems({ ...oauth, ...Object.fromEntries(refused.map((name) => [name, 'xoxb-1'])) });
    expect(found.map((line) => line.split(' ')[0])).toEqual(refused);
    expect(await problems({ ...oauth, CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.c' })).toHaveLength(2);
  });

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxp-secret' }, 'SLACK_BOT_TOKEN: should start with xoxb-'],
    [{ PORT: 'http' }, 'PORT: should be a number'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL: Invalid option: expected one of "trace"|"debug"|"info"|"warn"|"error"|"fatal"|"silent"',
    ],
    [
      { LITEMAIL_API_URL: 'http://api.litemail.ai' },
      'LITEMAIL_API_URL: should be a URL with https://, or with http:// on this machine',
    ],
    [{ DNS_SERVERS: '1.1.1.1:53,nonsense' }, 'DNS_SERVERS: should be ip:port, several separated by commas'],
    [{ ENCRYPTION_KEYS: 'k1:tooshort' }, 'ENCRYPTION_KEYS: the key of entry 1 is not the base64 of 32 bytes.'],
    [{ CLOUDFLARE_API_KEY: 'k' }, 'CLOUDFLARE_EMAIL is missing (the Global API key needs it)'],
    [{ CLOUDFLARE_EMAIL: 'a@b.c' }, 'CLOUDFLARE_API_KEY is missing (CLOUDFLARE_EMAIL goes with it)'],
    ...['DATABASE_URL', 'AUDIT_SIGNING_KEY', 'SPENDING', 'OTEL_EXPORTER_OTLP_ENDPOINT'].map(
      (name): [object, string] => [
        { [name]: 'off' },
        `${name}: this version does not have what it sets; leave it unset`,
      ],
    ),
    [{ POLICY_FILE: '/nowhere.yml' }, 'POLICY_FILE: the file /nowhere.yml cannot be read'],
  ])('hears what is wrong with %o, and never the value of a secret', async (env, line) => {
    expect(await problems({ ...http, ...env })).toEqual([line]);
  });

  it('takes a variable that is set to nothing as not set', async () => {
    expect((await problems({ ...http, SLACK_BOT_TOKEN: '  ' }))[0]).toMatch(/^SLACK_BOT_TOKEN is missing/);
  });
});

describe('the policy file', () => {
  const example = `channels: { approvals: C0APPROVE, audit: C0AUDIT }
roles:
  admin: [U0ADMIN]
  approver: [U0APP1, U0APP2, S0GROUP]
  viewer: ["*"]
rules:
  - name: high risk
    when: { risk: high }
    require: [{ min: 2, from: approver }]
    expires: 4h
    reason: required
  - name: small additions
    when: { command: dns add, risk: low }
    require: []
`;

  it('of the documentation is understood', async () => {
    const { deploymentPolicy } = await config({ ...http, POLICY_FILE: file('policy.yml', example) });
    expect(deploymentPolicy).toMatchObject({
      channels: { approvals: 'C0APPROVE', audit: 'C0AUDIT' },
      roles: { approver: ['U0APP1', 'U0APP2', 'S0GROUP'] },
      rules: [{ name: 'high risk', expires: 14_400_000, reason: 'required' }, { require: [] }],
    });
  });

  it('with mistakes gets the line of each', async () => {
    const content = `channels:
  approvals: "#approvals"
roles:
  admn: [U0ADMIN]
rules:
  - name: one
    when: { risk: hgh }
    require: [{ min: 0, from: approver }]
  - name: two
    require:
      - min: 1
        from: boss
    expires: never
`;
    expect(
      (await problems({ ...http, POLICY_FILE: file('policy.yml', content) })).map((line) =>
        line.split(':').slice(0, 3).join(':'),
      ),
    ).toEqual([
      'POLICY_FILE: line 2: channels.approvals',
      'POLICY_FILE: line 4: roles.admn is unknown; the roles are viewer, operator, approver, admin',
      'POLICY_FILE: line 7: rules.0.when.risk',
      'POLICY_FILE: line 8: rules.0.require.0.min',
      'POLICY_FILE: line 13: rules.1.expires',
    ]);
  });

  it.each([
    [
      'rules:\n  - name: x\n    require: [{ min: 1, from: boss }]\n',
      'POLICY_FILE: line 3: rules.0.require.0.from: "boss" should be a role',
    ],
    ['rules: [\n', 'POLICY_FILE: line 2:'],
    ['a: 1\na: 2\n', 'POLICY_FILE: line 2: Map keys must be unique'],
    ['hello\n', 'POLICY_FILE: line 1: the file'],
    [
      'rules:\n  - name: x\n    when:\n      risk: high\n      command: dns ad\n    require: []\n',
      'POLICY_FILE: line 5: rules.0.when.command: no command that changes anything is called "dns ad"; did you mean "dns add"?',
    ],
    [
      'rules:\n  - name: x\n    when: { noun: domain }\n    require: []\n',
      'POLICY_FILE: line 3: rules.0.when.noun: no noun that changes anything is called "domain"; did you mean "domains"?',
    ],
    [
      'rules:\n  - name: x\n    when: { command: "dns *", noun: wallet }\n    require: []\n',
      'POLICY_FILE: line 3: rules.0.when: no command matches all of it',
    ],
    [
      'rules:\n  - name: x\n    when: { command: dns list }\n    require: []\n',
      'POLICY_FILE: line 3: rules.0.when.command: no command that changes anything is called "dns list"',
    ],
    [
      'rules:\n  - name: x\n    when: { effect: read }\n    require: []\n',
      'POLICY_FILE: line 3: rules.0.when.effect: Invalid option',
    ],
    ['rules:\n  - { name: x, require: [], expires: 0m }\n', 'POLICY_FILE: line 2: rules.0.expires: should be between'],
    [
      'rules:\n  - name: x\n    require: []\n    expires: 99999999999999999999d\n',
      'POLICY_FILE: line 4: rules.0.expires: should be between 1m and 365d',
    ],
    [`rules:\n  - name: ${'x'.repeat(101)}\n    require: []\n`, 'POLICY_FILE: line 2: rules.0.name: Too big'],
    [
      `rules:\n  - name: x\n    when: { command: "${'*a'.repeat(60)}" }\n    require: []\n`,
      'POLICY_FILE: line 3: rules.0.when.command: Too big',
    ],
    [
      'rules:\n  - name: x\n    require: [{ min: 1000000000, from: approver }]\n',
      'POLICY_FILE: line 3: rules.0.require.0.min: Too big',
    ],
    ['rules:\n  - name: !foo x\n    require: []\n', 'POLICY_FILE: line 2: Unresolved tag: !foo'],
    ['roles:\n  __proto__: [U0ADMIN]\n', 'POLICY_FILE: line 2: __proto__ is unknown'],
    ['roles:\n  admin: *nobody\n', 'POLICY_FILE: line 2: its aliases stand for too much, or for nothing'],
    ['['.repeat(50_000), 'POLICY_FILE: line 1: it is nested too deeply'],
    ['{a: '.repeat(20_000), 'POLICY_FILE: line 1: it is nested too deeply'],
    [`# ${'x'.repeat(1 << 20)}\n`, 'POLICY_FILE: the file'],
  ])('that says %.200j is refused', async (content, start) => {
    const [line] = await problems({ ...http, POLICY_FILE: file('policy.yml', content) });
    expect(line?.slice(0, start.length)).toBe(start);
  });

  it('whose aliases would mean gigabytes is refused with a line, and one that repeats itself a little is not', async () => {
    const level = (letter: string, of: string) => `${letter}: &${letter} [${Array(9).fill(of).join(', ')}]\n`;
    const letters = [...'abcdefghi'];
    const bomb = letters.map((letter, index) => level(letter, index === 0 ? 'x' : `*${letters[index - 1]}`)).join('');
    expect(await problems({ ...http, POLICY_FILE: file('policy.yml', bomb) })).toEqual([
      'POLICY_FILE: line 2: its aliases stand for too much, or for nothing; write it out',
    ]);
    const few = 'roles:\n  admin: &both [U0ADA, U0BO]\n  approver: *both\n';
    const { deploymentPolicy } = await config({ ...http, POLICY_FILE: file('policy.yml', few) });
    expect(deploymentPolicy.roles.approver).toEqual(['U0ADA', 'U0BO']);
  });

  it('of many teams may hold rules, but neither channels nor roles', async () => {
    expect(await problems({ ...oauth, POLICY_FILE: file('policy.yml', example) })).toEqual([
      expect.stringMatching(/^POLICY_FILE: line 1: channels cannot be used with SLACK_CLIENT_ID/),
      expect.stringMatching(/^POLICY_FILE: line 2: roles cannot be used with SLACK_CLIENT_ID/),
    ]);
    const rules = example.slice(example.indexOf('rules:'));
    expect((await config({ ...oauth, POLICY_FILE: file('policy.yml', rules) })).deploymentPolicy.rules).toHaveLength(2);
  });
});

describe('the file of routes', () => {
  it('is read at the start', async () => {
    const path = file('routes.json', '{}');
    expect((await config({ ...http, LITEMAIL_ROUTES: path })).litemail.routes).toEqual({});
  });

  it('that is wrong keeps the app from starting, with a line for each mistake', async () => {
    expect(await problems({ ...http, LITEMAIL_ROUTES: file('routes.json', 'x') })).toEqual([
      'LITEMAIL_ROUTES: the file is not JSON.',
    ]);
    const wrong = await problems({ ...http, LITEMAIL_ROUTES: file('routes.json', '{"nope":{},"nah":{}}') });
    expect(wrong).toHaveLength(2);
    expect(wrong[0]).toMatch(/^LITEMAIL_ROUTES: nope: there is no such operation/);
  });
});

it('every variable has a line in the README’s table', () => {
  expect(variables.PORT).toMatchObject({ meaning: 'Port to listen on.', fallback: '3000' });
  expect(Object.values(variables).every(({ meaning }) => meaning.endsWith('.'))).toBe(true);
  const table = readFileSync('README.md', 'utf8');
  for (const name of Object.keys(variables)) expect(table).toContain(`| \`${name}\` |`);
});
