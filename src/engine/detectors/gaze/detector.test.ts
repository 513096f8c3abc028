import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import { CANONICAL_FACE } from '../../faces/canonical-face.ts';
import type { FaceItem } from '../../faces/face.ts';
import { rotate, turn } from '../../signal/rotation.ts';
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import { gazeDetector } from './detector.ts';
import { AT, COLUMNS } from './observe.ts';

interface At {
  readonly right: number;
  readonly left: number;
  readonly open: number;
  readonly width: number;
  readonly yaw: number;
}

/** The eyes tremble by a little, and this person's left iris stands 0.05 farther to the left; `null`: no face. */
function rows(frames: number, at: (frame: number) => Partial<At> | null = () => ({}), fps = 25): ObservationRow[] {
  return Array.from({ length: frames }, (_, frame) => frame).flatMap((frame) => {
    const change = at(frame);
    if (change === null) return [];
    const tremble = 0.004 * Math.sin(frame * 2.1);
    const { right, left, open, width, yaw } = { right: 0, left: 0.05, open: 0.3, width: 24, yaw: 0, ...change };
    const eye = (x: number): number[] => [x, 0, x, 0, open, width];
    return [{ frame, ptsUs: Math.round((frame * 1e6) / fps), trackId: 0, values: [...eye(right + tremble), ...eye(left - tremble), yaw] }];
  });
}

