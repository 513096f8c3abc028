import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { FaceItem } from '../../faces/face.ts';
import { meanFace, meanNormal, rotationOf } from '../../faces/normals.ts';
import { rotate, type Point } from '../../signal/rotation.ts';
import type { ObservationRow } from '../interface.ts';
import { shadowDetector } from './detector.ts';
import { AT, observeShadow, stepOf } from './observe.ts';
import { SIDES } from './regions.ts';

const WIDTH = 300;
const HEIGHT = 340;
const EYES = 70;

interface Scene {
  readonly yaw?: number;
  /** Log light per unit of normal, in the head's axes, on all of the face but the places beside nose and mouth. */
  readonly light?: Point;
  /** The same for these; left out: as `light`. */
  readonly beside?: Point;
  /** Added to the log light under the nose. */
  readonly under?: number;
  readonly luma?: number;
}

const BESIDE = new Set(SIDES.slice(0, 3).flatMap(({ right, left }) => [...right, ...left]));
const UNDER = new Set([167, 2, 393, 164]);
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** A mean face without features, turned and lit, each pixel taken from the nearest front point of the mesh. */
function face(frame: number, { yaw = 0, light = [0, 0, 0], beside = light, under = 0, luma = 150 }: Scene): FaceItem {
  const rotation = rotationOf(yaw, 0, 0);
  const mesh = Float32Array.from(
    meanFace.flatMap((place) => {
      const [x, y, z] = rotate(rotation, place);
      return [150 + EYES * x, 120 + EYES * y, EYES * z];
    }),
  );
  const y = new Uint8Array(WIDTH * HEIGHT).fill(Math.round(0.4 * luma));
  const paint = (k: number): void => {
    const own = meanNormal(k);
    if (rotate(rotation, own)[2] > -0.1) return;
    const shine = (luma / 255) ** 2.2 * Math.exp(dot(BESIDE.has(k) ? beside : light, own) + (UNDER.has(k) ? under : 0));
    const value = Math.round(255 * Math.min(1, shine ** (1 / 2.2)));
    const [cx, cy] = [Math.round(mesh[3 * k] ?? 0), Math.round(mesh[3 * k + 1] ?? 0)];
    for (let j = cy - 3; j <= cy + 3; j += 1) for (let i = cx - 3; i <= cx + 3; i += 1) y[j * WIDTH + i] = value;
  };
  for (const k of meanFace.keys()) if (!BESIDE.has(k) && !UNDER.has(k)) paint(k);
  for (const k of [...BESIDE, ...UNDER]) paint(k);
  const chroma = new Uint8Array((WIDTH / 2) * (HEIGHT / 2)).fill(128);
  const image = { frame, ptsUs: frame * 40_000, width: WIDTH, height: HEIGHT, scale: 1, y, cb: chroma, cr: chroma };
  const eye = { contour: new Float32Array(142), iris: new Float32Array(10), widthWorkingPx: 24 };
  return { image, trackId: 0, confidence: 1, box: [75, 50, 150, 210], mesh, leftEye: eye, rightEye: eye };
}

const rowOf = (frame: number, scene: Scene): ObservationRow => ({
  frame,
  ptsUs: frame * 40_000,
  trackId: 0,
  values: observeShadow(face(frame, scene)),
});

/** Pairs of neighbouring frames, three a second of a film of 24. */
const film = (pairs: number, at: (frame: number, pair: number) => Scene): ObservationRow[] =>
  Array.from({ length: 2 * pairs }, (_, k) => {
    const frame = 8 * (k >> 1) + (k % 2);
    return rowOf(frame, at(frame, k >> 1));
  });

