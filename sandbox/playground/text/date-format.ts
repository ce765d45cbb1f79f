const day = 86_400_000;
const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

function relative(at: number, now: number): string | undefined {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / day);
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : undefined;
}

const shown = (at: number, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en', options).format(at);
const short = (at: number) => shown(at, { month: 'short', day: 'numeric', year: 'numeric' });
const medium = (at: number) => shown(at, { month: 'long', day: 'numeric', year: 'numeric' });
const long = (at: number) => shown(at, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });

function ago(at: number, now: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const seconds = (at - now) / 1000;
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  return words.format(Math.trunc(seconds), 'second');
}

const tokens: Readonly<Record<string, (at: number, now: number) => string>> = {
  date_num: (at) => new Date(at).toLocaleDateString('sv'),
  date_slash: (at) => shown(at, { year: 'numeric', month: '2-digit', day: '2-digit' }),
  date: medium,
  date_pretty: (at, now) => relative(at, now) ?? medium(at),
  date_short: short,
  date_short_pretty: (at, now) => relative(at, now) ?? short(at),
  date_long: long,
  date_long_full: long,
  date_long_pretty: (at, now) => relative(at, now) ?? long(at),
  day_divider_pretty: (at, now) => relative(at, now) ?? long(at),
  time: (at) => shown(at, { hour: 'numeric', minute: '2-digit' }),
  time_secs: (at) => shown(at, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago,
};

/** Slack's `{date_short_pretty} at {time}` in the reader's time zone; a token that Slack does not know stays. */
export const formatDate = (format: string, at: number, now: number): string =>
  format.replace(/\{(\w+)\}/g, (whole, token: string) => tokens[token]?.(at, now) ?? whole);
