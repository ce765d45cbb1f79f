import { describe, expect, it } from 'vitest';
import { cloudflare } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { groups, litemail } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import type { Operations } from '../../../src/ports/operation.ts';
import { fixture } from '../../helpers/fixture.ts';

/** Operation → what it does, as `costs, replaces`. */
const table = (operations: Operations) =>
  Object.fromEntries(Object.entries(operations).map(([name, { does }]) => [name, does.join(', ')]));

describe('what somebody who sets off an operation by mistake has done', () => {
  it('at LiteMail, to money, records, mailboxes, passwords and mail', () => {
    const declared = Object.entries<Operations>(groups).map(([group, operations]) => [
      group,
      Object.fromEntries(Object.values(operations).map(({ title, does }) => [title, does.join(', ')])),
    ]);
    expect(Object.fromEntries(declared)).toEqual(fixture('litemail/navigation'));
  });

  it('at Cloudflare, where everything that writes is one batch', () =>
    expect(table(cloudflare)).toEqual({
      verifyUserToken: '',
      verifyAccountToken: '',
      getUser: '',
      listZones: '',
      getZone: '',
      listDnsRecords: '',
      batchDnsRecords: 'deletes, replaces, redirects',
      getDnsUsage: '',
      exportDnsRecords: '',
    }));

  it.each(Object.entries<Operations>({ litemail, cloudflare }))(
    'nothing, as long as %s is only read',
    (_, operations) => {
      for (const { method, does } of Object.values(operations)) if (method === 'GET') expect(does).toEqual([]);
    },
  );

  it('at the least something gone or put over, wherever the method says DELETE, PUT or PATCH', () => {
    for (const { method, does } of Object.values<Operations[string]>({ ...litemail, ...cloudflare })) {
      if (method === 'DELETE') expect(does).toContain('deletes');
      if (method === 'PUT' || method === 'PATCH') expect(does).toContain('replaces');
    }
  });
});

it('the answers that hold passwords or keys in clear are known', () =>
  expect(
    Object.entries<Operations[string]>({ ...litemail, ...cloudflare })
      .filter(([, { answers }]) => answers === 'secrets')
      .map(([name]) => name),
  ).toEqual(['listMailboxes', 'getMailbox', 'getCloudflareCredentials', 'registerWebhook']));
