import type { SnapshotInfo } from '../../../domain/dns/model/snapshot.ts';
import { code, slackTime } from '../../../ui/block-kit.ts';

/** Why a zone was read, for people. */
const why = ({ cause, request }: SnapshotInfo): string =>
  ({
    look: 'when somebody looked at it',
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
  const first = info.at > requestedAt ? 'This app had not read the zone by then. ' : '';
  const used = `${first}From this app's ${first ? 'first ' : ''}reading of ${slackTime(info.at)} (${why(info)}).`;
  if (!next) return `${used} It is the newest one: what changed after it is not in here.`;
  const later = `${slackTime(next.at)} (${why(next)})`;
  return next.content === info.content
    ? `${used} The next reading, ${later}, found the same records.`
    : next.cause === 'after' && next.request
      ? `${used} The next reading, ${later}, found what that request wrote, and what else may have changed meanwhile.`
      : `${used} The next reading, ${later}, found other records: when they changed in between is not known.`;
}
