import { describe, expect, it } from 'vitest';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { AudioStream, MediaFacts } from '../../../contract/exhibits.ts';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { FaceItem } from '../../faces/face.ts';
import { CANONICAL_FACE } from '../../faces/canonical-face.ts';
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import { correlation, peak, rolled, smoothed } from './correlate.ts';
import { lipVoiceDetector } from './detector.ts';

interface Script {
  readonly seconds: number;
  readonly lateMs?: number;
  readonly fps?: number;
  readonly width?: number;
  readonly yaw?: number;
  readonly voice?: number;
  /** The mouth of somebody else, who is told by a number. */
  readonly unrelated?: number;
  readonly trackId?: number;
  /** Every other hundred frames is shown for twice as long. */
  readonly uneven?: boolean;
}

/** Syllables at uneven times, the same every time. */
function syllables(seconds: number, seed: number): (us: number) => number {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const starts: { us: number; height: number }[] = [];
  for (let us = 0; us < seconds * 1e6; us += 120_000 + 260_000 * next()) starts.push({ us, height: 0.3 + 0.7 * next() });
  return (us) => starts.reduce((sum, one) => sum + one.height * Math.exp(-0.5 * ((us - one.us) / 60_000) ** 2), 0);
}

function rows({
  seconds,
  lateMs = 0,
  fps = 25,
  width = 40,
  yaw = 5,
  voice = 0.9,
  unrelated = 0,
  trackId = 0,
  uneven = false,
}: Script): ObservationRow[] {
  const spoken = syllables(seconds, 7 + 1000 * unrelated);
  const mouth = unrelated > 0 ? syllables(seconds, 99 + 7919 * unrelated) : spoken;
  const us = 1e6 / fps;
  const made: ObservationRow[] = [];
  for (let frame = 0, at = 0; at < seconds * 1e6 - 1; frame += 1) {
    const shownUs = uneven && Math.floor(frame / 100) % 2 === 1 ? 2 * us : us;
    const ptsUs = Math.round(at);
    const level = [0, 1, 2, 3].map((part) => 0.001 + 0.1 * spoken(ptsUs + ((part + 0.5) / 4) * shownUs - lateMs * 1000));
    made.push({ frame, ptsUs, trackId, values: [0.02 + 0.1 * mouth(ptsUs), width, yaw, ...level, voice] });
    at += shownUs;
  }
  return made;
}

const SOUND: AudioStream = {
  type: 'audio',
  index: 1,
  codec: 'aac',
  sampleRate: 48_000,
  channels: 2,
  channelLayout: null,
  startUs: 0,
  durationUs: null,
};
const facts: MediaFacts = { ...VIDEO_FACTS, streams: [...VIDEO_FACTS.streams, SOUND] };

