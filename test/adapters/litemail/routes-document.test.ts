import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRoutes } from '../../../src/adapters/litemail/operation-routes.ts';

const document = readFileSync('docs/litemail-routes.md', 'utf8');
const blocks = (language: string) =>
  [...document.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

describe('docs/litemail-routes.md', () => {
  it.each(blocks('json'))('has an example that the app takes: %s', (example) => {
    expect(Object.keys(parseRoutes(example)).length).toBeGreaterThan(0);
  });

  it('says what the app says when the file is wrong', () => {
    const wrong = {
      getWalletBallance: { path: '/v1/wallet' },
      addDmarcRecords: { body: { domainId: '{domainId}', email: '{mail}' } },
      deleteWebhook: { path: '/v1/webhooks' },
    };
    const said = (() => {
      try {
        parseRoutes(JSON.stringify(wrong));
        return '';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    })();
    expect(said.split('\n')).toEqual(blocks('text')[0]?.trim().split('\n'));
  });
});
