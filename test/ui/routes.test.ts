import { expect, it } from 'vitest';
import { decode, encode } from '../../src/ui/routes.ts';

const state = { command: 'dns delete', kept: 'a'.repeat(64), reasonPrompt: 'Rule “high risk” requires a reason.' };

it('a button that opens a form comes back with what it was given', () => {
  expect(decode('command.open', encode('command.open', state))).toEqual(state);
});

it('a button of an earlier release that asks why opens the same form', () => {
  const { reasonPrompt, ...rest } = state;
  expect(decode('command.open', JSON.stringify({ ...rest, asksWhy: reasonPrompt }))).toEqual(state);
});

it('a button whose state nobody wrote is not read', () => {
  expect(decode('command.open', '[]')).toBeUndefined();
  expect(decode('command.open', '{"asksWhy":"why"}')).toBeUndefined();
});
