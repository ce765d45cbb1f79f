import { expect, test } from 'vitest';
import { complete } from '../../../sandbox/playground/composer/complete.ts';
import { entryOf } from '../../../src/engine/commands/derive.ts';
import { registry } from '../../../src/features/all-features.ts';

const slash = {
  command: '/litemail',
  description: 'Domains and DNS',
  usageHint: '[help | dns] …',
  entries: registry.map(entryOf),
};
const names = {
  people: [
    { name: 'ana', realName: 'Ana Ruiz' },
    { name: 'bo', realName: 'Bo Lind' },
  ],
  channels: ['ops', 'approvals'],
};
const suggested = (text: string) => complete(slash, names, text).suggestions.map((it) => it.text);

test.each([
  ['/', ['/litemail ']],
  ['/lite', ['/litemail ']],
  ['/other', []],
  ['hello', []],
  ['/litemail dns del', ['/litemail dns delete ']],
])('after %s comes %j', (text, expected) => {
  expect(suggested(text)).toEqual(expected);
});

test('a noun is offered with what stands under it, a verb with every noun that has it', () => {
  expect(suggested('/litemail wal')).toEqual(['/litemail wallet ']);
  expect(suggested('/litemail bal')).toContain('/litemail wallet balance ');
  expect(suggested('/litemail ')).toContain('/litemail dns ');
});

test('a command that is typed to its end shows how it goes on and offers nothing else', () => {
  const { suggestions, entry } = complete(slash, names, '/litemail dns add acme-mail.com');
  expect(suggestions).toEqual([]);
  expect(entry?.usage).toMatch(/^\/litemail dns add <domain>/);
});

test('people and channels are offered by the beginning of their name', () => {
  expect(suggested('see @li')).toEqual([]);
  expect(suggested('see @bo')).toEqual(['see @bo ']);
  expect(suggested('see @ana r')).toEqual([]);
  expect(suggested('/litemail notify subscribe domain.* --channel #o')).toEqual([
    '/litemail notify subscribe domain.* --channel #ops ',
  ]);
});
