import { newDomain } from './new-domain.ts';
import type { Job, TeamState } from './team-state.ts';

interface Finished {
  readonly type: string;
  readonly data: unknown;
}

/** What finished work changes, and its event. */
export function finish(team: TeamState, job: Job, at: string): Finished | undefined {
  switch (job.kind) {
    case 'connect-zone': {
      team.connections[job.zoneId] = 'connected';
      const known = team.domains.find(({ domain }) => domain === job.name);
      if (known) known.status = 'ACTIVE';
      else team.domains.push(newDomain(team, job.name, 'ACTIVE', at, job.nameServers));
      return domainEvent(team, 'domain.connected', job.name, 'PENDING');
    }
    case 'activate-domain': {
      const domain = team.domains.find(({ id }) => id === job.domainId);
      if (!domain) return;
      const before = domain.status;
      domain.status = 'ACTIVE';
      domain.updatedAt = at;
      return domainEvent(team, 'domain.updated', domain.domain, before);
    }
    case 'activate-mailbox': {
      const mailbox = team.mailboxes.find(({ id }) => id === job.mailboxId);
      if (!mailbox) return;
      const previousState = { status: mailbox.status };
      mailbox.status = 'ACTIVE';
      mailbox.assignedOn = at;
      const { username, domain, status } = mailbox;
      return { type: 'mailbox.updated', data: { mailboxDetails: { username, domain, status }, previousState } };
    }
    case 'complete-placement': {
      const test = team.placementTests.find(({ id }) => id === job.testId);
      if (!test) return;
      const previous = test.status;
      test.status = 'COMPLETED';
      test.completedAt = at;
      return {
        type: 'placement_test.completed',
        data: { id: test.id, previous_status: previous, status: test.status },
      };
    }
    case 'complete-export': {
      const record = team.exports.find(({ id }) => id === job.exportId);
      if (!record) return;
      record.status = 'COMPLETED';
      const { id, platform, status, mailboxIds } = record;
      const data = { export_id: id, app_name: platform, export_status: status, mailboxes: mailboxIds, error: null };
      return { type: 'export.completed', data };
    }
    case 'deliver':
      return;
  }
}

function domainEvent(team: TeamState, type: string, name: string, before: string): Finished {
  const domain = team.domains.find((each) => each.domain === name);
  const assignedMailboxesCount = team.mailboxes.filter((mailbox) => mailbox.domain === name).length;
  const domainDetails = { domain: name, status: domain?.status ?? 'ACTIVE', assignedMailboxesCount };
  return { type, data: { domainDetails, previousState: { status: before } } };
}
