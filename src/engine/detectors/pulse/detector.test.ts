import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { BARE_FACTS as facts } from '../../../../tests/helpers/video-facts.ts';
import { FindingDraft, Outcome, Shape, Signal } from '../../../contract/analysis.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { FaceOutline, ObservationRow } from '../interface.ts';
import { COLUMNS, columnOf } from './columns.ts';
import { pulseDetector } from './detector.ts';
import { observeFace } from './observe.ts';

type Three = readonly [number, number, number];
interface Script {
  readonly seconds?: number;
  readonly fps?: number;
  readonly perMinute?: Three;
  readonly degrees?: Three;
  /** 8-bit counts of green. */
  readonly counts?: number;
  readonly noise?: number;
  /** Each frame's noise keeps this share of the one before. */
  readonly kept?: number;
  readonly clipped?: number;
  readonly pixels?: number;
  /** Movement of the head, inter-ocular distances and times a minute. */
  readonly sway?: number;
  readonly swayPerMinute?: number;
  readonly flicker?: number;
  readonly yaw?: number;
  readonly jitterUs?: number;
  readonly missing?: (second: number) => boolean;
  readonly trackId?: number;
}

/** Numbers that look random and are the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

function rows(script: Script): ObservationRow[] {
  const { seconds = 20, fps = 25, perMinute = [72, 72, 72], degrees = [0, 0, 0], counts = 2, noise = 0.2, kept = 0 } = script;
  const { clipped = 0, pixels = 300, sway = 0, swayPerMinute = 30, flicker = 0, yaw = 0, jitterUs = 0, missing, trackId = 0 } = script;
  const next = random(7);
  const last = new Map<string, number>();
  const coloured = (key: string): number => {
    const value = kept * (last.get(key) ?? 0) + Math.sqrt(1 - kept * kept) * noise * (next() + next() + next()) * 2;
    last.set(key, value);
    return value;
  };
  const out: ObservationRow[] = [];
  for (let frame = 0; frame < seconds * fps; frame++) {
    const t = frame / fps;
    if (missing?.(t) === true) continue;
    const wave = (rate: number, phase = 0): number => Math.sin(2 * Math.PI * ((rate / 60) * t + phase / 360));
    const values: number[] = [];
    for (const region of [0, 1, 2] as const) {
      const beat = (counts / 120) * wave(perMinute[region], degrees[region]);
      const light = 1 + flicker * wave(72);
      const channel = (level: number, strength: number) => level * light * (1 + (beat * strength) / 0.77) + coloured(`${region}/${level}`);
      const x = 100 + 60 * sway * wave(swayPerMinute);
      values.push(channel(190, 0.33), channel(120, 0.77), channel(95, 0.53), clipped, x, 100, pixels);
    }
    values.push(150 * (1 + flicker * wave(72)), 150 * (1 + flicker * wave(72)) + coloured('back'), 150, 0, 60, yaw);
    out.push({ frame, ptsUs: Math.round(t * 1e6 + jitterUs * next()), trackId, values });
  }
  return out;
}

const outline = (): FaceOutline => {
  const ring = (x: number): [number, number][] => Array.from({ length: 16 }, (_, i) => [x + (i < 9 ? 2 * i : 32 - 2 * i), 80]);
  const none: [number, number][] = [];
  return { box: [50, 40, 100, 120], leftEye: ring(110), rightEye: ring(74), leftIris: none, rightIris: none, lips: none, faceOval: none };
};

function conclude(...scripts: readonly Script[]) {
  const given = scripts.flatMap(rows).sort((a, b) => a.frame - b.frame);
  const conclusion = pulseDetector.conclude({ facts, rows: given, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: outline });
  Outcome.parse(conclusion.outcome);
  conclusion.findings.forEach((finding) => FindingDraft.parse(finding));
  conclusion.signals.forEach((signal) => Signal.parse(signal));
  return conclusion;
}

const reasonOf = (...scripts: readonly Script[]): string => {
  const { outcome, findings } = conclude(...scripts);
  expect(findings).toEqual([]);
  return outcome.status === 'abstained' ? outcome.reason : `not abstained: ${outcome.status}`;
};
const measure = ({ outcome }: ReturnType<typeof conclude>, name: string): number | undefined =>
  outcome.status === 'measured' ? outcome.measures.find((m) => m.name === name)?.value : undefined;

describe('regions that agree', () => {
  it.each([
    ['25 frames a second', { fps: 25 }],
    ['60 frames a second', { fps: 60 }],
    ['a variable rate', { fps: 24, jitterUs: 30_000 }],
    ['a beat that reaches the cheeks a little later', { degrees: [0, 15, 20] as const }],
  ])('are read with %s', (_, script) => {
    const conclusion = conclude(script);
    expect(conclusion.outcome).toMatchObject({ status: 'measured', score: 0 });
    expect(conclusion.findings).toEqual([]);
    expect(Math.abs((measure(conclusion, 'pulse rate') ?? 0) - 72)).toBeLessThan(2);
    expect(measure(conclusion, 'assessable windows')).toBe(measure(conclusion, 'windows'));
    const [rate, snr] = conclusion.signals;
    expect([rate?.name, snr?.name]).toEqual(['pulseRate', 'pulseSnr']);
    expect(rate?.frames).toHaveLength(measure(conclusion, 'windows') ?? 0);
    for (const value of rate?.values ?? []) expect(Math.abs((value ?? 0) - 72)).toBeLessThan(2);
  });

  it('may show the double of the rate: a harmonic is no other heart', () => {
    expect(conclude({ perMinute: [60, 120, 60] }).outcome).toMatchObject({ status: 'measured', score: 0 });
  });
});

describe('regions that disagree', () => {
  it('in rate', () => {
    const { outcome, findings } = conclude({ perMinute: [72, 72, 100] });
    expect(outcome).toMatchObject({ status: 'measured', score: 1 });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ weight: 'anomaly', kind: 'pulses-differ', firstFrame: 0, lastFrame: 474, trackId: 0 });
    expect(Math.abs((findings[0]?.measure.value ?? 0) - 28)).toBeLessThan(3);
    expect(findings[0]?.explanation).toContain('right cheek');
    // Around both regions: the forehead or the left cheek, and the right cheek.
    const [x, y, width, height] = findings[0]!.region!;
    expect(x).toBeLessThan(100);
    expect(x + width).toBeGreaterThan(100);
    expect(y + height).toBeGreaterThan(100);
  });

  it('in phase', () => {
    const { outcome, findings } = conclude({ degrees: [0, 180, 0] });
    expect(outcome).toMatchObject({ status: 'measured', score: 1 });
    expect(findings).toHaveLength(1);
    expect(Math.abs((findings[0]?.measure.value ?? 0) - 180)).toBeLessThan(15);
    expect(findings[0]?.title).toContain('different moments');
  });

  it('for a part of the time only: the face with the greatest share speaks for the film', () => {
    const { outcome, findings } = conclude({ trackId: 0 }, { trackId: 1, perMinute: [72, 100, 72] });
    expect(outcome).toMatchObject({ status: 'measured', score: 1 });
    expect(findings.map(({ trackId }) => trackId)).toEqual([1]);
  });
});

describe('abstains', () => {
  it.each([
    ['without a pulse', { counts: 0 }, /in 10 no peak stands 6 dB/],
    ['in noise whose neighbouring frames hang together', { counts: 0, kept: 0.99, seconds: 40 }, /no peak stands 6 dB/],
    ['when the head moves', { sway: 0.1 }, /in 10 the head moves by more than 0.03/],
    ['when the head moves a little at the rate of the pulse', { sway: 0.01, swayPerMinute: 72 }, /the head moves at the same rate/],
    ['when the background flickers at the same rate', { flicker: 0.01 }, /the background has the same rate/],
    ['when the head is turned', { yaw: 0.7 }, /turned too far/],
    ['when the skin is too bright', { clipped: 0.2 }, /more than 5 % of the pixels/],
    ['when the regions are small', { pixels: 60 }, /fewer than 100 pixels/],
    ['below 15 frames a second', { fps: 12 }, /^12\.0 frames a second are too few/],
    ['in a short film', { seconds: 12 }, /^The face is seen for 12\.0 s only \(15 s are needed\)/],
    ['when the face is away again and again', { seconds: 40, missing: (t: number) => t % 8 < 1 }, /the face is missing/],
  ] as const)('%s', (_, script, reason) => {
    expect(reasonOf(script)).toMatch(reason);
  });

  it('without a face', () => {
    expect(reasonOf()).toBe('No face was found.');
  });
});

/** A picture with three colours, as planar YCbCr. */
function item(scale: number): FaceItem {
  const [width, height] = [320, 240];
  const chroma = new Uint8Array((width / 2) * (height / 2));
  const image = {
    frame: 0,
    ptsUs: 0,
    width,
    height,
    scale,
    y: new Uint8Array(width * height).fill(150),
    cb: chroma.fill(110),
    cr: chroma.slice().fill(150),
  };
  const mesh = new Float32Array(468 * 3).fill(NaN);
  const place = (indices: readonly number[], x: number, y: number): void =>
    indices.forEach((index) => mesh.set([x * scale, y * scale, 0], 3 * index));
  place([151, 108, 337, 9], 160, 60);
  place([330, 280, 425, 411], 190, 130);
  place([101, 50, 205, 187], 130, 130);
  place([4], 160, 120);
  const eye = (outer: number, inner: number) => {
    const contour = new Float32Array(142);
    contour.set([outer * scale, 100 * scale], 0);
    contour.set([inner * scale, 100 * scale], 16);
    return { contour, iris: new Float32Array(10), widthWorkingPx: 24 };
  };
  return { image, trackId: 0, confidence: 1, box: [100, 20, 120, 160], mesh, leftEye: eye(202, 178), rightEye: eye(118, 142) };
}

