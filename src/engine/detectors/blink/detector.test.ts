import { describe, expect, it } from 'vitest';
import { BARE_FACTS as facts } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Signal } from '../../../contract/analysis.ts';
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import type { FaceItem } from '../../faces/face.ts';
import { blinkDetector } from './detector.ts';

const OPEN = { left: 0.3, right: 0.28, width: 24, mouth: 0, yaw: 0 };

interface Script {
  readonly frames: number;
  readonly fps?: number;
  readonly trackId?: number;
  /** Changes to the open eye by frame. */
  readonly at?: (frame: number) => Partial<typeof OPEN> | null;
}

/** `null` from `at` means: no face in this frame. */
function rows({ frames, fps = 25, trackId = 0, at = () => ({}) }: Script): ObservationRow[] {
  const out: ObservationRow[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const change = at(frame);
    if (change === null) continue;
    const v = { ...OPEN, ...change };
    out.push({ frame, ptsUs: Math.round((frame * 1e6) / fps), trackId, values: [v.left, v.right, v.width, v.width, v.mouth, v.yaw] });
  }
  return out;
}

const conclude = (given: readonly ObservationRow[]) => {
  const input: ConcludeInput = { facts, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
  const conclusion = blinkDetector.conclude(input);
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
};

const shares = (share: number) => ({ left: OPEN.left * share, right: OPEN.right * share });
/** Shares of openness by frame from `first` on; elsewhere open. */
const dip =
  (first: number, ...values: number[]) =>
  (frame: number) =>
    shares(values[frame - first] ?? 1);

describe('one blink', () => {
  const conclusion = conclude(rows({ frames: 250, at: dip(100, 0.7, 0.2, 0.1, 0.3, 0.6) }));

  it('is an interval with start, apex, end, duration by the clock and closure', () => {
    expect(conclusion.findings).toHaveLength(1);
    expect(conclusion.findings[0]).toMatchObject({
      kind: 'blink',
      weight: 'note',
      trackId: 0,
      firstFrame: 100,
      keyFrame: 102,
      lastFrame: 104,
      startUs: 4_000_000,
      endUs: 4_200_000,
      title: 'Blink, 200 ms, 90 % closure',
      measure: { name: 'duration', value: 200, unit: 'ms' },
      explanation:
        "Openness of the left eye fell to 10 % and of the right eye to 10 % of this person's baseline, below half of the movement for 120 ms.",
    });
  });

  it('says that ten silent seconds are too short, with the chance', () => {
    expect(conclusion.outcome.status).toBe('abstained');
    expect(conclusion.outcome).toMatchObject({
      reason: expect.stringMatching(/^Too short: in the 10\.0 s .* chance of 0\.\d\d \(/) as string,
    });
  });

  it('gives each eye as a share of its own baseline', () => {
    const [left, right] = conclusion.signals;
    expect([left?.name, right?.name]).toEqual(['opennessLeft', 'opennessRight']);
    expect(left?.values.slice(98, 106)).toEqual([1, 1, 0.7, 0.2, 0.1, 0.3, 0.6, 1]);
    expect(left?.levels.map((level) => level.name)).toEqual(['baseline', 'limit']);
  });
});

describe('what is no blink', () => {
  it.each([
    ['a squint of one second', dip(100, ...Array.from({ length: 25 }, () => 0.5))],
    ['a lowered gaze that ends as fast as a blink', dip(100, ...Array.from({ length: 40 }, () => 0.15))],
    ['a shallow dip', dip(100, 0.9, 0.75, 0.9)],
    [
      'a slow closing',
      dip(100, 0.95, 0.9, 0.88, 0.86, 0.84, 0.82, 0.8, 0.78, 0.77, 0.76, 0.75, 0.72, 0.7, 0.67, 0.64, 0.62, 0.61, 0.6, 0.9),
    ],
  ])('%s', (_, at) => {
    expect(conclude(rows({ frames: 250, at })).findings).toEqual([]);
  });

  it('a closure with the head turned away', () => {
    const turned = (frame: number) => ({ ...dip(100, 0.1, 0.1, 0.1)(frame), yaw: frame > 80 && frame < 120 ? 1.2 : 0 });
    const { findings, signals } = conclude(rows({ frames: 250, at: turned }));
    expect(findings).toEqual([]);
    expect(signals[0]?.values[101]).toBeNull();
  });

  it('a face that is lost while the eyes go down', () => {
    const lost = (frame: number) => (frame >= 101 && frame < 110 ? null : dip(100, 0.5)(frame));
    const { findings, signals } = conclude(rows({ frames: 250, at: lost }));
    expect(findings).toEqual([]);
    // 250 frames less 9, and one empty value that breaks the line.
    expect(signals[0]?.frames?.length).toBe(242);
    expect(signals[0]?.values[101]).toBeNull();
    expect(signals[0]?.frames?.slice(100, 103)).toEqual([100, 101, 110]);
  });
});

it('two blinks in quick succession are two', () => {
  const { findings } = conclude(rows({ frames: 250, at: dip(100, 0.2, 0.1, 0.4, 0.8, 0.9, 0.7, 0.15, 0.2, 0.6) }));
  expect(findings.map((finding) => finding.keyFrame)).toEqual([101, 106]);
});

it('a blink from a lowered gaze counts by its own depth', () => {
  const at = (frame: number) => shares(frame >= 90 && frame < 130 ? (frame >= 105 && frame <= 107 ? 0.15 : 0.75) : 1);
  expect(conclude(rows({ frames: 250, at })).findings.map((finding) => finding.keyFrame)).toEqual([107]);
});

describe('rates', () => {
  const blinkEvery = (frames: number) => (frame: number) => shares(frame % frames === 50 ? 0.2 : frame % frames === 51 ? 0.1 : 1);

  it('90 s with 18 blinks: rate, exact interval, a chance that is no surprise', () => {
    const { outcome } = conclude(rows({ frames: 2250, at: blinkEvery(125) }));
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status !== 'measured') return;
    const measures = new Map(outcome.measures.map((m) => [m.name, m]));
    expect(measures.get('blinks')?.value).toBe(18);
    // Garwood's limits of 18 are 10.668 and 28.448 (scipy).
    expect(measures.get('blink rate')).toMatchObject({ value: 12, interval: [7.11, 18.97], unit: '/min', intervalKind: '95 % Poisson' });
    expect(outcome.score).toBeLessThan(0.2);
  });

  it('two silent minutes without a blink: an anomaly with its chance, and a score of 1 less that chance', () => {
    const { outcome, findings } = conclude(rows({ frames: 3000 }));
    expect(findings.map((finding) => [finding.kind, finding.weight, finding.firstFrame, finding.lastFrame])).toEqual([
      ['few-blinks', 'anomaly', 0, 2999],
    ]);
    expect(outcome).toMatchObject({ status: 'measured', score: 1 - (findings[0]?.measure.value ?? 0) });
    expect(findings[0]?.title).toBe('No blink in 120.0 s');
  });

  it('the same time speaking is more telling than silent', () => {
    const talk = (frame: number) => ({ mouth: 0.05 + 0.05 * Math.sin(frame / 1.5) });
    const chance = (at?: Script['at']) => conclude(rows(at === undefined ? { frames: 1500 } : { frames: 1500, at })).outcome;
    const silent = chance();
    const speaking = chance(talk);
    const of = (outcome: typeof silent, name: string) =>
      outcome.status === 'measured' || outcome.status === 'abstained' ? outcome.measures.find((m) => m.name === name)?.value : undefined;
    expect(of(silent, 'speaking')).toBe(0);
    expect(of(speaking, 'speaking')).toBeGreaterThan(0.95);
    expect(of(speaking, 'chance of no blink')).toBeLessThan((of(silent, 'chance of no blink') ?? 0) / 100);
  });

  it('small eyes: more blinks can have been missed, so the chance is larger', () => {
    const score = (width: number) => {
      const { outcome } = conclude(rows({ frames: 4500, at: () => ({ width }) }));
      return outcome.status === 'measured' ? outcome.score : null;
    };
    expect(score(14)).toBeLessThan(score(15) ?? 0);
  });

  it('of several faces the rarest counts, corrected for their number', () => {
    const staring = rows({ frames: 3000, trackId: 1 });
    const blinking = rows({ frames: 3000, trackId: 0, at: blinkEvery(125) });
    const alone = conclude(staring).outcome;
    const both = conclude([...blinking, ...staring].sort((a, b) => a.frame - b.frame));
    expect(alone.status === 'measured' && both.outcome.status === 'measured' && both.outcome.score).toBeCloseTo(
      1 - 2 * (1 - (alone.status === 'measured' ? alone.score : 0)),
      9,
    );
    expect(both.findings[0]).toMatchObject({ kind: 'few-blinks', trackId: 1 });
  });

  it('times come from the clock, not from a frame rate: a variable rate keeps durations', () => {
    const steady = rows({ frames: 250, at: dip(100, 0.2, 0.1, 0.3) });
    const late = steady.map((row) => (row.frame >= 102 ? { ...row, ptsUs: row.ptsUs + 20_000 } : row));
    expect(conclude(late).findings[0]).toMatchObject({ startUs: 4_000_000, endUs: 4_140_000, measure: { value: 140 } });
  });
});

describe('rhythm', () => {
  const blinksAt =
    (...starts: number[]) =>
    (frame: number) =>
      shares(starts.includes(frame) ? 0.2 : starts.includes(frame - 1) ? 0.1 : 1);
  const measure = (conclusion: ReturnType<typeof conclude>, name: string) =>
    conclusion.outcome.status === 'measured' || conclusion.outcome.status === 'abstained'
      ? conclusion.outcome.measures.find((one) => one.name === name)?.value
      : undefined;

  it('puts blinks that come like a clock before the examiner, without weight in the score', () => {
    const regular = conclude(rows({ frames: 1500, at: blinksAt(...Array.from({ length: 12 }, (_, k) => 60 + k * 100 + (k % 3) * 3)) }));
    expect(regular.findings[0]).toMatchObject({
      kind: 'regular-blinks',
      weight: 'anomaly',
      measure: { name: 'variation of the intervals' },
    });
    expect(measure(regular, 'intervals')).toBe(11);
    expect(measure(regular, 'variation of the intervals')).toBeLessThan(0.1);
    // The same number of blinks at the intervals of a genuine person (franck.mp4, seconds 2 to 57).
    const genuine = conclude(rows({ frames: 1500, at: blinksAt(50, 90, 105, 230, 260, 410, 560, 600, 900, 1000, 1290, 1400) }));
    expect(genuine.findings.filter(({ kind }) => kind === 'regular-blinks')).toEqual([]);
    expect(measure(genuine, 'variation of the intervals')).toBeGreaterThan(0.5);
    const score = ({ outcome }: typeof regular) => (outcome.status === 'measured' ? outcome.score : null);
    expect(score(regular)).toBe(score(genuine));
  });

  it('says nothing of regularity from fewer than eight intervals', () => {
    const few = conclude(rows({ frames: 1500, at: blinksAt(100, 200, 300, 400, 500, 600, 700, 800) }));
    expect(measure(few, 'variation of the intervals')).toBeUndefined();
    expect(few.findings.map(({ kind }) => kind)).not.toContain('regular-blinks');
  });

  it('does not count an interval in which the eyes could not be judged', () => {
    const away = (frame: number) =>
      frame > 210 && frame < 260 ? null : blinksAt(...Array.from({ length: 10 }, (_, k) => 100 + k * 100))(frame);
    expect(measure(conclude(rows({ frames: 1500, at: away })), 'intervals')).toBe(8);
  });

  it('tells incomplete blinks and the difference between the eyes', () => {
    const at = (frame: number) =>
      frame === 100 || frame === 101 ? { left: OPEN.left * 0.3, right: OPEN.right * 0.1 } : blinksAt(300)(frame);
    const half = (frame: number) => (frame === 600 || frame === 601 ? shares(0.5) : at(frame));
    const conclusion = conclude(rows({ frames: 1500, at: half }));
    expect(measure(conclusion, 'blinks')).toBe(3);
    expect(measure(conclusion, 'incomplete blinks')).toBeCloseTo(1 / 3, 3);
    expect(measure(conclusion, 'difference between the eyes')).toBe(0);
  });

  it('shows where to look: both eyes of the face at the apex', () => {
    const given = rows({ frames: 250, at: dip(100, 0.7, 0.2, 0.1, 0.3, 0.6) });
    const eye = (x: number): [number, number][] => [
      [x, 50],
      [x + 20, 60],
    ];
    const parts = { leftIris: [], rightIris: [], lips: [], faceOval: [] };
    const faceAt: ConcludeInput['faceAt'] = (frame, trackId) =>
      frame === 102 && trackId === 0 ? { box: [0, 0, 9, 9], leftEye: eye(100), rightEye: eye(50), ...parts } : null;
    const { findings } = blinkDetector.conclude({ facts, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt });
    expect(findings[0]?.region).toEqual([43, 43, 84, 24]);
  });
});

describe('abstains', () => {
  it.each([
    ['without a face', [], /^No face was found\.$/],
    ['below 15 frames a second', rows({ frames: 600, fps: 12 }), /^12\.0 frames a second are too few/],
    ['where the eyes are small', rows({ frames: 3000, at: () => ({ width: 4 }) }), /^The eyes are 4\.0 pixels wide/],
    ['on one frame', rows({ frames: 1 }), /^0\.0 frames a second are too few/],
  ])('%s', (_, given, reason) => {
    const { outcome } = conclude(given);
    expect(outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(reason) as string });
  });

  it('does not apply to pictures', () => {
    expect(blinkDetector.applies({ ...facts, kind: 'image' })).toEqual({
      applies: false,
      reason: 'Blinks are movements: a film is needed.',
    });
  });
});

