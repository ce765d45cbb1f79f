import type { Change, Query } from './page-shapes.ts';

/** Does this change touch what the query reads? */
export function touches({ kind, channel, user, team }: Change, query: Query): boolean {
  const ofTeam = !query.team || !team || team === query.team;
  switch (query.read) {
    case 'messages': {
      const { channel: wanted = '' } = query;
      return kind === 'message' && ofTeam && (!channel || channel === wanted || channel === `D${wanted.slice(1)}`);
    }
    case 'views':
      return (kind === 'view' || kind === 'home') && (!user || user === query.user);
    case 'people':
    case 'channels':
      return kind === 'people';
    case 'wire':
      return kind === 'wire';
    case 'faults':
      return kind === 'fault';
    case 'clock':
      return kind === 'clock';
    case 'events':
      return kind === 'events' || kind === 'wire';
    default:
      return kind === query.read;
  }
}
