import { describe, expect, it } from 'vitest';
import { BARE_FACTS as facts } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { FaceItem } from '../../faces/face.ts';
import { CANONICAL_FACE } from '../../faces/canonical-face.ts';
import type { Network } from '../../inference/networks.ts';
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import { bodyDetector } from './detector.ts';
import { ACROSS, AT, bodyCrop, COLUMNS, DOWN, observerOf, stepOf } from './observe.ts';

interface At {
  readonly x: number;
  /** Grey levels added to the cells, alternating from column to column. */
  readonly light: number;
  readonly confidence: number;
  readonly scale: number;
  readonly contrast: number;
  readonly cellSide: number;
}

/** A head 40 px between the eyes, swinging; the cells of a person who breathes. */
const LIVING = (sample: number): At => ({
  x: 300 + 10 * Math.sin(sample / 2),
  light: 2 * Math.sin(sample / 3),
  confidence: 0.8,
  scale: 40,
  contrast: 20,
  cellSide: 16,
});

function rows(samples: number, at: (sample: number) => Partial<At> = () => ({}), frames = 5, fps = 25): ObservationRow[] {
  return Array.from({ length: samples }, (_, sample) => {
    const { x, light, confidence, scale, contrast, cellSide } = { ...LIVING(sample), ...at(sample) };
    const points = Array.from({ length: 17 }, (__, k) => [k === 5 ? 400 : k === 6 ? 200 : 300, 280, k === 5 || k === 6 ? confidence : 0.1]);
    // The same place for both sizes of cells: from (176, 240) on.
    const cells = Array.from({ length: ACROSS * DOWN }, (__, cell) => {
      const column = Math.floor(((cell % ACROSS) * cellSide) / 16);
      return 100 + contrast * (column % 3) + (column % 2 === 0 ? light : -light);
    });
    const values = [...points.flat(), x, 150, scale, scale, 0, 0, cellSide, 176 / cellSide, 240 / cellSide, ...cells];
    const frame = sample * frames;
    return { frame, ptsUs: Math.round((frame * 1e6) / fps), trackId: 0, values };
  });
}

