import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandLine, parse } from '../../../src/engine/commands/grammar.ts';
import { example } from '../../../src/engine/commands/usage.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { registry } from './fixture-registry.ts';

function line(text: string): CommandLine {
  const parsed = parse(registry, text);
  if (parsed.kind !== 'command') throw new Error(`${text} is ${parsed.kind}`);
  return parsed;
}

describe('a line of /litemail', () => {
  it.each([
    [
      'domains connect acme-mail.com outbound-labs.io',
      'domains connect',
      { domains: ['acme-mail.com', 'outbound-labs.io'] },
    ],
    [
      'dns add acme-mail.com TXT @ "v=spf1 include:_spf.google.com ~all" --ttl 3600',
      'dns add',
      { domain: 'acme-mail.com', type: 'TXT', name: '@', values: ['v=spf1 include:_spf.google.com ~all'], ttl: '3600' },
    ],
    [
      'dns set acme-mail.com A www 192.0.2.2 --proxied',
      'dns set',
      { domain: 'acme-mail.com', type: 'A', name: 'www', values: ['192.0.2.2'], proxied: true },
    ],
    ['dns delete acme-mail.com MX @', 'dns delete', { domain: 'acme-mail.com', type: 'MX', name: '@' }],
    ['wallet balance', 'wallet balance', {}],
    ['wallet top-up 50', 'wallet top-up', { amount: '50' }],
    [
      'placement run "Launch check" --mailboxes ana@acme-mail.com,bo@acme-mail.com --subject "Quick question"',
      'placement run',
      { title: 'Launch check', mailboxes: ['ana@acme-mail.com,bo@acme-mail.com'], subject: 'Quick question' },
    ],
    [
      'notify subscribe domain.* mailbox.updated --channel <#C0OPS|ops> --filter "domain:*.io and not status:ACTIVE"',
      'notify subscribe',
      { types: ['domain.*', 'mailbox.updated'], channel: 'C0OPS', filter: 'domain:*.io and not status:ACTIVE' },
    ],
    [
      'cf purge example.com --files https://example.com/style.css',
      'cloudflare purge',
      { domain: 'example.com', files: ['https://example.com/style.css'] },
    ],
  ])('works as typed: %s', (text, name, raw) => {
    const parsed = line(text);
    expect(parsed.command.name).toBe(name);
    expect(parsed.raw).toEqual(raw);
    expect(parsed.missing).toEqual([]);
    expect(parsed.command.check(parsed.raw)).toEqual({});
  });

  it.each(registry.map((command) => [command.name, command] as const))(
    'the example of %s is accepted',
    (_, command) => {
      const parsed = line(example(command).replace('/litemail ', ''));
      expect(parsed.command).toBe(command);
      if (!Object.values(command.args).some((arg) => arg.secret)) expect(command.check(parsed.raw)).toEqual({});
    },
  );

  it.each([
    ['domain list', 'domains list'],
    ['Domains LIST', 'domains list'],
    ['wallets balance', 'wallet balance'],
    ['cf zone list', 'cloudflare zones list'],
    ['cloudflare zones list', 'cloudflare zones list'],
    ['--share dns list acme.com', 'dns list'],
  ])('%s means %s', (text, name) => {
    const parsed = text.startsWith('--') ? line(text.replace('--share ', '')) : line(text);
    expect(parsed.command.name).toBe(name);
  });

  it('with nothing asks for the menu', () => {
    expect(parse(registry, '  ')).toEqual({ kind: 'menu' });
  });

  it.each([
    ['dns', ['dns list', 'dns add', 'dns set', 'dns delete']],
    ['dns help', ['dns list', 'dns add', 'dns set', 'dns delete']],
    ['cf zones', ['cloudflare zones list']],
    ['dns add help', ['dns add']],
    ['dns add acme.com --help', ['dns add']],
    ['dns frobnicate --help', ['dns list', 'dns add', 'dns set', 'dns delete']],
  ])('%s lists what there is', (text, names) => {
    expect(parse(registry, text)).toMatchObject({ kind: 'noun', commands: names.map((name) => ({ name })) });
  });

  it.each([
    ['domians list', 'domains list'],
    ['dns lits acme.com', 'dns list'],
    ['wallet topup 50', 'wallet top-up'],
    ['balance', 'wallet balance'],
    ['halp', 'help'],
    ['dsn lst acme.com', 'dns list'],
    ['cf zones lsit', 'cloudflare zones list'],
  ])('%s is unknown, and %s is nearest', (text, name) => {
    const parsed = parse(registry, text);
    expect(parsed.kind === 'unknown' && parsed.nearest[0]?.name).toBe(name);
  });

  it('that is like no command is unknown without a guess', () => {
    expect(parse(registry, 'make me a sandwich')).toEqual({ kind: 'unknown', typed: 'make me a', nearest: [] });
  });

  it('that lacks arguments says which, and keeps those that are there', () => {
    const parsed = line('dns add acme-mail.com --ttl 60');
    expect(parsed.missing).toEqual(['type', 'name', 'values']);
    expect(parsed.raw).toEqual({ domain: 'acme-mail.com', ttl: '60' });
  });

  it('takes --share and --reason out of every command', () => {
    const parsed = line('dns delete acme-mail.com MX @ —share --reason “new provider”');
    expect(parsed).toMatchObject({
      share: true,
      reason: 'new provider',
      raw: { domain: 'acme-mail.com', type: 'MX', name: '@' },
    });
  });

  it.each([
    ['dns set a.io A www 192.0.2.2 --no-proxied', { proxied: false }],
    ['dns set a.io A www 192.0.2.2 --proxied=false', { proxied: 'false' }],
    ['dns set a.io A www 192.0.2.2 --proxied true', { proxied: 'true' }],
    ['dns set a.io A www --ttl=60 192.0.2.2 192.0.2.3', { ttl: '60', values: ['192.0.2.2', '192.0.2.3'] }],
    [
      'placement run T --mailboxes a@x.io, b@x.io --mailboxes c@x.io --subject S',
      { mailboxes: ['a@x.io,b@x.io', 'c@x.io'] },
    ],
    ['dns list --domain a.io', { domain: 'a.io' }],
    ['notify subscribe domain.* --filter "--odd"', { filter: '--odd' }],
  ])('understands %s', (text, raw) => {
    const parsed = line(text);
    expect(parsed.raw).toMatchObject(raw);
    expect(parsed.command.check(parsed.raw)).toEqual({});
  });

  it.each([
    ['dns set a.io A www 192.0.2.2 --tll 60', 'Unknown option `--tll` for `dns set`. Did you mean `--ttl`?'],
    ['dns set a.io A www 192.0.2.2 --ttl', '`--ttl` needs a value, for example `--ttl 3600`.'],
    ['dns set a.io A www 192.0.2.2 --ttl --proxied', '`--ttl` needs a value, for example `--ttl 3600`.'],
    ['dns set a.io A www 192.0.2.2 --ttl 60 --ttl 70', '`--ttl` was given twice.'],
    ['dns list a.io b.io', 'Unexpected argument `b.io`. Put quotes around values with spaces.'],
    ['wallet balance --verbose', 'Unknown option `--verbose` for `wallet balance`.'],
  ])('refuses %s with a sentence', (text, message) => {
    expect(() => parse(registry, text)).toThrow(
      expect.objectContaining({ code: 'bad_input', message, hint: expect.stringMatching(/^Usage: `\/litemail /) }),
    );
  });

  it.each([
    'cf connect cfut_0123456789abcdef0123456789abcdef01234567',
    'cf connect --token cfut_0123456789abcdef0123456789abcdef01234567',
    'cf connect --tokn cfut_0123456789abcdef0123456789abcdef01234567',
  ])('drops a secret that was typed into it and says so (%#)', (text) => {
    const parsed = line(text);
    expect(parsed.secretTyped).toBe(true);
    expect(JSON.stringify(parsed)).not.toContain('0123456789abcdef');
  });

  it('never repeats what looks like a key', () => {
    const key = 'lmk0123456789abcdef0123456789';
    expect(JSON.stringify(parse(registry, `${key} ${key}`))).not.toContain(key);
    expect(() => parse(registry, `wallet balance ${key}`)).toThrow(/^(?!.*lmk0123)/);
  });

  it('is understood or refused in words, whatever it holds', () => {
    const piece = fc.constantFrom(
      'dns',
      'domains',
      'add',
      'connect',
      'cf',
      'zones',
      'help',
      'acme.com',
      'TXT',
      '@',
      '--ttl',
      '--share',
      '—proxied',
      '--reason',
      '--x=1',
      '"a b"',
      '"',
      ',',
      '',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          expect(['menu', 'command', 'noun', 'unknown']).toContain(parse(registry, pieces.join(' ')).kind);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});

describe('the arguments of a command', () => {
  const check = (text: string) => line(text).command.check(line(text).raw);

  it.each([
    ['dns add a.io FOO @ x', { type: 'Type: must be one of `A`, `MX`, `TXT`, `CNAME`.' }],
    ['dns add a.io txt @ x', {}],
    ['dns add a.io TXT @ x --ttl soon', { ttl: 'TTL: must be a number, like `3600`.' }],
    [
      'placement run T --mailboxes a@x.io,nope --subject S',
      { mailboxes: 'Mailboxes: `nope` is not valid. Example: `ana@acme-mail.com`.' },
    ],
    ['dns add a.io TXT @ x --ttl 1', { ttl: 'TTL: must be at least 60.' }],
    ['dns add a.io TXT @', { values: 'Records: a value is required.' }],
  ])('of %s are checked before anything runs', (text, errors) => {
    expect(check(text)).toEqual(errors);
  });

  it('that are wrong keep a command from running, with every problem named', async () => {
    const { command, raw } = line('dns add a.io FOO @ x --ttl soon');
    if (command.kind !== 'planned') throw new Error('dns add is planned');
    await expect(command.plan({} as never, raw)).rejects.toMatchObject({
      code: 'bad_input',
      fields: { type: expect.any(String), ttl: expect.any(String) },
      hint: expect.stringContaining('/litemail dns add <domain> <type> <name> <values…>'),
    });
  });
});

describe('a word that every object inherits', () => {
  it.each(['constructor', 'toString', '__proto__', 'dns hasOwnProperty', 'dns list constructor', 'valueOf list'])(
    'is a word like any other: %s',
    (text) => expect(() => parse(registry, text)).not.toThrow(),
  );
});

describe('more text than a command holds', () => {
  const ofLength = (length: number) => `dns add acme.com TXT @ "${'a '.repeat(length)}`.slice(0, length - 1);

  it('is read up to 12,000 characters, and refused above with what to do instead', () => {
    expect(() => parse(registry, `${ofLength(12_000)}"`)).not.toThrow();
    const refusal = (text: string) => {
      try {
        parse(registry, text);
      } catch (error) {
        return error instanceof AppError ? [error.code, error.message, error.hint] : error;
      }
      return undefined;
    };
    expect(refusal(`${ofLength(12_001)}"`)).toEqual([
      'bad_input',
      'A command holds 12000 characters, and this one has 12001.',
      expect.stringMatching(/^Nothing was done\. .*opens a form/),
    ]);
    expect(refusal('x'.repeat(1_000_000))).toEqual(expect.arrayContaining(['bad_input']));
  });
});
