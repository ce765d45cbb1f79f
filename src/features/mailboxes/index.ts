import { defineFeature } from '../../engine/features/define-feature.ts';
import { allMailboxes } from '../litemail/index.ts';
import type { Services } from '../product-context.ts';
import { mailboxesAssign } from './commands/assign.ts';
import { mailboxesConnectInboxes } from './commands/connect-inboxes.ts';
import { mailboxesExport } from './commands/export.ts';
import { mailboxesList } from './commands/list.ts';
import { mailboxesRemove } from './commands/remove.ts';
import { mailboxesShow } from './commands/show.ts';
import { mailboxesUpdate } from './commands/update.ts';
import { mailboxesWarmup } from './commands/warmup.ts';
import { assignMailboxes } from './jobs/assign-mailboxes.ts';

export { maxPerDomain } from './service/mailbox-table.ts';

export const mailboxesFeature = defineFeature({
  name: 'mailboxes',
  commands: [
    mailboxesList,
    mailboxesShow,
    mailboxesAssign,
    mailboxesUpdate,
    mailboxesRemove,
    mailboxesWarmup,
    mailboxesExport,
    mailboxesConnectInboxes,
  ],
  jobs: [assignMailboxes],
  choices: {
    mailboxes: {
      for: 'everybody',
      list: async ({ apis }: Services, teamId) =>
        (await allMailboxes(await apis.litemail(teamId))).flatMap(({ email }) => email ?? []),
    },
  },
});