function conclude(rows: readonly ObservationRow[], kind: 'video' | 'image' = 'video') {
  const facts = { ...VIDEO_FACTS, kind };
  const conclusion = shadowDetector.conclude({ facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const kinds = ({ findings }: ReturnType<typeof conclude>) => findings.map(({ kind }) => kind);

const LEFT: Point = [0.8, -0.3, -0.4];
const RIGHT: Point = [-0.8, -0.3, -0.4];

describe('shadows beside the nose of a still', () => {
  it.each([-20, 0, 20])('that go with the light are measured as it is, at a yaw of %i degrees', (yaw) => {
    const row = rowOf(0, { light: LEFT, yaw });
    expect(Math.abs((row.values[AT.lightX] ?? 0) - 0.8)).toBeLessThan(0.12);
    const { outcome, findings } = conclude([row], 'image');
    expect(outcome).toMatchObject({ status: 'measured' });
    expect(outcome.status === 'measured' && outcome.score < 0.3).toBe(true);
    expect(findings).toEqual([]);
  });

  it('on the other side are reported', () => {
    const result = conclude([rowOf(0, { light: LEFT, beside: RIGHT })], 'image');
    expect(kinds(result)).toEqual(['shadows-contradict-light']);
    expect(result.findings[0]).toMatchObject({ weight: 'anomaly', firstFrame: 0, lastFrame: 0 });
    expect(result.findings[0]?.explanation).toContain('brighter towards the person’s left');
    expect(result.findings[0]?.explanation).toContain('from the person’s right');
  });

  it('are not compared under even light, nor on a saturated face', () => {
    const even = conclude([rowOf(0, { beside: RIGHT })], 'image').outcome;
    expect(even).toMatchObject({ status: 'abstained', reason: expect.stringMatching(/^The light is too even/) as string });
    const white = conclude([rowOf(0, { luma: 255 })], 'image').outcome;
    expect(white).toMatchObject({ status: 'abstained', reason: expect.stringMatching(/100 % are saturated/) as string });
  });

  it('are not compared on a face that is turned away', () => {
    expect(conclude([rowOf(0, { light: LEFT, yaw: 45 })], 'image').outcome).toMatchObject({ status: 'abstained' });
  });

  it('are drawn: where the light must leave shade, which side is darker, and the bars', () => {
    const row = rowOf(0, { light: LEFT });
    const part: [number, number][] = [];
    const outline = {
      ...{ box: [75, 50, 150, 210] as [number, number, number, number], leftEye: part, rightEye: part },
      ...{ leftIris: part, rightIris: part, lips: part, faceOval: part },
    };
    const shapes = shadowDetector.draw?.({ row, before: [], face: outline }) ?? [];
    shapes.forEach((shape) => Shape.parse(shape));
    expect(new Set(shapes.map(({ kind }) => kind))).toEqual(new Set(['dots', 'line', 'bars']));
    // Light from the person's left, which is the picture's right: all shade lies left of the middle.
    const dots = shapes.flatMap((shape) => (shape.kind === 'dots' ? shape.points : []));
    expect(dots.length).toBeGreaterThan(5);
    expect(dots.every(([x]) => x < 155)).toBe(true);
  });
});

describe('shadows of a film', () => {
  it('that keep still are not reported, even while the exposure changes', () => {
    const result = conclude(film(14, (frame) => ({ light: LEFT, luma: frame % 2 === 0 ? 150 : 135 })));
    expect(kinds(result)).toEqual([]);
    expect(result.outcome.status === 'measured' ? result.outcome.score : 1).toBeLessThan(0.5);
  });

  it('that flicker from frame to frame are, over the stretch that does', () => {
    const result = conclude(film(26, (frame, pair) => ({ light: LEFT, under: pair >= 12 && frame % 2 === 0 ? -0.12 : 0 })));
    expect(kinds(result)).toEqual(['shadow-flicker']);
    const [found] = result.findings;
    expect(found?.measure.value).toBeCloseTo(0.12, 1);
    // Runs of 12 pairs of which more than half flicker begin six pairs earlier.
    expect(found?.firstFrame).toBeGreaterThanOrEqual(8 * 6);
    expect(found?.lastFrame).toBe(8 * 25 + 1);
  });

  it('that change once are, to the pair', () => {
    const result = conclude(film(16, (frame) => ({ light: LEFT, under: frame === 81 ? -0.3 : 0 })));
    expect(result.findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame])).toEqual([['shadow-jump', 80, 81]]);
  });

  it('are not judged where the picture beside the head changes too', () => {
    const rows = film(16, (frame) => ({ light: LEFT, under: frame === 81 ? -0.3 : 0 })).map((row) => ({
      ...row,
      values: row.values.map((one, place) => (place >= AT.cells ? (row.frame === 81 ? 140 : 100) : one)),
    }));
    expect(kinds(conclude(rows))).toEqual([]);
  });
});

it('samples three pairs of neighbouring frames a second', () => {
  expect([{ num: 24, den: 1 }, { num: 60, den: 1 }, { num: 5, den: 1 }, null].map(stepOf)).toEqual([8, 20, 2, 8]);
});
