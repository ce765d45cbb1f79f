import type { Sliced } from './chart-shapes.ts';

const around = 2 * Math.PI * 40;

/** A ring: each segment is a stroke of its share of the circle. */
export function Pie({ segments }: Pick<Sliced, 'segments'>) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  let before = 0;
  return (
    <svg className="pie" viewBox="0 0 120 120" focusable="false" aria-hidden="true">
      {segments.map(({ label, value }, index) => {
        const share = (value / total) * around;
        const offset = before;
        before += share;
        return (
          <circle
            key={label}
            className={`series-${index % 6}`}
            cx="60"
            cy="60"
            r="40"
            fill="none"
            stroke="currentColor"
            strokeWidth="24"
            strokeDasharray={`${share} ${around - share}`}
            strokeDashoffset={-offset}
            transform="rotate(-90 60 60)"
          />
        );
      })}
    </svg>
  );
}
