/** Modified Bessel function of the first kind, order 0, by its series: what Kaiser's windows are made of. */
export function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
