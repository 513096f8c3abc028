import { describe, expect, it } from 'vitest';
import { fakeDetector } from '../../../tests/helpers/fake-engine.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { Plan } from '../../contract/analysis.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { chosenDetectors, makePlan, parametersSha256, refuseChangedPlan, type PlanParts } from './plan.ts';

const SHA = 'a'.repeat(64);
const EXHIBIT = { sha256: SHA, kind: 'video' } as const;
const PARTS: PlanParts = {
  decoderVersion: 'ffmpeg version 5.1',
  runtimeVersion: '1.30.0',
  lockedWeights: new Map([
    ['mesh', 'b'.repeat(64)],
    ['other', 'c'.repeat(64)],
  ]),
  trackerNetworks: ['mesh'],
  penumbraVersion: '0.1.0',
};
const face = fakeDetector('face', 'face');
const frame = fakeDetector('frame', 'frame');

describe('the plan', () => {
  it('measures a still as it was saved, and films at no more than full HD', () => {
    expect(makePlan(EXHIBIT, [face], PARTS).sampling.maxWorkingWidth).toBe(1920);
    expect(makePlan({ ...EXHIBIT, kind: 'image' }, [face], PARTS).sampling.maxWorkingWidth).toBe(8192);
  });

  it('names what could change a number', () => {
    const plan = makePlan(EXHIBIT, [face, frame], PARTS);
    expect(Plan.parse(plan)).toEqual(plan);
    expect(plan.weights).toEqual([{ id: 'mesh', sha256: 'b'.repeat(64) }]);
    expect(plan.detectors).toEqual([
      { id: 'face', version: '1.0.0', parametersSha256: parametersSha256(face.card) },
      { id: 'frame', version: '1.0.0', parametersSha256: parametersSha256(frame.card) },
    ]);
  });

  it('states the length of blocks of sound only where a detector hears it', () => {
    expect('soundBlockSeconds' in makePlan(EXHIBIT, [face, frame], PARTS).sampling).toBe(false);
    const heard = makePlan(EXHIBIT, [frame, fakeDetector('ear', 'audio')], PARTS);
    expect(heard.sampling.soundBlockSeconds).toBe(1);
    expect(Plan.parse(heard)).toEqual(heard);
    refuseChangedPlan(heard, structuredClone(heard));
  });

  it('states that colours come by the matrix alone only where they do and somebody looks at them', () => {
    const saying = (colorSpace: string): MediaFacts => ({
      ...VIDEO_FACTS,
      streams: VIDEO_FACTS.streams.map((one) => (one.type === 'video' ? { ...one, colorSpace } : one)),
    });
    const facts = saying('bt709');
    const planned = makePlan({ ...EXHIBIT, facts }, [face], PARTS);
    expect(planned.sampling.colours).toBe('by-matrix');
    expect(Plan.parse(planned)).toEqual(planned);
    const back = makePlan({ ...EXHIBIT, facts }, [face, { ...fakeDetector('frame', 'frame'), readsCodedLuma: true as const }], PARTS);
    expect(back.sampling.colours).toBe('by-matrix-and-back');
    expect(Plan.parse(back)).toEqual(back);
    expect('colours' in makePlan({ ...EXHIBIT, facts }, [fakeDetector('ear', 'audio')], PARTS).sampling).toBe(false);
    const before = makePlan({ ...EXHIBIT, facts: saying('smpte170m') }, [face], PARTS);
    expect('colours' in before.sampling).toBe(false);
    // An examination from before, by way of RGB, is neither gone on with nor repeated as if nothing had changed.
    expect(() => refuseChangedPlan(before, planned, 'JOB_NOT_REPEATABLE')).toThrow(
      expect.objectContaining({ code: 'JOB_NOT_REPEATABLE', detail: 'sampling' }),
    );
  });

  it("has the tracker's networks only where a detector needs faces", () => {
    expect(makePlan(EXHIBIT, [frame], PARTS).weights).toEqual([]);
  });

  it('is refused when a network is not in the lock', () => {
    expect(() => makePlan(EXHIBIT, [face], { ...PARTS, lockedWeights: new Map() })).toThrow(
      expect.objectContaining({ code: 'WEIGHTS_MISSING', detail: 'mesh' }),
    );
  });

  it('hashes parameters over their canonical JSON', () => {
    // printf '[{"name":"one","origin":"chosen","unit":"1","value":1}]' | sha256sum
    expect(parametersSha256(face.card)).toBe('168aede9f97bd23d7bbd635ab510be9977d1e59cfc10ff54f39e5c9c1980131d');
  });
});

describe('resuming a plan', () => {
  const plan = makePlan(EXHIBIT, [face], PARTS);
  it.each([
    ['weights', makePlan(EXHIBIT, [face], { ...PARTS, lockedWeights: new Map([['mesh', 'd'.repeat(64)]]) })],
    ['decoder', makePlan(EXHIBIT, [face], { ...PARTS, decoderVersion: 'ffmpeg version 7.0' })],
    ['runtime', makePlan(EXHIBIT, [face], { ...PARTS, runtimeVersion: '1.31.0' })],
    ['detectors', makePlan(EXHIBIT, [fakeDetector('face', 'face', { version: '1.0.1' })], PARTS)],
    ['sampling', { ...plan, sampling: { ...plan.sampling, detectFacesEvery: 10 } }],
  ])('is refused when the %s changed', (part, today) => {
    expect(() => refuseChangedPlan(plan, today)).toThrow(expect.objectContaining({ code: 'JOB_PLAN_CHANGED', detail: part }));
  });

  it('is allowed under a new version of the program whose parts are the same', () => {
    expect(() => refuseChangedPlan(plan, makePlan(EXHIBIT, [face], { ...PARTS, penumbraVersion: '0.2.0' }))).not.toThrow();
  });
});

it('takes the detectors asked for in the order of the registry', () => {
  expect(chosenDetectors([face, frame], ['frame', 'face'])).toEqual([face, frame]);
  expect(chosenDetectors([face, frame], undefined)).toEqual([face, frame]);
  expect(() => chosenDetectors([face], ['frame'])).toThrow(expect.objectContaining({ code: 'DETECTOR_UNKNOWN' }));
});
