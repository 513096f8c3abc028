import { describe, expect, it } from 'vitest';
import type { GoldenDetector, SelfTestLine } from '../../contract/selftest.ts';
import { compareDetector, type FoundDetector } from './compare.ts';
import { numbersOf } from './numbers.ts';
import { agrees, inWords, summarise } from './summary.ts';

const hash = (digit: string): string => digit.repeat(64);
const golden: GoldenDetector = {
  version: '1.2.0',
  parametersSha256: hash('a'),
  weights: { iris: hash('b') },
  outcome: 'measured',
  numbers: { score: { value: 0.5, tolerance: 0.01 }, 'signal x, values': { value: 100, tolerance: 0 } },
};
const found: FoundDetector = { ...golden, numbers: { score: 0.5, 'signal x, values': 100 } };

describe('a detector against its golden result', () => {
  it('is the same to the last bit', () => {
    expect(compareDetector(golden, found)).toEqual({
      state: 'same',
      numbers: 2,
      words: 'measured; 2 numbers to the last bit',
      differences: [],
    });
  });

  it('may move within its tolerance, which is said', () => {
    expect(compareDetector(golden, { ...found, numbers: { ...found.numbers, score: 0.5025 } })).toEqual({
      state: 'withinTolerance',
      numbers: 2,
      words: 'measured; 1 of 2 numbers moved, by at most 25 % of what is allowed',
      differences: [],
    });
  });

  it.each([
    ['a number beyond its tolerance', { score: 0.52, 'signal x, values': 100 }, 'score is 0.52 instead of 0.5 ± 0.01'],
    ['one more value where none may be', { score: 0.5, 'signal x, values': 101 }, 'signal x, values is 101 instead of 100 ± 0'],
    ['a number that is not there', { score: 0.5 }, 'signal x, values is null instead of 100'],
    ['a number too many', { ...found.numbers, extra: 1 }, 'not in the golden result: extra'],
  ])('differs by %s', (_, numbers, words) => {
    const compared = compareDetector(golden, { ...found, numbers });
    expect(compared.state).toBe('differs');
    expect(compared.words).toContain(words);
  });

  it('differs by its outcome', () => {
    expect(compareDetector(golden, { ...found, outcome: 'abstained' })).toMatchObject({
      state: 'differs',
      words: 'the outcome is “abstained”, the golden one “measured”',
    });
  });

  it('of another version, or with other weights, is not compared', () => {
    const wrong = { score: 9 };
    expect(compareDetector(golden, { ...found, version: '1.3.0', numbers: wrong })).toMatchObject({ state: 'otherVersion', numbers: 0 });
    expect(compareDetector(golden, { ...found, parametersSha256: hash('c') })).toMatchObject({ state: 'otherVersion' });
    expect(compareDetector(golden, { ...found, weights: { iris: hash('c') }, numbers: wrong })).toMatchObject({
      state: 'otherWeights',
      words: 'other weights here: iris',
    });
  });
});

it('the gravest that is said of a detector counts', () => {
  const line = (detectorId: string, state: SelfTestLine['state']): SelfTestLine => {
    return { detectorId, sample: 'still', state, numbers: 0, words: '', differences: [] };
  };
  const lines = [line('a', 'same'), line('a', 'withinTolerance'), line('b', 'notRun'), line('b', 'same'), line('c', 'notRun')];
  expect(summarise({ lines }).map(({ detectorId, state }) => `${detectorId} ${state}`)).toEqual([
    'a withinTolerance',
    'b same',
    'c notRun',
  ]);
  expect(agrees({ lines })).toBe(true);
  expect(inWords({ lines })).toBe('1 not run, 1 same, 1 same within tolerance');
  expect(agrees({ lines: [...lines, line('d', 'otherWeights')] })).toBe(false);
});

it('takes from time series and findings what depends on all of them', () => {
  const measure = { name: 'duration', value: 120, unit: 'ms' };
  const place = { endUs: 0, firstFrame: null, lastFrame: null };
  const numbers = numbersOf({
    outcome: 'measured',
    score: 0.25,
    signals: [{ name: 'x', unit: '', trackId: 0, frames: [0, 1, 2], values: [1, null, 3] }],
    findings: [
      { kind: 'blink', weight: 'note', startUs: 1_000_000, ...place, measure },
      { kind: 'blink', weight: 'note', startUs: 3_000_000, ...place, measure: { ...measure, value: 100 } },
    ],
  });
  expect(numbers).toEqual({
    score: 0.25,
    'signal x of face 0, values': 2,
    'signal x of face 0, mean': 2,
    'signal x of face 0, deviation': 1,
    'findings blink, number': 2,
    'findings blink, mean start in seconds': 2,
    'findings blink, mean measure': 110,
  });
});
