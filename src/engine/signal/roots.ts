/** All roots of a short real polynomial at once. */

type Complex = readonly [number, number];

const ROUNDS = 200;
const CLOSE = 1e-13;

/**
 * Roots of c0 x^p + c1 x^(p-1) + ... + cp, c0 not 0, as real and imaginary parts, by Aberth's simultaneous iteration
 * (Aberth O, Iteration methods for finding all zeros of a polynomial simultaneously, Math. Comp. 27(122):339-344, 1973).
 */
export function polynomialRoots(coefficients: readonly number[]): [number, number][] {
  const degree = coefficients.length - 1;
  const lead = coefficients[0] ?? 1;
  const monic = coefficients.map((value) => value / lead);
  // On a circle of the roots' mean size, off the axes so that no symmetry holds them.
  const radius = Math.max(0.1, Math.abs(monic.at(-1) ?? 1) ** (1 / Math.max(1, degree)));
  const roots: [number, number][] = Array.from({ length: degree }, (_, k) => {
    const angle = (2 * Math.PI * k) / degree + 0.4;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = 0;
    for (let k = 0; k < degree; k += 1) {
      const root = roots[k] ?? [0, 0];
      const [value, slope] = evaluate(monic, root);
      if (value[0] === 0 && value[1] === 0) continue;
      const newton = divide(value, slope);
      let crowd: Complex = [0, 0];
      roots.forEach((other, j) => {
        if (j === k) return;
        const away = divide([1, 0], [root[0] - other[0], root[1] - other[1]]);
        crowd = [crowd[0] + away[0], crowd[1] + away[1]];
      });
      const product = multiply(newton, crowd);
      const step = divide(newton, [1 - product[0], -product[1]]);
      roots[k] = [root[0] - step[0], root[1] - step[1]];
      moved = Math.max(moved, Math.hypot(step[0], step[1]));
    }
    if (moved < CLOSE) break;
  }
  return roots;
}

/** Value and derivative by Horner's rule. */
function evaluate(monic: readonly number[], x: Complex): [Complex, Complex] {
  let value: Complex = [0, 0];
  let slope: Complex = [0, 0];
  for (const coefficient of monic) {
    const turned = multiply(slope, x);
    slope = [turned[0] + value[0], turned[1] + value[1]];
    const next = multiply(value, x);
    value = [next[0] + coefficient, next[1]];
  }
  return [value, slope];
}

const multiply = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];

function divide(a: Complex, b: Complex): Complex {
  const size = b[0] * b[0] + b[1] * b[1];
  // Two roots on one another, or a flat place: a small push instead of infinity.
  if (size < 1e-300) return [1e-6, 1e-6];
  return [(a[0] * b[0] + a[1] * b[1]) / size, (a[1] * b[0] - a[0] * b[1]) / size];
}
