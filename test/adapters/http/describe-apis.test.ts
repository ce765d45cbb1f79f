import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cloudflare } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { parseRoutes } from '../../../src/adapters/litemail/operation-routes.ts';
import { litemail } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import type { Operation } from '../../../src/ports/operation.ts';
import {
  describeCloudflare,
  describeLiteMail,
  type Retired,
  routesExample,
} from '../../../tools/docs/describe-apis.ts';
import { exampleOf } from '../../../tools/docs/example.ts';
import { fixture } from '../../helpers/fixture.ts';

const usages = new Map([['connectDomains', '/litemail domains connect <domain…>']]);
const retired: Retired[] = JSON.parse(readFileSync('docs/api/cloudflare-retired.json', 'utf8'));
const withBodies = Object.entries<Operation>({ ...litemail, ...cloudflare }).filter(
  ([, { body, query }]) => body ?? query,
);

describe('docs/api/litemail.md', () => {
  const text = describeLiteMail(usages);

  it('names every operation exactly as the navigation does, in its group', () => {
    for (const [group, titles] of Object.entries<object>(fixture('litemail/navigation'))) {
      const section = text.split(`\n## ${group}\n`)[1]?.split('\n## ')[0];
      expect(section?.match(/^### .*$/gm)).toEqual(Object.keys(titles).map((title) => `### ${title}`));
    }
  });

  it('says how each is asked for and which command reaches it', () => {
    const section = text.split('### Connect Domains with LiteMail\n')[1]?.split('\n### ')[0];
    expect(section).toMatchInlineSnapshot(`
      "
      \`POST /v1/domains/connect\` · <sub>\`connectDomains\`</sub>

      | | |
      |---|---|
      | Command | \`/litemail domains connect <domain…>\` |
      | Permission | API key |
      | Evidence | inferred |
      | Consequences | none |
      | After a failed or lost answer | never retried; the outcome is looked up |

      \`\`\`sh
      curl --request POST 'https://api.litemail.ai/v1/domains/connect' \\
        --header 'x-api-key: <api-key>' \\
        --header 'content-type: application/json' \\
        --data '{"domainNames":["acme-mail.com","outbound-labs.io"]}'
      \`\`\`
      "
    `);
  });

  it('warns of what it costs, overwrites and hands out, and of secrets in the answer', () => {
    const section = (title: string) => text.split(`### ${title}\n`)[1]?.split('\n### ')[0];
    expect(section('Upgrade Subscription')).toContain(
      '| Consequences | may cost money or a paid credit; may overwrite existing data |',
    );
    expect(section('Export Mailboxes')).toContain('| Consequences | hands out secrets |');
    expect(section('Get Mailbox Details')).toContain(
      '| Answer | contains secrets in clear text; they are never shown |',
    );
    expect(section('Retrieve Domains')).not.toContain('| Answer |');
  });

  it('shows an example of LITEMAIL_ROUTES that is accepted', () => {
    expect(parseRoutes(JSON.stringify(routesExample))).toEqual(routesExample);
  });
});

describe('docs/api/cloudflare.md', () => {
  it('gives paths in OpenAPI form and, for each retired one, what to use instead', () => {
    const text = describeCloudflare(new Map(), retired);
    for (const { method, path } of Object.values(cloudflare)) expect(text).toContain(`\`${method} ${path}\``);
    expect(text).toContain('| Firewall rules | `/zones/{zone_id}/firewall/rules` |');
    expect(text).toContain('phase `http_ratelimit`');
  });
});

describe('the examples in the documentation', () => {
  it.each(withBodies)('of %s would be sent', (_, { body, query }) => {
    for (const schema of [body, query].filter((one) => one !== undefined))
      expect(z.safeParse(schema, exampleOf(schema).value).error?.issues).toBeUndefined();
  });
});
