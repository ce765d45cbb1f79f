import { z } from 'zod';
import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { damagedLine, parseJson } from './damage.ts';
import type { Line } from './log-file.ts';

/** A line of events.jsonl: an event with the channels that are to get it, or what a channel, or everybody, has got. */
export interface EventLine {
  readonly event?: LiteMailEvent;
  readonly channels?: readonly string[];
  readonly settled?: { readonly teamId: string; readonly ids: readonly string[]; readonly channel?: string };
}

const Shape = z.union([
  z.strictObject({
    event: z.looseObject({ id: z.string(), teamId: z.string(), receivedAt: z.number() }),
    channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    settled: z.strictObject({ teamId: z.string(), ids: z.array(z.string()), channel: z.string().optional() }),
  }),
]);

export function readEventLine(path: string, line: Line): EventLine {
  const json = parseJson(line.text);
  if (!Shape.safeParse(json).success) throw damagedLine(path, line.number);
  // Safe because every writer of this file is typed, and the shape shows that it is such a line.
  return json as EventLine;
}

/** An event's id is LiteMail's own and says nothing outside its team. */
export const eventKey = ({ teamId, id }: Pick<LiteMailEvent, 'teamId' | 'id'>): string => JSON.stringify([teamId, id]);
