import { colourOf, type Plotted, valueAt } from './plotted.ts';

const box = { left: 44, top: 8, width: 440, height: 140 } as const;

interface Scale {
  readonly low: number;
  readonly high: number;
  x(index: number): number;
  y(value: number): number;
}

function scaleOf(chart: Plotted): Scale {
  const values = chart.series.flatMap(({ data }) => data.map(({ value }) => value));
  const low = Math.min(0, ...values);
  const high = Math.max(1, ...values);
  const step = box.width / chart.axis_config.categories.length;
  return {
    low,
    high,
    x: (index) => box.left + step * (index + 0.5),
    y: (value) => box.top + box.height * (1 - (value - low) / (high - low)),
  };
}

const short = (value: number): string => new Intl.NumberFormat('en', { notation: 'compact' }).format(value);

function Series({ chart, index, scale }: { readonly chart: Plotted; readonly index: number; readonly scale: Scale }) {
  const { categories } = chart.axis_config;
  const points = categories.map((category, at) => [scale.x(at), scale.y(valueAt(chart, index, category))] as const);
  const colour = colourOf(index);
  if (chart.type === 'bar') {
    const slot = (box.width / categories.length) * 0.7;
    const width = slot / chart.series.length;
    return points.map(([x, y], at) => (
      <rect
        key={categories[at]}
        fill={colour}
        rx="2"
        x={x - slot / 2 + width * index}
        y={Math.min(y, scale.y(0))}
        width={Math.max(1, width - 2)}
        height={Math.max(1, Math.abs(scale.y(0) - y))}
      />
    ));
  }
  const line = points.map(([x, y]) => `${x},${y}`).join(' ');
  const [first, last] = [points[0], points.at(-1)];
  return (
    <g>
      {chart.type === 'area' && first && last && (
        <polygon points={`${first[0]},${scale.y(0)} ${line} ${last[0]},${scale.y(0)}`} fill={colour} opacity="0.18" />
      )}
      <polyline points={line} fill="none" stroke={colour} strokeWidth="2.2" strokeLinejoin="round" />
      {points.map(([x, y], at) => (
        <circle key={categories[at]} cx={x} cy={y} r="3" fill={colour} />
      ))}
    </g>
  );
}

/** Lines, areas or bars over categories. */
export function Plot({ chart }: { readonly chart: Plotted }) {
  const scale = scaleOf(chart);
  const { categories } = chart.axis_config;
  const every = Math.ceil(categories.length / 8);
  return (
    <svg className="plot" viewBox="0 0 500 176" focusable="false" aria-hidden="true">
      {[scale.low, (scale.low + scale.high) / 2, scale.high].map((value) => (
        <g key={value} className="plot-line">
          <line x1={box.left} x2={box.left + box.width} y1={scale.y(value)} y2={scale.y(value)} />
          <text x={box.left - 6} y={scale.y(value) + 4} textAnchor="end">
            {short(value)}
          </text>
        </g>
      ))}
      {chart.series.map(({ name }, index) => (
        <Series key={name} chart={chart} index={index} scale={scale} />
      ))}
      {categories.map((category, at) =>
        at % every === 0 ? (
          <text key={category} x={scale.x(at)} y={168} textAnchor="middle">
            {category}
          </text>
        ) : null,
      )}
    </svg>
  );
}
