import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { FaceItem } from '../../faces/face.ts';
import { meanFace, meanNormal, rotationOf } from '../../faces/normals.ts';
import { rotate, type Point } from '../../signal/rotation.ts';
import type { ConcludeInput, ObservationRow, Values } from '../interface.ts';
import { lightingDetector } from './detector.ts';
import { angleApart } from '../../faces/face-light.ts';
import { AT, observeFace, stepOf } from './observe.ts';

const WIDTH = 300;
const HEIGHT = 320;
const EYES = 70;

interface Scene {
  readonly yaw?: number;
  readonly pitch?: number;
  /** Log light per unit of normal, fixed in the scene and fixed to the head. */
  readonly scene?: Point;
  readonly head?: Point;
  readonly luma?: number;
  readonly trackId?: number;
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** A mean face without features, turned and lit, each pixel taken from the nearest front point of the mesh. */
function face(frame: number, { yaw = 0, pitch = 0, scene = [0, 0, 0], head = [0, 0, 0], luma = 150, trackId = 0 }: Scene): FaceItem {
  const rotation = rotationOf(yaw, pitch, 0);
  const mesh = Float32Array.from(
    meanFace.flatMap((place) => {
      const [x, y, z] = rotate(rotation, place);
      return [150 + EYES * x, 120 + EYES * y, EYES * z];
    }),
  );
  const y = new Uint8Array(WIDTH * HEIGHT).fill(60);
  for (const k of meanFace.keys()) {
    const own = meanNormal(k);
    const seen = rotate(rotation, own);
    if (seen[2] > -0.1) continue;
    const light = (luma / 255) ** 2.2 * Math.exp(dot(scene, seen) + dot(head, own));
    const value = Math.round(255 * Math.min(1, light ** (1 / 2.2)));
    const [cx, cy] = [Math.round(mesh[3 * k] ?? 0), Math.round(mesh[3 * k + 1] ?? 0)];
    for (let j = cy - 3; j <= cy + 3; j += 1) for (let i = cx - 3; i <= cx + 3; i += 1) y[j * WIDTH + i] = value;
  }
  const chroma = new Uint8Array((WIDTH / 2) * (HEIGHT / 2)).fill(128);
  const image = { frame, ptsUs: frame * 40_000, width: WIDTH, height: HEIGHT, scale: 1, y, cb: chroma, cr: chroma };
  const eye = { contour: new Float32Array(142), iris: new Float32Array(10), widthWorkingPx: 24 };
  return { image, trackId, confidence: 1, box: [75, 50, 150, 210], mesh, leftEye: eye, rightEye: eye };
}

const rowOf = (frame: number, scene: Scene): ObservationRow => ({
  frame,
  ptsUs: frame * 40_000,
  trackId: scene.trackId ?? 0,
  values: observeFace(face(frame, scene)),
});

/** Every fourth frame of a film of 25 frames a second. */
const film = (samples: number, at: (k: number) => Scene): ObservationRow[] =>
  Array.from({ length: samples }, (_, k) => rowOf(4 * k, at(k)));

function conclude(rows: readonly ObservationRow[], kind: 'video' | 'image' = 'video') {
  const faceAt: ConcludeInput['faceAt'] = () => null;
  const conclusion = lightingDetector.conclude({
    facts: { ...VIDEO_FACTS, kind },
    rows,
    tracks: [],
    framesTotal: 0,
    framesDecoded: 0,
    faceAt,
  });
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const kinds = ({ findings }: ReturnType<typeof conclude>) => findings.map(({ kind }) => kind);
const value = (values: Values, place: number): number => values[place] ?? Number.NaN;
const nods = (k: number) => ({ yaw: 15 * Math.sin(k / 4), pitch: 8 * Math.sin(k / 7) });
const LEFT: Point = [-0.8, -0.2, -0.3];

describe('the direction of the light in one frame', () => {
  it.each([
    [[-0.8, 0, -0.3], -90],
    [[0, -0.9, -0.3], 0],
    [[0.6, 0.6, 0], 135],
  ] as const)('of %j is found, whatever the tone of the skin and the pose', (scene, from) => {
    for (const luma of [80, 140])
      for (const yaw of [-20, 0, 20]) {
        const { values } = rowOf(0, { scene, luma, yaw });
        expect(angleApart(value(values, AT.from), from)).toBeLessThan(12);
        expect(value(values, AT.fromError)).toBeLessThan(15);
      }
  });

  it('is not given under even light, nor on a saturated face', () => {
    const even = conclude([rowOf(0, {})], 'image').outcome;
    expect(even).toMatchObject({ status: 'abstained', reason: expect.stringMatching(/^The light is too even/) as string });
    const white = conclude([rowOf(0, { luma: 255 })], 'image').outcome;
    expect(white).toMatchObject({ status: 'abstained', reason: expect.stringMatching(/up to 100 % of them are saturated/) as string });
  });

  it('of a still with one face is a measure without a score, and is drawn', () => {
    const row = rowOf(0, { scene: LEFT });
    const { outcome, signals, findings } = conclude([row], 'image');
    expect(outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(/^One face/) as string });
    expect(outcome.status === 'abstained' && outcome.measures.some(({ name }) => name === 'light from')).toBe(true);
    expect([signals, findings]).toEqual([[], []]);
    const part: [number, number][] = [];
    const outline = {
      box: [75, 50, 150, 210] as [number, number, number, number],
      leftEye: part,
      rightEye: part,
      leftIris: part,
      rightIris: part,
      lips: part,
      faceOval: part,
    };
    const shapes = lightingDetector.draw?.({ row, before: [], face: outline }) ?? [];
    shapes.forEach((shape) => Shape.parse(shape));
    expect(shapes.map(({ kind }) => kind)).toEqual(['sphere', 'arrow', 'text']);
  });
});

describe('light while the head turns', () => {
  it('stays in the scene', () => {
    const result = conclude(film(60, (k) => ({ ...nods(k), scene: LEFT })));
    expect(kinds(result)).toEqual([]);
    expect(result.outcome.status === 'measured' && result.outcome.score < 0.5).toBe(true);
  });

  it('is reported when it turns with the head', () => {
    const result = conclude(film(60, (k) => ({ ...nods(k), head: LEFT })));
    expect(kinds(result)).toEqual(['light-turns-with-head']);
    expect(result.findings[0]).toMatchObject({ weight: 'anomaly', firstFrame: 0, lastFrame: 236 });
    expect(Math.abs(result.findings[0]?.measure.value ?? 1)).toBeLessThan(0.4);
  });

  it('is not judged when the head is still', () => {
    const result = conclude(film(60, () => ({ head: LEFT })));
    expect(kinds(result)).toEqual([]);
    expect(result.outcome.status === 'measured' && result.outcome.statement).toContain('cannot be told');
  });
});

it('a sudden change is reported where it happens, unless the picture beside the head shares it', () => {
  const rows = film(60, (k) => ({ ...nods(k), scene: k < 30 ? LEFT : [0.5, -0.2, -0.3] }));
  const result = conclude(rows);
  expect(result.findings.filter(({ kind }) => kind === 'light-step').map(({ firstFrame, lastFrame }) => [firstFrame, lastFrame])).toEqual([
    [116, 120],
  ]);
  const beside = (by: number) =>
    rows.map((row, k) => ({
      ...row,
      values: row.values.map((one, place) => (place >= AT.cells && place < AT.skin ? 100 + (k >= 30 ? by : 0) : one)),
    }));
  expect(kinds(conclude(beside(3)))).toContain('light-step');
  const shared = beside(40);
  expect(kinds(conclude(shared))).not.toContain('light-step');
});

it('two faces of one picture are compared', () => {
  const apart = conclude([rowOf(0, { scene: LEFT }), rowOf(0, { scene: [0.8, -0.2, -0.3], trackId: 1 })], 'image');
  expect(kinds(apart)).toEqual(['light-differs-between-faces']);
  const alike = conclude([rowOf(0, { scene: LEFT }), rowOf(0, { scene: LEFT, trackId: 1, luma: 90 })], 'image');
  expect(kinds(alike)).toEqual([]);
  expect(alike.outcome.status === 'measured' && alike.outcome.score < 0.2).toBe(true);
});

it('samples about six frames a second', () => {
  expect([{ num: 24, den: 1 }, { num: 60, den: 1 }, { num: 5, den: 1 }, null].map(stepOf)).toEqual([4, 10, 1, 4]);
});
