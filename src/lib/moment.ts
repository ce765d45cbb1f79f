import { AppError } from './errors.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * A moment in the past as people type it: `30d`, `12h`, `2026-09-01` (00:00 UTC) or `2026-09-01T14:30` (UTC).
 * Epoch milliseconds. Throws `bad_input`.
 */
export function parseMoment(input: string, now: number): number {
  const text = input.trim();
  const [, count, unit = ''] = /^(\d{1,5})\s*([mhdw])[a-z]*(?:\s+ago)?$/i.exec(text) ?? [];
  const at = count === undefined ? dateOf(text) : now - Number(count) * (units[unit.toLowerCase()] ?? Number.NaN);
  if (at === undefined || Number.isNaN(at))
    throw new AppError('bad_input', `“${text.slice(0, 40)}” is not a time this app understands.`, {
      hint: 'Write how long ago (`30d`, `12h`), a date (`2026-09-01`) or a date with a time in UTC (`2026-09-01T14:30`).',
    });
  if (at > now) throw new AppError('bad_input', `${text} lies in the future.`, { hint: 'Name a moment in the past.' });
  return at;
}

function dateOf(text: string): number | undefined {
  const [, date, time = '00:00'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(?:Z| ?UTC)?$/i.exec(text) ?? [];
  if (date === undefined) return undefined;
  const at = Date.parse(`${date}T${time}Z`);
  // A day that does not exist rolls over into the next month.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? undefined : at;
}

const dayMs = 86_400_000;
/** Monday to Friday, 9 to 18. */
const workEnds = 18;

/** What a clock on the wall in this zone shows, read as if it were UTC. Epoch milliseconds. */
function wallClock(at: number, timeZone: string): number {
  const options = { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23', timeZone } as const;
  return Date.parse(`${new Intl.DateTimeFormat('sv-SE', options).format(at).replace(' ', 'T')}Z`);
}

function isKnownZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

/** When the working day after the day of `now` ends in this time zone (IANA; else UTC), epoch milliseconds. */
export function endOfNextWorkingDay(now: number, zone?: string): number {
  const timeZone = zone && isKnownZone(zone) ? zone : 'UTC';
  const today = wallClock(now, timeZone);
  let day = today - (today % dayMs) + dayMs;
  while ([0, 6].includes(new Date(day).getUTCDay())) day += dayMs;
  const end = day + workEnds * 3_600_000;
  // The zone's offset at that moment, which summer time may have moved.
  return end - (wallClock(end, timeZone) - end);
}