function conclude(given: readonly ObservationRow[]) {
  const input: ConcludeInput = { facts: VIDEO_FACTS, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
  const conclusion = gazeDetector.conclude(input);
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const score = ({ outcome }: ReturnType<typeof conclude>): number | null => (outcome.status === 'measured' ? outcome.score : null);
const measure = ({ outcome }: ReturnType<typeof conclude>, name: string): number | undefined =>
  outcome.status === 'measured' ? outcome.measures.find((one) => one.name === name)?.value : undefined;

describe('the two eyes', () => {
  it('that part for two seconds are a finding from frame to frame, with the way they part', () => {
    const result = conclude(rows(250, (frame) => (frame >= 100 && frame < 150 ? { left: -0.1 } : {})));
    expect(result.findings.map(({ kind, firstFrame, lastFrame, weight }) => [kind, firstFrame, lastFrame, weight])).toEqual([
      ['gaze-disagreement', 100, 149, 'anomaly'],
    ]);
    expect(result.findings[0]?.measure.value).toBeCloseTo(0.15, 2);
    expect(result.findings[0]?.explanation).toContain('towards each other');
    expect(score(result)).toBeCloseTo(0.15 / 0.09, 1);
  });

  it('that look aside together do not part', () => {
    const result = conclude(rows(250, (frame) => (frame >= 100 && frame < 150 ? { right: 0.2, left: 0.25 } : {})));
    expect(result.findings).toEqual([]);
    expect(score(result)).toBeLessThan(0.1);
    expect(measure(result, 'gaze shifts')).toBeCloseTo(12, 0);
  });

  it('may part for a moment: only half a second counts', () => {
    expect(conclude(rows(250, (frame) => (frame >= 100 && frame < 106 ? { left: -0.2 } : {}))).findings).toEqual([]);
  });

  it('are judged against this person’s habit, also where it depends on the turn of the head', () => {
    const squint = conclude(rows(250, () => ({ left: 0.3 })));
    expect(squint.findings).toEqual([]);
    const turning = (frame: number) => 20 * Math.sin(frame / 20);
    const result = conclude(rows(250, (frame) => ({ yaw: turning(frame), left: 0.05 + 0.01 * turning(frame) })));
    expect(result.findings).toEqual([]);
    expect(score(result)).toBeLessThan(0.2);
    expect(measure(result, 'movement of the irises with the head')).toBeCloseTo(0.005, 3);
  });

  it('of somebody with restless eyes need more', () => {
    const restless = (frame: number) => ({ left: 0.05 + (frame % 2 === 0 ? 0.06 : -0.06) });
    const result = conclude(rows(250, restless));
    expect(measure(result, 'limit for this person')).toBeGreaterThan(0.2);
  });

  it('are not judged behind a closing lid or turned away', () => {
    const away = (change: Partial<At>) => conclude(rows(250, (frame) => (frame >= 100 && frame < 150 ? { left: -0.2, ...change } : {})));
    expect(away({ open: 0.1 }).findings).toEqual([]);
    expect(away({ yaw: 45 }).findings).toEqual([]);
    expect(away({ yaw: 45 }).signals[0]?.values[120]).toBeNull();
    expect(away({}).findings).toHaveLength(1);
  });
});

describe('abstains', () => {
  it.each([
    ['without a face', [], /^No face was found\.$/],
    ['at few frames', rows(100, undefined, 10), /^10\.0 frames a second are too few/],
    ['where an eye is narrow', rows(250, () => ({ width: 9 })), /^The narrower eye is 9\.0 pixels wide/],
    ['on three seconds', rows(75), /^Both irises could be seen for 3\.0 s only/],
  ])('%s', (_, given, reason) => {
    expect(conclude(given).outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(reason) as string });
  });
});

describe('one face', () => {
  /** Eyes 20 pixels wide at x = 100 (the person's right) and x = 160; the irises moved by so many pixels to the right and down. */
  function face(dx: number, dy: number, degrees = 0): FaceItem {
    const mesh = new Float32Array(3 * 468);
    for (const [index, ...place] of CANONICAL_FACE) {
      const [x, y, z] = rotate(turn([0, 1, 0], -degrees), place);
      mesh.set([130 + 30 * x, 80 + 30 * y, 30 * z], 3 * index);
    }
    const eye = (middle: number, outer: 1 | -1) => {
      const contour = new Float32Array(142);
      for (let k = 0; k <= 8; k += 1) contour.set([middle + outer * (10 - 2.5 * k), 80 + (k === 0 || k === 8 ? 0 : 3)], 2 * k);
      for (let k = 9; k <= 15; k += 1) contour.set([middle + outer * (10 - 2.5 * (k - 8)), 77], 2 * k);
      return { contour, iris: Float32Array.from([middle + dx, 80 + dy, 0, 0, 0, 0, 0, 0, 0, 0]), widthWorkingPx: 20 };
    };
    return { mesh, image: { scale: 1 }, rightEye: eye(100, -1), leftEye: eye(160, 1) } as unknown as FaceItem;
  }
  const observe = async (item: FaceItem): Promise<readonly (number | null)[]> =>
    (await (await gazeDetector.open({ networks: { provider: 'none' } as never, facts: VIDEO_FACTS })).observe(item)) ?? [];

  it('gives both irises in eye widths on one axis, and rays that follow eyes and head', async () => {
    const values = await observe(face(4, 2));
    expect(values).toHaveLength(COLUMNS.length);
    for (const first of [0, AT.left]) {
      expect(values[first + AT.x]).toBeCloseTo(0.2, 4);
      expect(values[first + AT.y]).toBeCloseTo(0.1, 4);
    }
    // Against the resting places, 0.036 outward and 0.06 up, on an eyeball of radius 0.4 eye widths.
    expect([values[AT.rayX], values[AT.left + AT.rayX]]).toEqual([0.59, 0.41]);
    expect(values[AT.rayY]).toBeCloseTo(0.4, 3);
    const turned = await observe(face(0, 0, 30));
    const mean = ((turned[AT.rayX] ?? 0) + (turned[AT.left + AT.rayX] ?? 0)) / 2;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(turned[AT.yaw]).toBeCloseTo(30, 0);
  });

  it('is drawn as two arrows and the lines of the eyes', async () => {
    const values = await observe(face(4, 0));
    const ring = (middle: number): [number, number][] => Array.from({ length: 16 }, (_, k) => [middle + 10 - 2.5 * Math.min(k, 8), 80]);
    const outline = { box: [80, 50, 100, 120] as [number, number, number, number], lips: [], faceOval: [] };
    const parts = {
      leftEye: ring(160),
      rightEye: ring(100),
      leftIris: [[164, 80]] as [number, number][],
      rightIris: [[104, 80]] as [number, number][],
    };
    const row = { frame: 0, ptsUs: 0, trackId: 0, values };
    const shapes = gazeDetector.draw?.({ row, before: [], face: { ...outline, ...parts } }) ?? [];
    shapes.forEach((shape) => Shape.parse(shape));
    expect(shapes.map(({ kind }) => kind)).toEqual(['line', 'arrow', 'line', 'arrow']);
    // 2.5 eye widths of 20 pixels times 0.59 to the right; the iris stands level with the corners, so below its rest.
    expect(shapes[1]).toMatchObject({ from: [104, 80], to: [expect.closeTo(133.5, 1) as number, expect.closeTo(87.5, 1) as number] });
  });
});
