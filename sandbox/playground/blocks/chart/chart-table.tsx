import { type ChartShape, valueAt } from './chart-shapes.ts';

/** The numbers of a chart, for screen readers alone. */
export function ChartTable({ chart }: { readonly chart: ChartShape }) {
  const columns = chart.type === 'pie' ? ['Value'] : chart.series.map(({ name }) => name);
  const rows =
    chart.type === 'pie'
      ? chart.segments.map(({ label, value }) => ({ label, values: [value] }))
      : chart.axis_config.categories.map((label) => ({
          label,
          values: chart.series.map((_, index) => valueAt(chart, index, label)),
        }));
  return (
    <table className="hidden">
      <thead>
        <tr>
          <th scope="col">Label</th>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, values }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {values.map((value, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
              <td key={index}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
