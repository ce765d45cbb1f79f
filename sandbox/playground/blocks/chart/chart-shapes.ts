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
export interface Sliced {
  readonly type: 'pie';
  readonly segments: readonly { readonly label: string; readonly value: number }[];
}
export type ChartShape = Plotted | Sliced;

export const valueAt = ({ series }: Plotted, index: number, category: string): number =>
  series[index]?.data.find(({ label }) => label === category)?.value ?? 0;
