/** What an examination gives, as few numbers that depend on all of it. */
import type { ScoredDetector } from '../../contract/score.ts';

/** For each time series how many values it has, their mean and standard deviation; for each kind of finding how many, where, and how much. */
export function numbersOf(detector: ScoredDetector): Record<string, number> {
  const numbers: Record<string, number> = {};
  if (detector.score !== undefined) numbers.score = detector.score;
  for (const { name, trackId, values } of detector.signals ?? []) {
    const there = values.filter((value) => value !== null);
    const of = `signal ${name}${trackId === null ? '' : ` of face ${String(trackId)}`}`;
    numbers[`${of}, values`] = there.length;
    if (there.length === 0) continue;
    const mean = meanOf(there);
    numbers[`${of}, mean`] = mean;
    numbers[`${of}, deviation`] = Math.sqrt(meanOf(there.map((value) => (value - mean) ** 2)));
  }
  const kinds = Map.groupBy(detector.findings, ({ kind }) => kind);
  for (const [kind, findings] of kinds) {
    numbers[`findings ${kind}, number`] = findings.length;
    numbers[`findings ${kind}, mean start in seconds`] = meanOf(findings.map(({ startUs }) => startUs / 1e6));
    numbers[`findings ${kind}, mean measure`] = meanOf(findings.map(({ measure }) => measure.value));
  }
  return numbers;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
