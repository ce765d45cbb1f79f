import { describeAuditStore } from './audit-store.ts';
import { describeChannelSubscriptionStore } from './channel-subscription-store.ts';
import { describeEndpointStore } from './endpoint-store.ts';
import { describeEventStore } from './event-store.ts';
import { describeJobStore } from './job-store.ts';
import { describeJournalStore } from './journal-store.ts';
import { describeNoteStore } from './note-store.ts';
import { describePlanStore } from './plan-store.ts';
import { describeRequestStore } from './request-store.ts';
import { describeSnapshotStore } from './snapshot-store.ts';
import type { SetUp } from './stores-under-test.ts';
import { describeTeamStore } from './team-store.ts';
import { describeTemplateStore } from './template-store.ts';

/** What every adapter of ports/stores.ts has to pass. */
export function describeStores(adapter: string, setUp: SetUp): void {
  describeTeamStore(adapter, setUp);
  describePlanStore(adapter, setUp);
  describeRequestStore(adapter, setUp);
  describeJournalStore(adapter, setUp);
  describeJobStore(adapter, setUp);
  describeEventStore(adapter, setUp);
  describeChannelSubscriptionStore(adapter, setUp);
  describeEndpointStore(adapter, setUp);
  describeSnapshotStore(adapter, setUp);
  describeTemplateStore(adapter, setUp);
  describeNoteStore(adapter, setUp);
  describeAuditStore(adapter, setUp);
}
