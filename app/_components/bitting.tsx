/** The cuts of a key, faint, along the foot of the page. Decoration: not there in forced colours or in print. */
export function Bitting() {
  return (
    <svg
      viewBox="0 0 1600 120"
      preserveAspectRatio="xMidYMax slice"
      className="pointer-events-none absolute inset-x-0 bottom-0 -z-10 h-20 w-full fill-sunken opacity-80 sm:h-28 forced-colors:hidden print:hidden"
      aria-hidden="true"
    >
      <path d="M0 120V40h150l24 30h44l18-26h46l30 46h44l28-60h44l22 32h44l30-52h46l24 58h44l24-34h44l28 38h44l28-66h44l24 42h46l20-22h44l30 44h44l24-50h44l28 30h44l24-20H1600V120z" />
    </svg>
  );
}
