import { describe, expect, it } from 'vitest';
import { BARE_FACTS as facts } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { FaceItem } from '../../faces/face.ts';
import { CANONICAL_FACE } from '../../faces/canonical-face.ts';
import { rotate, turn } from '../../signal/rotation.ts';
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import { headPoseDetector } from './detector.ts';
import { AT, CELLS, COLUMNS } from './observe.ts';

interface At {
  readonly yaw: number;
  readonly x: number;
  readonly scale: number;
  readonly trackId: number;
  readonly light: number;
  readonly residual: number;
}
const STILL: At = { yaw: 0, x: 200, scale: 60, trackId: 0, light: 100, residual: 0.03 };

/** `null` from `at` means: no face in this frame. */
function rows(frames: number, at: (frame: number) => Partial<At> | null = () => ({}), fps = 25): ObservationRow[] {
  return Array.from({ length: frames }, (_, frame) => frame).flatMap((frame) => {
    const change = at(frame);
    if (change === null) return [];
    const { yaw, x, scale, trackId, light, residual } = { ...STILL, ...change };
    const poses = [yaw, 0, 0, x, 150, scale, scale, residual, yaw, 0, 0, yaw, 0, 0];
    const cells = Array.from({ length: CELLS }, (__, cell) => (cell < 4 ? light : null));
    return [{ frame, ptsUs: Math.round((frame * 1e6) / fps), trackId, values: [...poses, ...cells] }];
  });
}