it('measures the lid opening over the eye width, whatever the size, place and tilt of the face', async () => {
  const eye = (opening: number, angle: number, size: number) => {
    const contour = new Float32Array(142);
    const put = (i: number, x: number, y: number): void => {
      contour[2 * i] = 100 + size * (x * Math.cos(angle) - y * Math.sin(angle));
      contour[2 * i + 1] = 80 + size * (x * Math.sin(angle) + y * Math.cos(angle));
    };
    for (let k = 0; k <= 8; k++) put(k, k / 8, k === 0 || k === 8 ? 0 : opening / 2);
    for (let k = 1; k <= 7; k++) put(k + 8, k / 8, -opening / 2);
    return { contour, iris: new Float32Array(10), widthWorkingPx: size };
  };
  const mesh = new Float32Array(468 * 3);
  const point = (i: number, x: number, y: number): void => mesh.set([x, y, 0], 3 * i);
  point(33, 0, 0);
  point(133, 20, 0);
  point(362, 60, 0);
  point(263, 80, 0);
  point(4, 40, 30);
  for (const i of [81, 13, 311]) point(i, 40, 50);
  for (const i of [178, 14, 402]) point(i, 40, 56);
  const face = { mesh, leftEye: eye(0.3, 0.4, 24), rightEye: eye(0.1, -0.2, 48) } as unknown as FaceItem;
  const observer = await blinkDetector.open({ networks: { provider: 'none' } as never, facts });
  const values = await observer.observe(face);
  expect(values?.map((value) => Math.round((value ?? 0) * 1e4) / 1e4)).toEqual([0.3, 0.1, 24, 48, 0.1, 0]);
  expect(values).toHaveLength(blinkDetector.columns.length);
});
