import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/engine/commands/grammar.ts';
import { registry } from '../../../src/features/all-features.ts';
import { AppError } from '../../../src/lib/errors.ts';

const line = (text: string) => {
  const parsed = parse(registry, text);
  if (parsed.kind !== 'command') throw new Error(`${text} is ${parsed.kind}`);
  return parsed;
};
const record = { type: 'TXT', name: '@', value: 'x' };

describe('a line that says for which domains it is', () => {
  it.each([
    ['dns add --all TXT @ x', { all: true, ...record }],
    ['dns add TXT @ x --all', { all: true, ...record }],
    ['dns add TXT @ x --tag warm', { tag: ['warm'], ...record }],
    ['dns add TXT @ x --domains acme-*,getacme.co', { domains: ['acme-*,getacme.co'], ...record }],
    ['dns add acme-* TXT @ x --workspace Main', { domain: 'acme-*', workspace: 'Main', ...record }],
    ['dns list --all MX', { all: true, type: 'MX' }],
    ['dns list MX @ --not-connected', { notConnected: true, type: 'MX', name: '@' }],
    ['dns list acme-* MX --tag warm', { domain: 'acme-*', type: 'MX', tag: ['warm'] }],
    ['dns lint acme-*', { domain: 'acme-*' }],
    ['dns lint acme-* getacme.co bücher-post.de', { domain: 'acme-*', domains: ['getacme.co', 'bücher-post.de'] }],
    ['domains check --tag warm --except acme-mail.com', { tag: ['warm'], except: ['acme-mail.com'] }],
    ['domains connect --not-connected', { notConnected: true }],
    ['domains verify acme-* --tag warm', { domains: ['acme-*'], tag: ['warm'] }],
    ['dns edit TXT @ --include-add a.com --all', { type: 'TXT', name: '@', includeAdd: ['a.com'], all: true }],
  ])('%s', (text, raw) => {
    const { command, raw: read, missing } = line(text);
    expect(read).toEqual(raw);
    expect(missing).toEqual([]);
    expect(command.check(read)).toEqual({});
  });

  it.each(['dns add', 'dns lint', 'domains check', 'domains connect', 'dns lint --all=false'])(
    'asks for a domain where none is said: %s',
    (text) => {
      const { command, raw, missing } = line(text);
      const [first] = Object.keys(command.args);
      expect(missing).toContain(first);
      expect(command.check(raw)[first ?? '']).toContain('a value is required, or one of');
    },
  );

  it.each([
    ['dns export acme-mail.com acme-go.com', 'acme-go.com'],
    ['dns add acme-mail.com A www 192.0.2.1 192.0.2.2', '192.0.2.2'],
  ])('takes no word too many for a domain where a record is typed: %s', (text, word) => {
    expect(() => line(text)).toThrow(AppError);
    expect(() => line(text)).toThrow(word);
  });
});
