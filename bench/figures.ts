/** Of sorted values. */
export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
    : (sorted[Math.floor(middle)] ?? Number.NaN);
}

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** Median of all rounds. */
  readonly ours: number;
  /** What ours is held against, where there is such a thing. */
  readonly other?: { readonly name: string; readonly value: number };
  /** In words, and whether it was met; absent where nothing was promised. */
  readonly goal?: { readonly text: string; readonly met: boolean };
  /** Each round as measured. */
  readonly rounds: Readonly<Record<string, readonly number[]>>;
}

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0, minimumFractionDigits: 0 });

/** The figures as lines of text. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, unit, ours, other, goal }) => [
    what,
    `${number(ours)} ${unit}`,
    other ? `${other.name}: ${number(other.value)} ${unit}` : '',
    other ? `${(ours / other.value).toFixed(2)}x` : '',
    goal ? `${goal.text}: ${goal.met ? 'met' : 'MISSED'}` : '',
  ]);
  const all = [['', 'ours (median)', 'compared with', 'ratio', 'goal'], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
