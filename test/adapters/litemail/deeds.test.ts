import { describe, expect, it } from 'vitest';
import { cloudflare } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { litemail } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import type { Operations } from '../../../src/ports/operation.ts';

/** Operation → what it does, as `costs, replaces`. */
const table = (operations: Operations) =>
  Object.fromEntries(Object.entries(operations).map(([name, { does }]) => [name, does.join(', ')]));

describe('what somebody who sets off an operation by mistake has done', () => {
  it('at LiteMail, to money, records, mailboxes, passwords and mail', () =>
    expect(table(litemail)).toEqual({
      getUser: '',

      listDomains: '',
      buyDomains: 'costs',
      listAssignableDomains: '',
      addDmarcRecords: 'replaces',
      addDomainForwarding: 'replaces, redirects',
      removeDomainForwarding: 'deletes',
      getNameServers: '',
      verifyNameServers: '',
      connectDomains: '',
      enableEmailForwarding: 'replaces, redirects',
      removeEmailForwarding: 'deletes',
      enableCatchAll: 'replaces, redirects',
      removeCatchAll: 'deletes',
      checkDnsRecords: '',
      getDomain: '',
      removeDomain: 'deletes',
      searchDomains: '',
      getPurchaseLink: '',

      listMailboxes: '',
      createMailbox: '',
      getMailbox: '',
      updateMailbox: 'replaces',
      removeMailbox: 'deletes',
      getWarmupAnalytics: '',
      assignMailboxes: '',

      listWorkspaces: '',
      createWorkspace: '',
      updateWorkspace: 'replaces',
      addBillingDetails: 'replaces',

      getWalletBalance: '',
      addWalletBalance: 'costs',
      enableAutoRecharge: 'costs, replaces',
      addWalletCredit: 'costs',
      listInvoices: '',

      exportMailboxes: 'reveals',
      addThirdPartyAccount: '',
      updateThirdPartyAccount: 'replaces',
      connectInboxes: 'reveals',
      listExportHistory: '',
      createExportHistoryRecord: '',

      listBillingSubscriptions: '',
      cancelBillingSubscription: 'deletes',
      upgradeBillingSubscription: 'costs, replaces',

      listDnsRecords: '',
      createDnsRecord: 'redirects',
      updateDnsRecord: 'replaces, redirects',
      deleteDnsRecord: 'deletes',

      listTags: '',
      createTag: '',
      updateTag: 'replaces',
      deleteTag: 'deletes',

      listPlacementTests: '',
      createPlacementTest: 'costs',

      getDashboard: '',
      getMailboxStatusCounts: '',

      getCloudflareCredentials: '',
      saveCredentialsOrConnectDomain: 'replaces, redirects',

      listWebhooks: '',
      registerWebhook: '',
      deleteWebhook: 'deletes',
    }));

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
