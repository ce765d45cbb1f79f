export interface Plotted {
  readonly type: 'line' | 'bar' | 'area';
  readonly series: readonly {
    readonly name: string;
    readonly data: readonly { readonly label: string; readonly value: number }[];
  }[];
  readonly axis_config: {
    readonly categories: readonly string[];
    readonly x_label?: string;
    readonly y_label?: string;
  };
}

/** Pies are never sent. */
export const isPlotted = (chart: unknown): chart is Plotted => (chart as { type?: string }).type !== 'pie';

/** Slack has six series at most. */
export const colourOf = (index: number): string => `var(--series-${index % 6})`;

export const valueAt = ({ series }: Plotted, index: number, category: string): number =>
  series[index]?.data.find(({ label }) => label === category)?.value ?? 0;
