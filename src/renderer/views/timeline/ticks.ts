/** Distances that a person reads easily, microseconds. */
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map(
  (seconds) => seconds * 1e6,
);

/** The smallest readable step whose labels stand at least `least` pixels apart. */
export function tickStep(spanUs: number, widthPx: number, least: number): number {
  const needed = (spanUs / Math.max(1, widthPx)) * least;
  return STEPS.find((step) => step >= needed) ?? Math.ceil(needed / 3.6e9) * 3.6e9;
}
