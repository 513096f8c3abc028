import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { FaceItem } from '../../faces/face.ts';
import { CANONICAL_FACE } from '../../faces/canonical-face.ts';
import { compose, rotate, turn, type Point } from '../../signal/rotation.ts';
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import { expressionDetector } from './detector.ts';
import { MEASURES } from './measures.ts';
import { AT, COLUMNS } from './observe.ts';

const NEUTRAL = [0.41, 0.41, 0.46, 0.6, 0.6, 1.16, 1.16, 0.8, 0.05, 1.16, 0.7, 1.43, 0.57];
const column = (name: string): number => MEASURES.findIndex((measure) => measure.name === name);
const [JAW, CORNER_LEFT, BROW_LEFT] = [column('jaw'), column('cornerLeft'), column('browLeft')];

interface Script {
  readonly frames: number;
  readonly fps?: number;
  readonly eyes?: number;
  readonly yaw?: (frame: number) => number;
  /** Added to a measure by its place. */
  readonly at?: (frame: number) => Readonly<Record<number, number>>;
  readonly gone?: (frame: number) => boolean;
}

function rows({ frames, fps = 25, eyes = 50, yaw = () => 0, at = () => ({}), gone = () => false }: Script): ObservationRow[] {
  return Array.from({ length: frames }, (_, frame) => frame).flatMap((frame) => {
    if (gone(frame)) return [];
    const change = at(frame);
    const values = [...NEUTRAL.map((value, place) => value + (change[place] ?? 0)), eyes, yaw(frame)];
    return [{ frame, ptsUs: Math.round((frame * 1e6) / fps), trackId: 0, values }];
  });
}

