import { describe, expect, it } from 'vitest';
import { paintedEyes, type PaintedEyes } from '../../../../tests/helpers/painted-eyes.ts';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { Conclusion, Values } from '../interface.ts';
import { eyesAndTeethDetector } from './detector.ts';
import { COLUMNS, FIRST_MASK, observeEyes, stepOf, valueOf, type Scalar } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { measureOf, type MeasureName } from './series.ts';

const nasal = PARAMETERS.nasal.value / 2;
/** Reflections of one distant lamp: a little towards the nose in both eyes. */
const ALIKE = { right: [[0.2 + nasal, -0.3]], left: [[0.2 - nasal, -0.3]] } as const;

const observed = (painted: PaintedEyes): Values => observeEyes(paintedEyes(painted));
const value = (values: Values, name: Scalar): number => valueOf(values, name) ?? Number.NaN;
const measure = (name: MeasureName, values: Values): number | null => measureOf(name, { frame: 0, ptsUs: 0, trackId: 0, values });

describe('observe', () => {
  it('finds the rim of the iris although the network’s circle is a tenth of its radius off', () => {
    const values = observed(ALIKE);
    expect(values).toHaveLength(COLUMNS.length);
    expect(value(values, 'irisDiameter')).toBeCloseTo(20, 0);
    expect(Math.abs(value(values, 'irisRightX') - 105)).toBeLessThan(0.5);
    expect(Math.abs(value(values, 'irisLeftX') - 215)).toBeLessThan(0.5);
    expect(value(values, 'limbusEdge')).toBeGreaterThan(100);
    expect(Math.abs(value(values, 'eyesYaw'))).toBeLessThan(1);
  });

  it('places highlights to a tenth of an iris radius, and knows the same lamp in both eyes', () => {
    const values = observed(ALIKE);
    expect(value(values, 'highlightRight')).toBeGreaterThan(100);
    expect(value(values, 'highlightGap')).toBeLessThan(0.1);
    expect(value(values, 'highlightOffset')).toBeLessThan(0.1);
    expect(value(values, 'highlightOverlap')).toBeGreaterThan(0.4);
  });

  it('measures by how much the highlight of one eye was moved', () => {
    const moved = observed({ ...ALIKE, left: [[0.2 - nasal, 0.4]] });
    expect(value(moved, 'highlightOffset')).toBeGreaterThan(0.6);
    expect(value(moved, 'highlightOffset')).toBeLessThan(0.8);
    // To the nearest bright cell, not to the centre: less by the radius of the spot.
    expect(value(moved, 'highlightGap')).toBeGreaterThan(0.4);
    expect(value(moved, 'highlightOverlap')).toBe(0);
  });

  it('takes either of two lamps as a partner, and gives no place where one eye has none', () => {
    const two = observed({ right: ALIKE.right, left: [...ALIKE.left, [-0.5, 0.3]] });
    expect(value(two, 'highlightGap')).toBeLessThan(0.1);
    const one = observed({ right: ALIKE.right });
    expect([valueOf(one, 'highlightLeft'), valueOf(one, 'highlightGap')]).toEqual([null, null]);
  });

  it('gives the distance of the colours of the irises', () => {
    expect(value(observed(ALIKE), 'irisColourGap')).toBe(0);
    expect(value(observed({ ...ALIKE, leftColour: [134, 126] }), 'irisColourGap')).toBeCloseTo(20, 5);
  });

  it('tells teeth with gaps from a white band', () => {
    expect(measure('teeth', observed(ALIKE))).toBeGreaterThan(0.12);
    expect(measure('teeth', observed({ ...ALIKE, gaps: 0 }))).toBeLessThan(0.05);
  });

  it('says nothing of turned heads and small irises', () => {
    const turned = observed({ ...ALIKE, yaw: 30 });
    expect(Math.abs(value(turned, 'eyesYaw'))).toBeCloseTo(30, 0);
    for (const name of ['highlights', 'colour', 'teeth'] as const) expect(measure(name, turned), name).toBeNull();
    const small = observed({ ...ALIKE, radius: 4 });
    expect([measure('highlights', small), measure('colour', small)]).toEqual([null, null]);
  });

  it('is asked about twice a second', () => {
    expect(stepOf(VIDEO_FACTS)).toBe(13);
    expect(stepOf({ ...VIDEO_FACTS, streams: [] })).toBe(1);
  });
});