describe('one frame', () => {
  it('gives the colour by BT.601, as many pixels as the ellipses cover, and the same at any scale', () => {
    const row = observeFace(item(1));
    expect(row).toHaveLength(COLUMNS.length);
    for (const region of [0, 1, 2]) {
      expect(row[columnOf(region, 'red')]).toBeCloseTo(150 + 1.402 * 22, 2);
      expect(row[columnOf(region, 'green')]).toBeCloseTo(150 + 0.344136 * 18 - 0.714136 * 22, 2);
      expect(row[columnOf(region, 'blue')]).toBeCloseTo(150 - 1.772 * 18, 2);
      expect(row[columnOf(region, 'clipped')]).toBe(0);
    }
    // Forehead: half axes 0.4 of the 60 px between the eyes and 0.3 of the 40 px above them.
    const area = Math.PI * 24 * 12;
    expect(Math.abs((row[columnOf(0, 'pixels')] ?? 0) - area) / area).toBeLessThan(0.05);
    const larger = observeFace(item(2));
    expect(larger[columnOf(0, 'pixels')]).toBe(row[columnOf(0, 'pixels')]);
    expect(larger[columnOf(0, 'x')]).toBe(320);
  });

  it('gives nothing of a region that leaves the picture', () => {
    const face = item(1);
    for (const index of [330, 280, 425, 411]) face.mesh.set([316, 130, 0], 3 * index);
    const row = observeFace(face);
    expect(row[columnOf(1, 'green')]).toBeNull();
    expect(row[columnOf(2, 'green')]).not.toBeNull();
  });

  it('is drawn as three ellipses and a curve', () => {
    const all = rows({ seconds: 2 });
    const shapes = pulseDetector.draw?.({ row: all[49]!, before: all.slice(0, 49), face: outline() }) ?? [];
    expect(z.array(Shape).parse(shapes)).toEqual(shapes);
    expect(shapes.map(({ kind }) => kind)).toEqual(['line', 'line', 'line', 'trace']);
    expect(pulseDetector.draw?.({ row: all[0]!, before: [], face: null })).toEqual([]);
  });
});
