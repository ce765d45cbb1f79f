import { globMatches } from '../../lib/glob.ts';
import { factsOf } from './describe.ts';
import type { ChannelSubscription, LiteMailEvent } from './event.ts';
import { parseFilter } from './filter.ts';

/** Whether an event matches a channel subscription. */
export const matchesSubscription = (
  { types, filter }: Pick<ChannelSubscription, 'types' | 'filter'>,
  event: Pick<LiteMailEvent, 'type' | 'body'>,
): boolean =>
  types.some((glob) => globMatches(glob, event.type)) && (filter === undefined || parseFilter(filter)(factsOf(event)));
