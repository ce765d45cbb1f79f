import type { SnapshotInfo } from '../../../domain/dns/model/snapshot.ts';
import { code, slackTime } from '../../../ui/block-kit.ts';

/** Why a zone was read, for people. */
const why = ({ cause, request }: SnapshotInfo): string =>
  ({
    look: 'when somebody viewed it',
    plan: 'for a plan',
    before: `right before request ${code(request ?? '')} was applied`,
    after: `right after request ${code(request ?? '')} was applied`,
  })[cause];

interface Seen {
  readonly requestedAt: number;
  readonly info: SnapshotInfo;
  readonly next?: SnapshotInfo;
}

/** Which reading stands for the moment, and what may have happened between it and the next one. */
export function snapshotNote({ requestedAt, info, next }: Seen): string {
  const first = info.at > requestedAt ? 'There is no snapshot from before then. ' : '';
  const used = `${first}From this app’s ${first ? 'first ' : ''}snapshot of ${slackTime(info.at)} (${why(info)}).`;
  if (!next) return `${used} It is the latest one: later changes are not included.`;
  const later = `${slackTime(next.at)} (${why(next)})`;
  return next.content === info.content
    ? `${used} The next snapshot, ${later}, has the same records.`
    : next.cause === 'after' && next.request
      ? `${used} The next snapshot, ${later}, has what that request wrote, and anything else that changed in between.`
      : `${used} The next snapshot, ${later}, has different records; when they changed in between is unknown.`;
}
