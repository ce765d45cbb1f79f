import { expect, test } from 'vitest';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';

test('advancing fires what became due at once, in order, and nothing else', () => {
  const clock = createSandboxClock();
  const fired: string[] = [];
  clock.after(60_000, () => fired.push('minute'));
  clock.after(1_000, () => {
    fired.push('second');
    clock.after(1_000, () => fired.push('second of the second'));
  });
  clock.after(3_600_000, () => fired.push('hour'));
  clock.advance(120_000);
  expect(fired).toEqual(['second', 'minute']);
  clock.advance(1_000);
  expect(fired).toEqual(['second', 'minute', 'second of the second']);
});

test('real time flows underneath', async () => {
  const clock = createSandboxClock(86_400_000);
  const started = clock.now();
  expect(started - Date.now()).toBeGreaterThan(86_399_000);
  await new Promise<void>((resolve) => clock.after(5, resolve));
  expect(clock.now()).toBeGreaterThanOrEqual(started + 4);
});

test('a cancelled timer stays silent, cancelled twice too', () => {
  const clock = createSandboxClock();
  let fired = false;
  const cancel = clock.after(10, () => {
    fired = true;
  });
  cancel();
  cancel();
  clock.advance(1_000);
  expect(fired).toBe(false);
});

test('set back it shows less, and nothing that is waited for takes longer', () => {
  const clock = createSandboxClock();
  const [shown, elapsed] = [clock.now(), clock.elapsed()];
  let fired = false;
  clock.after(60_000, () => {
    fired = true;
  });
  clock.setBack(3_600_000);
  expect(clock.now()).toBeLessThan(shown - 3_500_000);
  expect(clock.elapsed()).toBeGreaterThanOrEqual(elapsed);
  clock.advance(60_000);
  expect(fired).toBe(true);
});
