/** The words that go with a likelihood ratio, never without its number. */

/**
 * ENFSI Guideline for Evaluative Reporting (2015), its example scale; an edge belongs to the lower band. Between 1 and 2 the scale has no word:
 * there it is said, by our choice, that neither is supported.
 */
const BANDS: readonly (readonly [number, string])[] = [
  [1, 'weak support'],
  [2, 'moderate support'],
  [3, 'moderately strong support'],
  [4, 'strong support'],
  [6, 'very strong support'],
];
const WEAKEST = Math.log10(2);

/** H1: the first proposition, whose probability of the findings stands above. */
export function verbalScale(log10LR: number): string {
  const size = Math.abs(log10LR);
  if (size < WEAKEST) return 'no support for one proposition over the other';
  const words = BANDS.find(([edge]) => size <= edge)?.[1] ?? 'extremely strong support';
  return log10LR > 0 ? `${words} for H1 rather than H2` : `${words} for H2 rather than H1`;
}

/** As a number of at most two significant figures; below 1 as one over the inverse. */
export function ratioWords(log10LR: number): string {
  const inverse = Number((10 ** Math.abs(log10LR)).toPrecision(2));
  const words = inverse >= 100_000 ? inverse.toExponential(1) : String(inverse);
  return log10LR >= 0 || inverse === 1 ? words : `1/${words}`;
}