function conclude(given: readonly ObservationRow[]) {
  const input: ConcludeInput = { facts, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
  const conclusion = lipVoiceDetector.conclude(input);
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}
const offset = ({ outcome }: ReturnType<typeof conclude>): number | undefined =>
  outcome.status === 'measured' ? outcome.measures.find(({ name }) => name === 'offset of the voice')?.value : undefined;

describe('offset of the voice', () => {
  it.each([-400, -100, 0, 60, 200, 433])('%i ms is measured to a quarter of a frame', (lateMs) => {
    // Each quarter of a frame is heard in its middle, the mouth is seen at its beginning.
    const result = conclude(rows({ seconds: 30, lateMs }));
    expect(Math.abs((offset(result) ?? 1e9) - lateMs)).toBeLessThan(10);
    expect(result.outcome).toMatchObject({ status: 'measured', score: expect.closeTo(Math.abs(lateMs), -1.3) as number });
    expect(result.findings.map(({ kind }) => kind)).toEqual(Math.abs(lateMs) > 180 ? ['voice-offset'] : []);
  });

  it('does not depend on the frame rate', () => {
    for (const fps of [15, 24, 50])
      expect(Math.abs((offset(conclude(rows({ seconds: 30, lateMs: 240, fps }))) ?? 1e9) - 240)).toBeLessThan(25);
  });

  it('does not depend on the frame rate being the same throughout', () => {
    expect(Math.abs((offset(conclude(rows({ seconds: 40, lateMs: 240, fps: 40, uneven: true }))) ?? 1e9) - 240)).toBeLessThan(10);
  });

  it('is told as a finding over the speech, with what else can be the reason', () => {
    const [finding] = conclude(rows({ seconds: 30, lateMs: -300 })).findings;
    expect(finding).toMatchObject({ weight: 'anomaly', trackId: 0, firstFrame: 0, lastFrame: 749, measure: { unit: 'ms' } });
    expect(finding?.title).toMatch(/^The voice comes (29|30)\d ms before the mouth$/);
    expect(finding?.explanation).toContain('delayed in transmission');
  });

  it('that chance may give once in fifty times is a note', () => {
    const [finding] = conclude(rows({ seconds: 21, lateMs: -300 })).findings;
    expect(finding).toMatchObject({ weight: 'note', kind: 'voice-offset' });
  });

  it('is that of the face which goes together with the voice', () => {
    const both = [...rows({ seconds: 30, unrelated: 1, trackId: 0 }), ...rows({ seconds: 30, lateMs: 100, trackId: 4 })];
    const result = conclude(both.sort((a, b) => a.frame - b.frame));
    expect(result.outcome.status === 'measured' && result.outcome.statement).toContain('track 4');
    expect(result.signals).toHaveLength(6);
  });
});

describe('abstains', () => {
  it.each([
    ['where mouth and voice are of different persons', rows({ seconds: 30, unrelated: 1 }), /no more closely than chance allows/],
    ['without speech', rows({ seconds: 30, voice: 0.1 }), /^Too little speech while the mouth can be seen: 0\.0 s/],
    ['on four seconds', rows({ seconds: 4 }), /^Too little speech/],
    ['where the mouth is small', rows({ seconds: 30, width: 9 }), /^The mouth is 9 pixels wide/],
    ['where the head is turned away', rows({ seconds: 30, yaw: 60 }), /^Too little speech while the mouth can be seen/],
    ['at few frames', rows({ seconds: 30, fps: 10 }), /^10\.0 frames a second/],
    ['without a face', [], /^No face was found while there is sound\.$/],
  ])('%s', (_, given, reason) => {
    const { outcome, findings } = conclude(given);
    expect(outcome).toMatchObject({ status: 'abstained', reason: expect.stringMatching(reason) as string });
    expect(findings).toEqual([]);
  });

  it('on nearly all unrelated pairs, as its level of 0.05 promises', () => {
    const pairs = 120;
    let decided = 0;
    for (let seed = 1; seed <= pairs; seed += 1)
      if (conclude(rows({ seconds: 21, unrelated: seed })).outcome.status === 'measured') decided += 1;
    // 12 of 120 or more happen once in fifty times at a true level of 0.05; a null distribution of overlapping shifts gives about 15.
    expect(decided).toBeLessThan(12);
  });

  it('does not apply without sound, or to pictures', () => {
    expect(lipVoiceDetector.applies(VIDEO_FACTS)).toEqual({ applies: false, reason: 'The film has no sound.' });
    expect(lipVoiceDetector.applies({ ...facts, kind: 'image' }).applies).toBe(false);
    expect(lipVoiceDetector.applies(facts)).toEqual({ applies: true });
  });
});

describe('one face', () => {
  function face(opening: number, yawMirror = 1): FaceItem {
    const mesh = new Float32Array(3 * 468);
    const put = (index: number, [x, y, z]: readonly number[]): void =>
      mesh.set([200 + 50 * yawMirror * (x ?? 0), 100 + 50 * (y ?? 0), 50 * (z ?? 0)], 3 * index);
    for (const [index, ...place] of CANONICAL_FACE) put(index, place);
    for (const [upper, lower] of [
      [81, 178],
      [13, 14],
      [311, 402],
    ] as const) {
      put(upper, [0, 0.9, -0.5]);
      put(lower, [0, 0.9 + opening, -0.5]);
    }
    put(61, [-0.4, 0.9, -0.4]);
    put(291, [0.4, 0.9, -0.4]);
    const sound = { level: 0.1, parts: [0.1, 0.2, 0.3, 0.4], voice: 0.75 };
    return { mesh, image: { scale: 2 }, sound } as unknown as FaceItem;
  }

  it('gives the opening in inter-ocular distances, the width in working pixels, and the sound of its frame', async () => {
    const observer = await lipVoiceDetector.open({ networks: { load: () => Promise.resolve() } as never, facts });
    const values = (await observer.observe(face(0.12))) ?? [];
    expect(values.map((value) => Math.round((value ?? 0) * 1000) / 1000)).toEqual([0.12, 20, 0, 0.1, 0.2, 0.3, 0.4, 0.75]);
    expect(values).toHaveLength(lipVoiceDetector.columns.length);
    expect(await observer.observe({ ...face(0.12), sound: null })).toBeNull();
  });

  it('is drawn as the lips and two curves', () => {
    const given = rows({ seconds: 3 });
    const lips: [number, number][] = [
      [1, 2],
      [3, 4],
      [5, 2],
    ];
    const outline = {
      box: [10, 10, 50, 60] as [number, number, number, number],
      leftEye: [],
      rightEye: [],
      leftIris: [],
      rightIris: [],
      lips,
      faceOval: [],
    };
    const shapes = lipVoiceDetector.draw?.({ row: given[50]!, before: given.slice(0, 50), face: outline }) ?? [];
    shapes.forEach((shape) => Shape.parse(shape));
    expect(shapes.map(({ kind }) => kind)).toEqual(['line', 'trace', 'trace']);
    expect(lipVoiceDetector.draw?.({ row: given[50]!, before: [], face: null })).toEqual([]);
  });
});

describe('curves', () => {
  it('correlate as Pearson has it, at the lag by which one is later', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5);
    expect(correlation(x, Float64Array.of(2, 4, 6, 8, 10), 0)).toBeCloseTo(1, 12);
    // r of (1..5) and (1, 3, 2, 5, 4) is 0.8.
    expect(correlation(x, Float64Array.of(1, 3, 2, 5, 4), 0)).toBeCloseTo(0.8, 12);
    const wave = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i / 5));
    expect(correlation(rolled(wave, 7), wave, 7)).toBeCloseTo(1, 9);
    expect(correlation(new Float64Array(9), wave.slice(0, 9), 0)).toBe(0);
  });

  it('turn round, keep a mean, and have a maximum between the grid points', () => {
    expect([...rolled(Float64Array.of(1, 2, 3, 4), 1)]).toEqual([4, 1, 2, 3]);
    for (const value of smoothed(new Float64Array(20).fill(3), 2)) expect(value).toBeCloseTo(3, 12);
    const { at } = peak([0, 1, 2, 3, 4].map((i) => -((i - 2.3) ** 2)));
    expect(at).toBeCloseTo(2.3, 12);
    expect(peak([3, 2, 1]).at).toBe(0);
  });
});
