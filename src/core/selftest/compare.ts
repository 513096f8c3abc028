/** One detector on one sample against its golden result: the same, near enough, made by something else, or different. */
import type { Difference, GoldenDetector, SelfTestLine } from '../../contract/selftest.ts';

export interface FoundDetector {
  readonly version: string;
  readonly parametersSha256: string;
  readonly weights: Readonly<Record<string, string>>;
  readonly outcome: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export type Compared = Pick<SelfTestLine, 'state' | 'numbers' | 'words' | 'differences'>;

export function compareDetector(golden: GoldenDetector, found: FoundDetector): Compared {
  const none = { numbers: 0, differences: [] };
  if (found.version !== golden.version || found.parametersSha256 !== golden.parametersSha256) {
    const what = found.version === golden.version ? 'other parameters' : `version ${found.version}`;
    return {
      state: 'otherVersion',
      words: `${what} here; the golden result is of version ${golden.version}, so its numbers say nothing`,
      ...none,
    };
  }
  const names = new Set([...Object.keys(golden.weights), ...Object.keys(found.weights)]);
  const others = [...names].filter((name) => golden.weights[name] !== found.weights[name]);
  if (others.length > 0) return { state: 'otherWeights', words: `other weights here: ${others.join(', ')}`, ...none };
  if (found.outcome !== golden.outcome)
    return { state: 'differs', words: `the outcome is “${found.outcome}”, the golden one “${golden.outcome}”`, ...none };
  return compareNumbers(golden, found);
}

function compareNumbers(golden: GoldenDetector, found: FoundDetector): Compared {
  const all = Object.entries(golden.numbers).map(([name, { value, tolerance }]): Difference => {
    return { name, expected: value, found: found.numbers[name] ?? null, tolerance };
  });
  const extra = Object.keys(found.numbers).filter((name) => !(name in golden.numbers));
  const numbers = all.length;
  const differences = all.filter((one) => distance(one) > one.tolerance).sort((a, b) => share(b) - share(a));
  if (differences.length > 0 || extra.length > 0) {
    const [worst] = differences;
    const example =
      worst === undefined
        ? ''
        : `: ${worst.name} is ${String(worst.found)} instead of ${String(worst.expected)} ± ${String(worst.tolerance)}`;
    const more = extra.length === 0 ? '' : `; not in the golden result: ${extra.join(', ')}`;
    return {
      state: 'differs',
      numbers,
      words: `${String(differences.length)} of ${String(numbers)} numbers differ${example}${more}`,
      differences,
    };
  }
  const moved = all.filter((one) => distance(one) > 0);
  if (moved.length === 0) {
    const words = numbers === 0 ? `${golden.outcome}, without a number` : `${golden.outcome}; ${String(numbers)} numbers to the last bit`;
    return { state: 'same', numbers, words, differences: [] };
  }
  const most = Math.max(...moved.map(share));
  return {
    state: 'withinTolerance',
    numbers,
    words: `${golden.outcome}; ${String(moved.length)} of ${String(numbers)} numbers moved, by at most ${String(Math.round(100 * most))} % of what is allowed`,
    differences: [],
  };
}

const distance = ({ expected, found }: Difference): number => (found === null ? Number.POSITIVE_INFINITY : Math.abs(found - expected));

/** Of the tolerance. */
const share = (one: Difference): number => (distance(one) === 0 ? 0 : distance(one) / Math.max(one.tolerance, Number.MIN_VALUE));