function conclude(given: readonly ObservationRow[]) {
  const input: ConcludeInput = { facts, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
  const conclusion = headPoseDetector.conclude(input);
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const score = ({ outcome }: ReturnType<typeof conclude>): number | string =>
  outcome.status === 'measured' ? outcome.score : outcome.status;

describe('turns of a head', () => {
  it('a jump and the way back are two findings, with both poses told', () => {
    const result = conclude(rows(100, (frame) => ({ yaw: frame >= 40 && frame < 60 ? 25 : 0 })));
    expect(
      result.findings.map(({ kind, firstFrame, lastFrame, keyFrame, startUs, endUs }) => [
        kind,
        firstFrame,
        lastFrame,
        keyFrame,
        startUs,
        endUs,
      ]),
    ).toEqual([
      ['pose-jump', 39, 40, 40, 1_560_000, 1_600_000],
      ['pose-jump', 59, 60, 60, 2_360_000, 2_400_000],
    ]);
    expect(result.findings[0]).toMatchObject({ weight: 'anomaly', measure: { value: 25, unit: 'degrees' } });
    expect(result.findings[0]?.explanation).toContain('yaw goes from 0 to 25');
    expect(score(result)).toBe(25);
  });

  it('a fast turn over several frames is none', () => {
    const result = conclude(rows(100, (frame) => ({ yaw: Math.min(40, Math.max(0, frame - 40) * 13) })));
    expect(result.findings).toEqual([]);
    expect(score(result)).toBeLessThan(3);
  });

  it('the excess over the neighbours counts, not the turn itself', () => {
    const steps = [0, 0, 0, 8, 8, 17, 8, 8, 0];
    const yawAt = (frame: number) => steps.slice(0, Math.max(0, frame - 40)).reduce((sum, step) => sum + step, -20);
    expect(score(conclude(rows(100, (frame) => ({ yaw: yawAt(frame) }))))).toBeCloseTo(9, 6);
  });

  it('a cut of the whole picture is shared by the background and no finding', () => {
    const result = conclude(rows(100, (frame) => (frame >= 50 ? { yaw: 30, light: 140 } : {})));
    expect(result.findings).toEqual([]);
    expect(result.outcome).toMatchObject({ status: 'measured', score: 0 });
    const measures = result.outcome.status === 'measured' ? result.outcome.measures : [];
    expect(measures.find(({ name }) => name === 'jumps shared by the background')?.value).toBe(1);
  });

  it('goes on where the tracker took the head that jumped for another, and not where it is somewhere else', () => {
    const other = (x: number) => conclude(rows(100, (frame) => (frame >= 50 ? { yaw: 30, trackId: 1, x } : {})));
    expect(other(230).findings.map(({ trackId, firstFrame }) => [trackId, firstFrame])).toEqual([[1, 49]]);
    expect(other(500).findings).toEqual([]);
    expect(other(230).signals.map(({ name, trackId, frames }) => [name, trackId, frames?.length])).toEqual(
      [0, 1].flatMap((trackId) => ['yaw', 'pitch', 'roll', 'turningSpeed'].map((name) => [name, trackId, 50])),
    );
  });

  it('the limit follows the frame rate: at 20 frames a second a genuine shake may step by more', () => {
    const jump = (degrees: number, fps: number) => conclude(rows(200, (frame) => ({ yaw: frame < 50 ? 0 : degrees }), fps)).findings.length;
    expect([jump(10.5, 24), jump(11.5, 24), jump(11.5, 60), jump(15, 20), jump(20, 20)]).toEqual([0, 1, 1, 0, 1]);
  });

  it('the step after repeated frames is none: 20 pictures a second stored at 60', () => {
    const result = conclude(rows(300, (frame) => ({ yaw: Math.min(50, Math.max(0, Math.floor(frame / 3) - 30) * 15) }), 60));
    expect(result.findings).toEqual([]);
  });

  it('the clock counts where the frame rate varies: a longer step may turn by more, and a jump is found all the same', () => {
    // Every third picture of 30 a second left out.
    const uneven = (yaw: (us: number) => number) => {
      const us = (frame: number) => Math.round((Math.floor((frame * 3) / 2) * 1e6) / 30);
      return rows(200, (frame) => ({ yaw: yaw(us(frame)) })).map((row) => ({ ...row, ptsUs: us(row.frame) }));
    };
    const turning = conclude(uneven((us) => 40 * Math.sin(us / 5e5)));
    expect(turning.findings).toEqual([]);
    expect(score(turning)).toBeLessThan(1);
    expect(conclude(uneven((us) => (us < 3e6 ? 0 : 50))).findings).toHaveLength(1);
  });

  it('two faces side by side stay two heads', () => {
    const both = [...rows(80, () => ({ yaw: 0 })), ...rows(80, () => ({ yaw: 40, x: 400, trackId: 1 }))].sort((a, b) => a.frame - b.frame);
    expect(conclude(both)).toMatchObject({ findings: [], outcome: { status: 'measured', score: 0 } });
  });

  it('says nothing across a gap, at a poor fit, or where half of the face is hidden', () => {
    expect(conclude(rows(100, (frame) => (frame >= 45 && frame < 50 ? null : { yaw: frame < 50 ? 0 : 30 }))).findings).toEqual([]);
    expect(conclude(rows(100, (frame) => (frame === 50 ? { yaw: 30, residual: 0.3 } : {}))).findings).toEqual([]);
    const turned = conclude(rows(100, (frame) => ({ yaw: frame < 50 ? 30 : 70 })));
    expect(turned.findings).toEqual([]);
    expect(turned.signals[0]?.values[60]).toBeNull();
  });

  it('gives range and speed of turning by the clock', () => {
    const { outcome } = conclude(rows(250, (frame) => ({ yaw: 20 * Math.sin((2 * Math.PI * frame) / 125) })));
    const measures = new Map(outcome.status === 'measured' ? outcome.measures.map(({ name, value }) => [name, value]) : []);
    expect(measures.get('range of yaw')).toBeCloseTo(39.5, 0);
    // 20 degrees at 0.2 turns a second: 20 * 2 pi / 5.
    expect(measures.get('fastest turning')).toBeCloseTo(25, 0);
    expect(measures.get('inner face against outline')).toBeCloseTo(0, 6);
  });
});

describe('abstains', () => {
  it.each([
    ['without a face', [], /^No face was found\.$/],
    ['below 20 frames a second', rows(200, undefined, 15), /^15\.0 frames a second are too few/],
    ['where the face is small', rows(200, () => ({ scale: 12 })), /^The eyes are 12\.0 pixels apart/],
    ['on a short stretch', rows(30), /^The pose could be followed for 1\.2 s only \(at least 2 s/],
    [
      'where the pose cannot be followed',
      rows(200, () => ({ residual: 0.5 })),
      /^The pose could be followed for 0\.0 s only \(at least 2 s/,
    ],
  ])('%s', (_, given, reason) => {
    expect(conclude(given).outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(reason) as string });
  });

  it('does not apply to pictures', () => {
    expect(headPoseDetector.applies({ ...facts, kind: 'image' }).applies).toBe(false);
  });
});

describe('one face', () => {
  const WIDTH = 320;
  const HEIGHT = 240;
  function face(degrees: number): FaceItem {
    const mesh = new Float32Array(3 * 468);
    for (const [index, ...place] of CANONICAL_FACE) {
      const [x, y, z] = rotate(turn([0, 1, 0], -degrees), place);
      mesh.set([160 + 40 * x, 100 + 40 * y, 40 * z], 3 * index);
    }
    const y = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at % WIDTH < WIDTH / 2 ? 50 : 200));
    const image = { frame: 0, ptsUs: 0, width: WIDTH, height: HEIGHT, scale: 1, y, cb: y, cr: y };
    const eye = { contour: new Float32Array(142), iris: new Float32Array(10), widthWorkingPx: 20 };
    return { image, trackId: 0, confidence: 1, box: [110, 60, 100, 120], mesh, leftEye: eye, rightEye: eye };
  }

  it('gives the pose of the whole, the inner face and the outline, and the light beside the head', async () => {
    const observer = await headPoseDetector.open({ networks: { provider: 'none' } as never, facts });
    const values = (await observer.observe(face(20))) ?? [];
    expect(values).toHaveLength(COLUMNS.length);
    for (const at of [AT.yaw, AT.inner, AT.outline]) expect(values[at]).toBeCloseTo(20, 1);
    expect(values[AT.scale]).toBeCloseTo(40, 1);
    // The outer columns of cells are free; the two in the middle are the head's from its top down.
    const cells = values.slice(AT.cells);
    expect([cells[0], cells[3]]).toEqual([50, 200]);
    expect([cells[9], cells[10], cells[13], cells[14]]).toEqual([null, null, null, null]);
  });

  it('is drawn as three axes and a trail', async () => {
    const observer = await headPoseDetector.open({ networks: { provider: 'none' } as never, facts });
    const values = (await observer.observe(face(20))) ?? [];
    const row = { frame: 5, ptsUs: 0, trackId: 0, values };
    const shapes = headPoseDetector.draw?.({ row, before: [{ ...row, frame: 4 }], face: null }) ?? [];
    shapes.forEach((shape) => Shape.parse(shape));
    expect(shapes.map(({ kind }) => kind)).toEqual(['line', 'arrow', 'arrow', 'arrow']);
    // The axis out of the face points to the person's left: right in the picture.
    const nose = shapes[3];
    expect(nose?.kind === 'arrow' && nose.to[0] - nose.from[0]).toBeCloseTo(0.9 * 40 * Math.sin((20 * Math.PI) / 180), 0);
  });
});
