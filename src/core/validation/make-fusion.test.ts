import { expect, it } from 'vitest';
import { fusionRequest, madeFusion, pairedScores } from '../../../tests/helpers/made-fusion.ts';
import { DetectorId } from '../../contract/values.ts';
import { Fusion } from '../../contract/fusion.ts';
import { makeFusion, type FusionRequest } from './make-fusion.ts';

const ids = ['blink', 'head-pose'] as const;
const scores = (count: number, apart: [number, number], rho: number): FusionRequest['fit'] => ({
  files: pairedScores(count, apart, rho, ids),
  sha256: 'b'.repeat(64),
});

it('finds the likelihood ratio of two dependent normal cues, and tells what it is better than', () => {
  const { fusion } = madeFusion();
  expect(Fusion.parse(JSON.parse(JSON.stringify(fusion)))).toEqual(fusion);
  expect(fusion.refused).toEqual([]);
  const [pattern] = fusion.patterns;
  // Unit spread, correlation 0.5, both 1.5 apart: ln LR has the slopes S^-1 d = 1 for each (1.5 for one alone), and is 0 half way.
  for (const { slope, centre } of pattern?.cues ?? []) {
    expect(Math.abs(slope * Math.LN10 - 1)).toBeLessThan(0.1);
    expect(centre).toBeCloseTo(0.75, 1);
  }
  expect(pattern?.constant).toBeCloseTo(0, 1);
  expect(pattern?.bounds.upper).toBeLessThanOrEqual(Math.log10(300));
  const { cllr, alone, gain, leastCllr } = pattern?.validation ?? { cllr: 9, alone: [], gain: [9, 9], leastCllr: 9 };
  expect(alone.map(({ id }) => id)).toEqual(ids);
  for (const one of alone) expect(cllr).toBeLessThan(one.cllr);
  expect(gain[1]).toBeLessThan(0);
  expect(leastCllr).toBeLessThanOrEqual(cllr);
});

it.each([
  ['a pool that would do for one cue only', { fit: scores(39, [1.5, 1.5], 0.5) }, 'at least 40 of each are needed'],
  ['a cue that says what another says', { fit: scores(300, [1.5, 1.5], 0.999) }, 'not below that of fewer cues beyond chance'],
  // Correlation 0.8 and the second moved half as far: its best weight is negative, since it tells what of the first is common noise.
  ['a cue whose weight falls', { fit: scores(300, [1.5, 0.4], 0.8) }, 'beside the others head-pose adds nothing'],
  ['no information', { fit: scores(300, [0.05, 0.05], 0) }, /bounds collapse|no information|adds nothing/],
  ['classes that the sum parts', { fit: scores(300, [12, 12], 0) }, 'parts the classes wholly'],
  ['a test set of the same sources', { test: scores(300, [1.5, 1.5], 0.5) }, 'is in both files'],
  [
    'a condition on one detector’s measure',
    { description: { ...fusionRequest().description, conditions: [{ on: 'measure' as const, name: 'a', unit: 's', least: 1, most: 2 }] } },
    'belongs to one detector',
  ],
])('refuses %s', (_, change, words) => {
  expect(() => makeFusion(fusionRequest(undefined, change))).toThrow(
    expect.objectContaining({
      code: 'FUSION_REFUSED',
      message: typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
    }),
  );
});

it('tests on other sources when it is given them', () => {
  const files = pairedScores(160, [1.5, 1.5], 0.5, ids).map((file) => ({ ...file, group: `other ${file.group}` }));
  const { patterns } = makeFusion(fusionRequest(undefined, { test: { files, sha256: 'c'.repeat(64) } }));
  expect(patterns[0]?.validation).toMatchObject({ how: 'another set of files', groups: { genuine: 160, synthetic: 160 } });
  expect(patterns[0]?.bounds.upper).toBeLessThanOrEqual(Math.log10(160));
});

it('fits fewer cues on every file that has them, lists those that do not earn it, and takes no cue along that adds nothing', () => {
  const three = (third: (first: number, synthetic: boolean, k: number) => number): FusionRequest => {
    const files = pairedScores(150, [1.5, 1.5], 0.3, ids).map((file, k) => ({
      ...file,
      scores: new Map([...file.scores, ['gaze', third(file.scores.get('blink') ?? 0, file.synthetic, k)]]),
    }));
    const cues = [...ids, 'gaze'].map((id) => ({ ...fusionRequest().cues[0]!, id: DetectorId.parse(id) }));
    return { ...fusionRequest(), cues, fit: { files, sha256: 'b'.repeat(64) } };
  };
  const fusion = makeFusion(three((_, synthetic, k) => Math.sin(k * k) + (synthetic ? 1.5 : 0)));
  expect(fusion.patterns[0]?.cues).toHaveLength(3);
  expect(fusion.patterns[0]?.validation.best).toHaveLength(2);
  const tried = [...fusion.patterns.map((one) => one.cues.map(({ id }) => id)), ...fusion.refused.map((one) => one.cues)];
  expect(tried.map((one) => one.join()).sort()).toEqual(['blink,gaze', 'blink,head-pose', 'blink,head-pose,gaze', 'head-pose,gaze']);
  // The first cue again, with noise: better than any single cue beside the others, and still nothing of its own.
  expect(() => makeFusion(three((first, _, k) => first + 2 * Math.sin(k * k)))).toThrow(/gaze adds nothing|not below that of fewer cues/);
});
