/** Counts of rare events: exact Poisson intervals, and the tail of a Poisson count whose rate differs between persons. */
import { assert } from '../../../base/assert.ts';

/** P(X <= k) for a Poisson count with mean `mu`, summed term by term from the logarithm of the first (k up to some thousands). */
export function poissonCdf(k: number, mu: number): number {
  assert(Number.isInteger(k) && mu >= 0, 'a Poisson tail needs a whole count and a mean of at least 0');
  if (k < 0) return 0;
  if (mu === 0) return 1;
  let logTerm = -mu;
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log(mu / i);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/**
 * Exact (Garwood 1936) interval for the mean of a Poisson count: the means at which a count as extreme as `k` still has
 * the probability (1 - confidence) / 2 on either side. Found by bisection, absolute error below 1e-9.
 */
export function poissonInterval(k: number, confidence = 0.95): [number, number] {
  const side = (1 - confidence) / 2;
  const top = 10 * (k + 10);
  const low = k === 0 ? 0 : bisect((mu) => 1 - poissonCdf(k - 1, mu) - side, 0, top);
  return [low, bisect((mu) => side - poissonCdf(k, mu), 0, top)];
}

/** Root of an increasing function between `low` and `high`. */
function bisect(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  for (let i = 0; i < 80; i++) {
    const middle = (a + b) / 2;
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** A stretch of time in one state, and how often persons blink in that state: rate = median * exp(sigma * z), z standard normal. */
export interface Exposure {
  readonly minutes: number;
  readonly medianPerMinute: number;
  readonly sigmaLog: number;
}

/** Simpson's rule over the normal density: beyond 8.5 lies 2e-17 of it, less than a double can add to 1; a step is 0.025. */
const Z_LIMIT = 8.5;
const STEPS = 680;

/**
 * P(X <= k) when the count is Poisson given the person and the person's rate is log-normal. One z serves all states: a person
 * who blinks often while talking blinks often while silent. `seen` is the share of blinks that are found (a thinned Poisson
 * process is Poisson). Simpson's rule over z in +-8.5 in steps of 0.025; the error is below 1e-9 for the sigmas in use.
 */
export function chanceOfAtMost(k: number, exposures: readonly Exposure[], seen = 1): number {
  const h = (2 * Z_LIMIT) / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const z = -Z_LIMIT + i * h;
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    let mu = 0;
    for (const e of exposures) mu += seen * e.minutes * e.medianPerMinute * Math.exp(e.sigmaLog * z);
    sum += weight * Math.exp((-z * z) / 2) * poissonCdf(k, mu);
  }
  return Math.min(1, (sum * h) / 3 / Math.sqrt(2 * Math.PI));
}