function conclude(given: readonly ObservationRow[]) {
  const outline = { box: [250, 100, 100, 120] } as unknown as ReturnType<ConcludeInput['faceAt']>;
  const input: ConcludeInput = { facts, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => outline };
  const conclusion = bodyDetector.conclude(input);
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const score = ({ outcome }: ReturnType<typeof conclude>): number | string =>
  outcome.status === 'measured' ? outcome.score : outcome.status;

describe('a torso under a moving head', () => {
  it('that stands still for 5 s is one finding with its interval', () => {
    const result = conclude(rows(75, (sample) => (sample >= 30 && sample <= 55 ? { light: 1 } : {})));
    expect(
      result.findings.map(({ kind, weight, firstFrame, lastFrame, startUs, endUs }) => [
        kind,
        weight,
        firstFrame,
        lastFrame,
        startUs,
        endUs,
      ]),
    ).toEqual([['still-body', 'anomaly', 150, 275, 6_000_000, 11_000_000]]);
    expect(result.findings[0]?.region).toEqual([200, 246, 200, 80]);
    expect(score(result)).toBe(2);
  });

  it('that breathes is none, and the score tells by how much', () => {
    const result = conclude(rows(75));
    expect(result.findings).toEqual([]);
    // The deviation of a sine of 2 grey levels is 1.4.
    expect(score(result)).toBeCloseTo(-Math.log10(1.3), 1);
  });

  it('is followed where the cells change their size with the head', () => {
    const result = conclude(rows(75, (sample) => ({ light: 0, cellSide: sample % 2 === 0 ? 16 : 8 })));
    expect(score(result)).toBe(2);
  });

  it('two persons are two tracks', () => {
    const still = rows(40, () => ({ light: 0 })).map((row) => ({ ...row, trackId: 1 }));
    expect(conclude([...rows(40), ...still]).findings.map(({ trackId }) => trackId)).toEqual([1]);
  });

  it('head and shoulders are signals, with gaps where the shoulders are not seen', () => {
    const { signals } = conclude(rows(40, (sample) => (sample < 5 ? { confidence: 0.1 } : {})));
    expect(signals.map(({ name, frames }) => [name, frames?.length])).toEqual([
      ['headDisplacement', 40],
      ['shoulderDisplacement', 40],
    ]);
    expect(signals[1]?.values.slice(3, 7)).toEqual([null, null, 0, 0]);
  });
});

describe('abstains', () => {
  it.each([
    ['without a face', [], /^No face was found\.$/],
    ['on a short stretch', rows(10), /^The face was followed over 1\.8 s/],
    ['where the face is small', rows(60, () => ({ scale: 15 })), /^The eyes are 15\.0 pixels apart/],
    [
      'where the shoulders are not seen',
      rows(60, () => ({ confidence: 0.2 })),
      /the shoulders are not seen surely enough \(median confidence 0\.20/,
    ],
    ['where the head does not move', rows(60, () => ({ x: 300, light: 0 })), /the head moves by less than 0\.08/],
    ['where the torso has no detail', rows(60, () => ({ contrast: 0, light: 0 })), /evenly coloured/],
  ])('%s', (_, given, reason) => {
    const { outcome, findings } = conclude(given);
    expect(outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(reason) as string });
    expect(findings).toEqual([]);
  });

  it('does not apply to pictures', () => {
    expect(bodyDetector.applies({ ...facts, kind: 'image' }).applies).toBe(false);
  });
});

describe('one face', () => {
  const [WIDTH, HEIGHT] = [320, 240];
  function face(frame: number): FaceItem {
    const mesh = new Float32Array(3 * 468);
    for (const [index, x, y, z] of CANONICAL_FACE) mesh.set([320 + 60 * x, 120 + 60 * y, 60 * z], 3 * index);
    const y = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at % WIDTH < WIDTH / 2 ? 50 : 200));
    const chroma = new Uint8Array((WIDTH * HEIGHT) / 4).fill(128);
    const image = { frame, ptsUs: 0, width: WIDTH, height: HEIGHT, scale: 2, y, cb: chroma, cr: chroma };
    const eye = { contour: new Float32Array(142), iris: new Float32Array(10), widthWorkingPx: 20 };
    return { image, trackId: 0, confidence: 1, box: [230, 60, 180, 220], mesh, leftEye: eye, rightEye: eye };
  }
  /** Says of each point the same place in the crop. */
  const network = (y: number, x: number): Network => ({
    id: 'movenet',
    run: () =>
      Promise.resolve({ keypoints: { data: Float32Array.from({ length: 51 }, (_, k) => [y, x, 0.9][k % 3] ?? 0), dims: [1, 51] } }),
  });

  it('gives points in full-size pixels, the place of the head and the light below the chin', async () => {
    const values = (await observerOf(network(0.5, 0.5), 5)(face(10))) ?? [];
    expect(values).toHaveLength(COLUMNS.length);
    const crop = bodyCrop(160, 60, 30);
    expect(crop.y).toBeGreaterThan(100);
    expect(values.slice(15, 18)).toEqual([Math.round(crop.x * 20) / 10, Math.round(crop.y * 20) / 10, 0.9]);
    expect(values[AT.originX]).toBeCloseTo(320, 0);
    expect(values[AT.scaleWorking]).toBeCloseTo(30, 0);
    const cells = values.slice(AT.cells);
    expect([cells[0], cells[ACROSS - 1]]).toEqual([50, 200]);
    const [side = 0, , top = 0] = values.slice(AT.cellSide);
    // The last rows lie under the picture.
    expect(cells.findIndex((cell) => cell === null) / ACROSS).toBe(
      top === null || side === null ? -1 : Math.min(DOWN, HEIGHT / side - top),
    );
  });

  it('a point outside the picture has no confidence', async () => {
    const values = (await observerOf(network(0.99, 0.5), 5)(face(10))) ?? [];
    expect(values[17]).toBe(0);
  });

  it('samples by frame number, five times a second', async () => {
    expect([stepOf(null), stepOf({ num: 30000, den: 1001 }), stepOf({ num: 24, den: 1 }), stepOf({ num: 3, den: 1 })]).toEqual([
      5, 6, 5, 1,
    ]);
    expect(await observerOf(network(0.5, 0.5), 5)(face(11))).toBeNull();
  });

  it('is drawn as a skeleton with a strong line of the shoulders', () => {
    const [row] = rows(1);
    const shapes = row === undefined ? [] : (bodyDetector.draw?.({ row, before: [], face: null }) ?? []);
    shapes.forEach((shape) => Shape.parse(shape));
    expect(shapes).toEqual([
      {
        kind: 'line',
        points: [
          [400, 280],
          [200, 280],
        ],
        closed: false,
        tone: 'strong',
      },
      {
        kind: 'dots',
        points: [
          [400, 280],
          [200, 280],
        ],
        tone: 'quiet',
      },
    ]);
  });
});
