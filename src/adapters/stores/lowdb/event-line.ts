import { z } from 'zod';
import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { damagedLine, parseJson } from './damage.ts';
import type { Line } from './log-file.ts';

/** A line of events.jsonl: one of the two. */
export interface EventLine {
  readonly event?: LiteMailEvent;
  readonly settled?: { readonly teamId: string; readonly ids: readonly string[] };
}

const Shape = z.union([
  z.strictObject({ event: z.looseObject({ id: z.string(), teamId: z.string(), receivedAt: z.number() }) }),
  z.strictObject({ settled: z.strictObject({ teamId: z.string(), ids: z.array(z.string()) }) }),
]);

export function readEventLine(path: string, line: Line): EventLine {
  const json = parseJson(line.text);
  if (!Shape.safeParse(json).success) throw damagedLine(path, line.number);
  // Safe because every writer of this file is typed, and the shape shows that it is such a line.
  return json as EventLine;
}

/** An event's id is LiteMail's own and says nothing outside its team. */
export const eventKey = ({ teamId, id }: Pick<LiteMailEvent, 'teamId' | 'id'>): string => JSON.stringify([teamId, id]);
