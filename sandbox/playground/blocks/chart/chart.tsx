import { useId } from 'react';
import { ChartTable } from './chart-table.tsx';
import { Plot } from './plot.tsx';
import { colourOf, type Plotted } from './plotted.ts';

/** Slack's charts: drawn, and the same numbers as a table for people who cannot see it. */
export function Chart({ title, chart }: { readonly title: string; readonly chart: Plotted }) {
  const id = useId();
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <div aria-hidden="true">
        <Plot chart={chart} />
        <div className="chart-key">
          {chart.series.map(({ name }, index) => (
            <span key={name}>
              <span className="chart-dot" style={{ background: colourOf(index) }} /> {name}
            </span>
          ))}
        </div>
      </div>
      <ChartTable chart={chart} />
    </figure>
  );
}