function conclude(given: readonly ObservationRow[]) {
  const input: ConcludeInput = { facts: VIDEO_FACTS, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
  const conclusion = expressionDetector.conclude(input);
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const measure = ({ outcome }: ReturnType<typeof conclude>, name: string): number | undefined =>
  outcome.status === 'measured' ? outcome.measures.find((one) => one.name === name)?.value : undefined;

describe('steps of the expression', () => {
  it('a jaw that drops within one frame is a finding at that frame', () => {
    const result = conclude(rows({ frames: 100, at: (frame) => (frame >= 40 ? { [JAW]: 0.27 } : {}) }));
    expect(
      result.findings.map(({ kind, firstFrame, lastFrame, startUs, endUs, weight }) => [
        kind,
        firstFrame,
        lastFrame,
        startUs,
        endUs,
        weight,
      ]),
    ).toEqual([['expression-jump', 39, 40, 1_560_000, 1_600_000, 'anomaly']]);
    expect(result.findings[0]?.measure.value).toBeCloseTo(0.27, 3);
    expect(result.outcome).toMatchObject({ status: 'measured', score: expect.closeTo(0.27 / 0.18, 3) as number });
  });

  it('the same drop over four frames is none', () => {
    const result = conclude(rows({ frames: 100, at: (frame) => ({ [JAW]: 0.27 * Math.min(1, Math.max(0, (frame - 39) / 4)) }) }));
    expect(result.findings).toEqual([]);
    expect(result.outcome).toMatchObject({ status: 'measured', score: 0 });
  });

  it('each length has its own limit', () => {
    const score = (place: number): unknown => {
      const { outcome } = conclude(rows({ frames: 100, at: (frame) => (frame >= 40 ? { [place]: 0.1 } : {}) }));
      return outcome.status === 'measured' ? outcome.score : null;
    };
    expect([BROW_LEFT, CORNER_LEFT, JAW].map(score)).toEqual([0.909, 0.417, 0.556]);
  });

  it('frames that a film of variable rate leaves out make no jump, and do not hide one', () => {
    // Every third frame is missing; a jaw that drops steadily makes a double step there.
    const steady = rows({ frames: 300, at: (frame) => ({ [JAW]: 0.06 * (frame % 20 < 10 ? frame % 10 : 10 - (frame % 10)) }) });
    const sparse = steady.filter(({ frame }) => frame % 3 !== 2);
    const result = conclude(sparse);
    expect(result.findings).toEqual([]);
    expect(result.outcome).toMatchObject({ status: 'measured' });
    const jumping = rows({ frames: 300, at: (frame) => (frame >= 150 ? { [JAW]: 0.5 } : {}) }).filter(({ frame }) => frame % 3 !== 2);
    expect(conclude(jumping).findings.map(({ lastFrame }) => lastFrame)).toEqual([150]);
  });

  it('nothing is said across a gap or a head turned away', () => {
    const jump = (frame: number) => (frame >= 50 ? { [JAW]: 0.4 } : {});
    expect(conclude(rows({ frames: 100, at: jump, gone: (frame) => frame > 45 && frame < 50 })).findings).toEqual([]);
    expect(conclude(rows({ frames: 100, at: jump, yaw: (frame) => (frame > 48 && frame < 52 ? 60 : 0) })).findings).toEqual([]);
  });
});

describe('aids', () => {
  it('noise of the lower face is told against that of rigid points', () => {
    // A saw of +-a has second differences of 4a.
    const saw = (frame: number, size: number): number => (frame % 2 === 0 ? size : -size);
    const lower = MEASURES.flatMap((one, place) => (one.part === 'lower' ? [place] : []));
    const at = (frame: number) => ({
      ...Object.fromEntries(lower.map((place) => [place, saw(frame, 0.003)])),
      ...Object.fromEntries([0, 1, 2].map((k) => [AT.rigid + k, saw(frame, 0.001)])),
    });
    expect(measure(conclude(rows({ frames: 100, at })), 'noise of the lower face')).toBe(3);
  });

  it('asymmetry is against the person’s own median, and the upper face is watched while the mouth moves', () => {
    const wave = (frame: number, size: number): number => size * Math.sin(frame / 4);
    const crooked = conclude(
      rows({
        frames: 200,
        at: (frame) => ({
          [CORNER_LEFT]: 0.2 + wave(frame, 0.1),
          [JAW]: wave(frame, 0.1),
          [AT.rigid]: wave(frame, 0.01),
          [AT.rigid + 1]: wave(frame, 0.01),
          0: wave(frame, 0.005),
          1: wave(frame, 0.005),
        }),
      }),
    );
    expect(measure(crooked, 'difference of the corners of the mouth')).toBeCloseTo(0.1, 1);
    expect(measure(crooked, 'difference of the brows')).toBe(0);
    expect(measure(crooked, 'least movement of the upper face while the mouth moves')).toBeCloseTo(0.5, 1);
    expect(measure(conclude(rows({ frames: 200 })), 'least movement of the upper face while the mouth moves')).toBeUndefined();
  });
});

describe('abstains', () => {
  it.each([
    ['without a face', [], /^No face was found\.$/],
    ['at few frames', rows({ frames: 200, fps: 12 }), /^12\.0 frames a second are too few/],
    ['where the face is small', rows({ frames: 200, eyes: 20 }), /^The eyes are 20\.0 pixels apart/],
    ['on a short stretch', rows({ frames: 30 }), /^The face could be measured for 1\.2 s only/],
    [
      'where the head is turned away',
      rows({ frames: 200, yaw: () => 70 }),
      /0\.0 s only .* In 200 of 200 frames with a face the head is turned/,
    ],
  ])('%s', (_, given, reason) => {
    expect(conclude(given).outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(reason) as string });
  });
});

describe('one face', () => {
  /** A made-up face: the rigid points of the canonical one, and the moving points at given places. */
  function face(turned: readonly [number, number], places: Readonly<Record<number, Point>>): FaceItem {
    const mesh = new Float32Array(3 * 468);
    const rotation = compose(turn([0, 1, 0], turned[0]), turn([1, 0, 0], turned[1]));
    const put = (index: number, place: Point): void => {
      const [x, y, z] = rotate(rotation, place);
      mesh.set([150 + 40 * x, 90 + 40 * y, 40 * z], 3 * index);
    };
    for (const [index, x, y, z] of CANONICAL_FACE) put(index, [x, y, z]);
    for (const [index, place] of Object.entries(places)) put(Number(index), place);
    return { mesh, image: { scale: 1 } } as unknown as FaceItem;
  }
  const places: Record<number, Point> = {
    105: [-0.6, -0.4, -0.1],
    66: [-0.4, -0.45, -0.15],
    107: [-0.23, -0.4, -0.2],
    334: [0.6, -0.4, -0.1],
    296: [0.4, -0.45, -0.15],
    336: [0.23, -0.4, -0.2],
    61: [-0.4, 1, -0.3],
    291: [0.4, 1, -0.3],
    13: [0, 0.95, -0.5],
    14: [0, 1.05, -0.5],
    152: [0, 1.8, -0.2],
  };

  it('gives the lengths whatever the pose', async () => {
    const observer = await expressionDetector.open({ networks: { provider: 'none' } as never, facts: VIDEO_FACTS });
    const frontal = (await observer.observe(face([0, 0], places))) ?? [];
    expect(frontal).toHaveLength(COLUMNS.length);
    expect(frontal[column('browRight')]).toBeCloseTo(0.4167, 2);
    expect(frontal[column('mouthWidth')]).toBeCloseTo(0.8, 3);
    expect(frontal[column('lipsApart')]).toBeCloseTo(0.1, 3);
    const turned = (await observer.observe(face([25, -15], places))) ?? [];
    frontal.slice(0, AT.eyeDistance).forEach((value, at) => expect(turned[at] ?? 0).toBeCloseTo(value ?? 0, 3));
    expect(turned[AT.yaw]).toBeCloseTo(-25, 0);
  });

  it('gives no lengths of points that are those of no face, and says so', async () => {
    const observer = await expressionDetector.open({ networks: { provider: 'none' } as never, facts: VIDEO_FACTS });
    const upright = face([0, 0], places);
    // Twice as long as faces are: what a film whose width was halved, or an upside-down face, gives the network.
    const mesh = upright.mesh.map((value, at) => (at % 3 === 1 ? 90 + 2 * (value - 90) : value));
    const values = (await observer.observe({ ...upright, mesh })) ?? [];
    expect(values.slice(0, AT.eyeDistance)).toEqual(new Array(AT.eyeDistance).fill(null));
    expect(values.slice(AT.eyeDistance).every((value) => value !== null)).toBe(true);
    const given = rows({ frames: 100 }).map((row) => ({ ...row, values }));
    const { outcome, findings } = conclude(given);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(/In 100 of 100 frames.*upright face/) as string });
  });

  it('is drawn as bars between the ends that persons reach', () => {
    const row = rows({ frames: 1, at: () => ({ [JAW]: 0.4, [CORNER_LEFT]: -0.5 }) })[0]!;
    const outline = {
      box: [10, 20, 100, 120] as [number, number, number, number],
      leftEye: [],
      rightEye: [],
      leftIris: [],
      rightIris: [],
      lips: [],
      faceOval: [],
    };
    const [shape] = expressionDetector.draw?.({ row, before: [], face: outline }) ?? [];
    expect(Shape.parse(shape)).toMatchObject({ kind: 'bars', at: [114, 20] });
    const bars = shape?.kind === 'bars' ? new Map(shape.bars.map(({ label, value }) => [label, value])) : new Map<string, number>();
    expect([bars.get('AU26 jaw'), bars.get('AU12 corner L')]).toEqual([1, 1]);
    expect(bars.get('AU25 lips')).toBeCloseTo(0.05 / 0.55, 6);
  });
});
