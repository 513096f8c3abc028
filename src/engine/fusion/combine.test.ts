import { describe, expect, it } from 'vitest';
import { exampleCombined, exampleOutcome } from '../../../tests/helpers/example-records.ts';
import { must } from '../../base/assert.ts';
import { DetectorId } from '../../contract/values.ts';
import { combine } from './combine.ts';

const locked = exampleCombined.status === 'evaluated' ? exampleCombined.fusion : null;
const fusion = must(locked, 'the example is an evaluated one');
const [blink, gaze] = [DetectorId.parse('blink'), DetectorId.parse('gaze')];
const ran = (id: DetectorId, version = '1.0.0') => ({ id, version, parametersSha256: 'a'.repeat(64) });
const both = [blink, gaze].map((detectorId) => ({ detectorId, outcome: exampleOutcome }));
const plan = { detectors: [ran(blink), ran(gaze)], weights: [] };
const inside = { kind: 'video' };

it('adds what each cue adds to the constant, and holds the sum within the bounds', () => {
  expect(combine(fusion, both, inside, plan)).toEqual(exampleCombined);
  const high = [both[0]!, { detectorId: gaze, outcome: { ...exampleOutcome, score: 0.75 } as typeof exampleOutcome }];
  expect(combine(fusion, high, inside, plan)).toMatchObject({ log10LR: 0.1 + 0.125 + 0.5, bounded: null, constant: 0.1 });
});

describe('gives none', () => {
  const abstained = { status: 'abstained' as const, reason: 'No face was found.', measures: [] };
  it.each([
    ['outside its conditions', both, { kind: 'image' }, plan, 'its kind is image'],
    ['where a cue abstained', [both[0]!, { detectorId: gaze, outcome: abstained }], inside, plan, 'gave a score (gaze: No face was found)'],
    ['where a cue was not asked', both.slice(0, 1), inside, { ...plan, detectors: [ran(blink)] }, 'gave a score (gaze: it was not asked)'],
    [
      'for another version of a cue',
      both,
      inside,
      { ...plan, detectors: [ran(blink), ran(gaze, '1.0.1')] },
      'the fusion was made with version 1.0.0',
    ],
  ])('%s', (_, concluded, values, today, words) => {
    const said = combine(fusion, concluded, values, today);
    expect(said).toEqual({
      status: 'notValidated',
      cues: ['blink', 'gaze'],
      reason: expect.stringContaining(words),
      fusionSha256: fusion.sha256,
    });
  });
});

it('uses the fit of the cues that are there, or says why they have none', () => {
  const third = { ...must(fusion.fusion.cues[0], 'one'), id: DetectorId.parse('pulse') };
  const three = { ...fusion, fusion: { ...fusion.fusion, cues: [...fusion.fusion.cues, third] } };
  expect(combine(three, both, inside, plan)).toMatchObject({
    status: 'evaluated',
    log10LR: -0.2,
    without: [{ detectorId: 'pulse', reason: 'it was not asked' }],
  });
  const refused = { ...three, fusion: { ...three.fusion, patterns: [], refused: [{ cues: [blink, gaze], reason: 'too few' }] } };
  expect(combine(refused, both, inside, plan)).toMatchObject({ status: 'notValidated', reason: 'too few (pulse: it was not asked)' });
});

it('takes the fit of exactly the cues that gave a score, not another of as many', () => {
  const pulse = DetectorId.parse('pulse');
  const third = { ...must(fusion.fusion.cues[0], 'one'), id: pulse };
  const [pattern] = fusion.fusion.patterns;
  const other = {
    ...must(pattern, 'one'),
    constant: 9,
    cues: must(pattern, 'one').cues.map((cue) => (cue.id === gaze ? { ...cue, id: pulse } : cue)),
  };
  const three = { ...fusion, fusion: { ...fusion.fusion, cues: [...fusion.fusion.cues, third], patterns: [other, must(pattern, 'one')] } };
  expect(combine(three, both, inside, plan)).toMatchObject({ status: 'evaluated', constant: 0.1, log10LR: -0.2 });
});

it('says that a cue was not asked, whether the plan or the conclusion lacks it', () => {
  const lacking = 'fewer than two of its cues gave a score (gaze: it was not asked)';
  expect(combine(fusion, both.slice(0, 1), inside, plan)).toMatchObject({ reason: lacking });
  expect(combine(fusion, both, inside, { ...plan, detectors: [ran(blink)] })).toMatchObject({ reason: lacking });
});
