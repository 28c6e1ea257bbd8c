// Six pins for six digits: the higher the digit, the longer the pin and the deeper the cut of the key under it.
const pins = [
  { digit: 4, x: 84, length: 58, rise: 'pin-0' },
  { digit: 8, x: 136, length: 86, rise: 'pin-1' },
  { digit: 2, x: 188, length: 44, rise: 'pin-2' },
  { digit: 0, x: 240, length: 30, rise: 'pin-3' },
  { digit: 7, x: 292, length: 79, rise: 'pin-4' },
  { digit: 1, x: 344, length: 37, rise: 'pin-5' },
];
const shearLine = 190;

const cuts = pins.map(({ x, length }) => `L${x - 10} ${shearLine + length}h20`).join('');

/** A lock with its key in it, all pins at the line: the code that fits. Decoration. */
export function LockDrawing() {
  return (
    <svg
      viewBox="0 0 536 400"
      className="mx-auto w-full max-w-[34rem] forced-colors:hidden"
      aria-hidden="true"
      focusable="false"
    >
      <rect
        x="1"
        y="21"
        width="405"
        height="358"
        rx="34"
        strokeWidth="1.5"
        className="fill-door stroke-line"
      />
      <path d="M30 204h376v140H58q-28 0-28-28z" fill="#000" opacity="0.28" />
      <path
        fillRule="evenodd"
        d={`M44 322${cuts}L378 216h26v-12h18v24a60 60 0 1 1 0 92v24h-18v-12H62zM468 250a24 24 0 1 0 0 48 24 24 0 0 0 0-48Z`}
        className="fill-brass-bright"
      />
      {pins.map(({ x, length, digit, rise }) => (
        <g key={digit}>
          <rect
            x={x - 13}
            y="52"
            width="26"
            height={shearLine - 52 + length - 8}
            fill="#000"
            opacity="0.28"
            rx="4"
          />
          <g className={`animate-rise ${rise}`}>
            <path
              d={`M${x - 8} 60l16 8l-16 8l16 8l-16 8l16 8l-16 8l16 8`}
              fill="none"
              strokeWidth="2.5"
              strokeLinejoin="round"
              className="stroke-on-door-muted"
              opacity="0.75"
            />
            <rect
              x={x - 10}
              y="118"
              width="20"
              height={shearLine - 120}
              rx="3"
              className="fill-on-door-muted"
            />
            <path
              d={`M${x - 10} ${shearLine + 2}h20v${length - 10}l-6 8h-8l-6-8z`}
              className="fill-on-door"
            />
          </g>
          <text
            x={x}
            y="323"
            textAnchor="middle"
            fontSize="24"
            fontWeight="700"
            fill="#1d2a1f"
            className="font-mono"
          >
            {digit}
          </text>
        </g>
      ))}
      <path
        d={`M20 ${shearLine}h368`}
        strokeWidth="2"
        strokeDasharray="3 7"
        className="stroke-brass-bright"
      />
    </svg>
  );
}
