/** Half of the durations are at most the median, 95 of 100 at most the p95. In seconds; null where there is none. */
export interface Quantiles {
  median: number | null;
  p95: number | null;
}

/**
 * Reads milliseconds as PostgreSQL's int4send wrote them, one after the other. Both quantiles are measured values, as
 * percentile_disc gives them: all durations are here, so hours can be put together and nothing is lost.
 */
export function readQuantiles(bytes: Uint8Array): Quantiles {
  const count = bytes.byteLength / 4;
  if (count === 0) return { median: null, p95: null };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sorted = Int32Array.from({ length: count }, (_, index) => view.getInt32(index * 4)).sort();
  const at = (part: number) => sorted[Math.ceil(part * count) - 1]! / 1000;
  return { median: at(0.5), p95: at(0.95) };
}
