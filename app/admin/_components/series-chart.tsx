export type SeriesPoint = { label: string; requested: number; verified: number };

const width = 720;
const height = 180;

/** Requests over time, the verified ones filled. A table with the same figures stands behind it. */
export function SeriesChart({ points }: { points: readonly SeriesPoint[] }) {
  const highest = Math.max(1, ...points.map(({ requested }) => requested));
  const step = width / Math.max(1, points.length);
  const bar = Math.max(1, step * 0.72);
  const tall = (count: number) => (count / highest) * (height - 8);
  return (
    <svg
      viewBox={`0 0 ${width} ${height + 22}`}
      className="w-full"
      role="img"
      aria-label="Requests over time, and how many were verified"
    >
      {[0.25, 0.5, 0.75, 1].map((part) => (
        <line
          key={part}
          x1="0"
          x2={width}
          y1={height - tall(highest * part)}
          y2={height - tall(highest * part)}
          className="stroke-line"
          strokeWidth="1"
        />
      ))}
      {points.map(({ label, requested, verified }, index) => (
        <g key={label}>
          <title>{`${label}: ${requested} requested, ${verified} verified`}</title>
          <rect
            x={index * step + (step - bar) / 2}
            y={height - tall(requested)}
            width={bar}
            height={tall(requested)}
            rx={Math.min(2, bar / 3)}
            className="fill-accent"
            fillOpacity="0.28"
          />
          <rect
            x={index * step + (step - bar) / 2}
            y={height - tall(verified)}
            width={bar}
            height={tall(verified)}
            rx={Math.min(2, bar / 3)}
            className="fill-accent"
          />
        </g>
      ))}
      <line x1="0" x2={width} y1={height} y2={height} className="stroke-field-line" strokeWidth="1" />
      <text x="0" y={height + 17} className="fill-muted" fontSize="12">
        {points[0]?.label}
      </text>
      <text x={width} y={height + 17} textAnchor="end" className="fill-muted" fontSize="12">
        {points.at(-1)?.label}
      </text>
    </svg>
  );
}