function concluded(all: readonly Values[], kind: 'image' | 'video' = 'video'): Conclusion {
  const rows = all.map((values, k) => ({ frame: 12 * k, ptsUs: 480_000 * k, trackId: 0, values }));
  return eyesAndTeethDetector.conclude({
    facts: { ...VIDEO_FACTS, kind },
    rows,
    tracks: [],
    framesTotal: 1,
    framesDecoded: 1,
    faceAt: () => null,
  });
}
const kinds = ({ findings }: Conclusion): unknown[] => findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame]);

const SAME = observed(ALIKE);
const MOVED = observed({ ...ALIKE, left: [[-0.4, 0.4]] });
const BLUE = observed({ ...ALIKE, leftColour: [138, 122] });
const BAND = observed({ ...ALIKE, gaps: 0 });

describe('conclude', () => {
  it('judges a still by itself', () => {
    const same = concluded([SAME], 'image');
    expect(same.findings).toEqual([]);
    expect(same.outcome).toMatchObject({ status: 'measured' });
    if (same.outcome.status === 'measured') expect(same.outcome.score).toBeLessThan(0.7);
    expect(kinds(concluded([MOVED], 'image'))).toEqual([['highlights-differ', 0, 0]]);
    expect(kinds(concluded([BLUE], 'image'))).toEqual([['iris-colours-differ', 0, 0]]);
    expect(kinds(concluded([BAND], 'image'))).toEqual([['teeth-without-gaps', 0, 0]]);
  });

  it('judges a film by medians over five samples: two odd ones are nothing, five are', () => {
    const film = (odd: number): Conclusion => concluded(Array.from({ length: 12 }, (_, k) => (k >= 3 && k < 3 + odd ? MOVED : SAME)));
    expect(film(0).findings).toEqual([]);
    expect(film(2).findings).toEqual([]);
    const [found] = film(5).findings;
    expect(found).toMatchObject({ kind: 'highlights-differ', weight: 'anomaly', keyFrame: 36 });
    expect(film(5).findings).toHaveLength(1);
    expect(film(5).signals.map(({ name, values }) => [name, values.length])).toEqual([
      ['highlights', 12],
      ['colour', 12],
      ['teeth', 12],
    ]);
  });

  it('abstains with counts when nothing could be compared, and with too few samples of a film', () => {
    const small = concluded([observed({ ...ALIKE, radius: 4, yaw: 30 })], 'image').outcome;
    expect(small).toMatchObject({ status: 'abstained', reason: expect.stringContaining('0 are frontal') as string });
    expect(concluded([SAME, SAME]).outcome).toMatchObject({ status: 'abstained' });
    expect(concluded([]).outcome).toMatchObject({ status: 'abstained', reason: 'No face was sampled.' });
  });
});

describe('draw', () => {
  const face = { box: [60, 60, 200, 230] as const, leftEye: [], rightEye: [], leftIris: [], rightIris: [], lips: [], faceOval: [] };
  const shapesOf = (values: Values) =>
    eyesAndTeethDetector.draw?.({
      row: { frame: 0, ptsUs: 0, trackId: 0, values },
      before: [],
      face: { ...face, box: [60, 60, 200, 230] },
    }) ?? [];

  it('lays the outlines of both highlights on one iris beside the face', () => {
    const kindsOf = (values: Values) => shapesOf(values).map((shape) => [shape.kind, 'tone' in shape ? shape.tone : null]);
    expect(kindsOf(SAME)).toEqual([
      ['line', 'quiet'],
      ['line', 'quiet'],
      ['line', 'quiet'],
      ['line', 'strong'],
      ['line', 'quiet'],
      ['text', null],
      ['bars', null],
    ]);
    expect(SAME.slice(FIRST_MASK).some((bits) => (bits ?? 0) > 0)).toBe(true);
  });
});
