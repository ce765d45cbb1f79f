import { useId } from 'react';
import type { Block } from '../../data/page-shapes.ts';
import type { ChartShape } from './chart-shapes.ts';
import { ChartTable } from './chart-table.tsx';
import { Pie } from './pie.tsx';
import { Plot } from './plot.tsx';

/** Slack's charts: drawn, and the same numbers as a table for whoever cannot see it. */
export function Chart({ block }: { readonly block: Block }) {
  const id = useId();
  const chart = block.chart as ChartShape;
  const names = chart.type === 'pie' ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>{String(block.title)}</figcaption>
      <div aria-hidden="true">
        {chart.type === 'pie' ? <Pie segments={chart.segments} /> : <Plot chart={chart} />}
        <div className="chart-key">
          {names.map((name, index) => (
            <span key={name} className={`series-${index % 6}`}>
              <span className="chart-dot" /> {name}
            </span>
          ))}
        </div>
      </div>
      <ChartTable chart={chart} />
    </figure>
  );
}
