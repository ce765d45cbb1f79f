import { expect, test } from 'vitest';
import { playground } from '../../sandbox/bundle.ts';
import { startTestSandbox } from '../helpers/sandbox.ts';

test('the page is made in memory, and asks for nothing from elsewhere', async () => {
  const assets = await playground();
  expect([...assets.keys()].filter((path) => path !== '/')).toEqual([
    expect.stringMatching(/^\/sandbox\/playground\/app-[0-9a-f]{12}\.js$/),
    expect.stringMatching(/^\/sandbox\/playground\/theme-[0-9a-f]{12}\.js$/),
    expect.stringMatching(/^\/sandbox\/playground\/style-[0-9a-f]{12}\.css$/),
  ]);
  const style = [...assets].find(([path]) => path.endsWith('.css'))?.[1].body ?? '';
  expect(Buffer.from(style).toString()).not.toMatch(/url\(|@import/);
});

test('it is served under a policy that lets nothing else in, its parts for good, the rest not found', async () => {
  const sandbox = await startTestSandbox();
  try {
    const page = await fetch(`${sandbox.url}/`);
    const html = await page.text();
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const parts = [...html.matchAll(/(?:src|href)="(\/sandbox\/playground\/[^"]+)"/g)].map((it) => it[1]);
    expect(parts).toHaveLength(3);
    for (const part of parts) {
      const answer = await fetch(`${sandbox.url}${part}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await fetch(`${sandbox.url}/sandbox/playground/app-old.js`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${sandbox.url}/`, { method: 'POST' })).status).toBe(404);
  } finally {
    await sandbox.stop();
  }
});
