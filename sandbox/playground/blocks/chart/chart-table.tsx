import { type Plotted, valueAt } from './plotted.ts';

/** The numbers of a chart, for screen readers alone. */
export const ChartTable = ({ chart }: { readonly chart: Plotted }) => (
  <table className="hidden">
    <thead>
      <tr>
        <th scope="col">Label</th>
        {chart.series.map(({ name }) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {chart.axis_config.categories.map((label) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          {chart.series.map(({ name }, index) => (
            <td key={name}>{valueAt(chart, index, label)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
