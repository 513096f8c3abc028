import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { Conclusion, ObservationRow, Values } from '../interface.ts';
import { spectrumDetector } from './detector.ts';
import { COLUMNS, FIRST_PEAK, observeSpectrum, samplingOf } from './observe.ts';
import { PEAKS } from './parameters.ts';

const SIDE = 200;

/** Grain that fades with its frequency, and a pattern of `strength` luma steps. */
function face(pattern: (x: number, y: number) => number, options: { size?: number; scale?: number } = {}): FaceItem {
  const { size = 150, scale = 1 } = options;
  const y = new Uint8Array(SIDE * SIDE);
  for (let at = 0; at < y.length; at += 1) {
    const [px, py] = [at % SIDE, Math.floor(at / SIDE)];
    const grain = 30 * Math.sin(px / 13 + py / 17) + 6 * Math.sin(px / 3.1 - py / 2.3) + (((px * 7919 + py * 104_729) % 17) - 8) / 4;
    y[at] = Math.round(128 + grain + pattern(px, py));
  }
  const chroma = new Uint8Array((SIDE * SIDE) / 4).fill(128);
  const image = { frame: 0, ptsUs: 0, width: SIDE, height: SIDE, scale, y, cb: chroma, cr: chroma };
  return { image, trackId: 0, confidence: 1, box: [20, 20, size, size], mesh: new Float32Array(0) } as unknown as FaceItem;
}
const peak = (values: Values, name: (typeof PEAKS)[number]['name']): number =>
  values[FIRST_PEAK + PEAKS.findIndex((one) => one.name === name)] ?? Number.NaN;

describe('observe', () => {
  it('sees a chequered pattern of two luma steps at its own place alone', () => {
    const plain = observeSpectrum(face(() => 0));
    const chequered = observeSpectrum(face((x, y) => ((x + y) % 2 === 0 ? 2 : -2)));
    expect(chequered).toHaveLength(COLUMNS.length);
    expect(peak(chequered, 'chequered, 1/2') - peak(plain, 'chequered, 1/2')).toBeGreaterThan(1.5);
    for (const other of ['across, 1/2', 'down, 1/2', 'across, 1/4', 'down, 1/4'] as const) {
      expect(Math.abs(peak(chequered, other) - peak(plain, other)), other).toBeLessThan(0.3);
    }
    const columns = observeSpectrum(face((x) => (x % 4 < 2 ? 3 : -3)));
    expect(peak(columns, 'across, 1/4') - peak(plain, 'across, 1/4')).toBeGreaterThan(1.5);
  });

  it('takes the window that fits, and measures nothing of a small face or a scaled picture', () => {
    const windowOf = (size: number, scale?: number): Values =>
      observeSpectrum(face(() => 0, scale === undefined ? { size } : { size, scale }));
    expect([windowOf(150)[0], windowOf(100)[0], windowOf(40)[0], windowOf(150, 2)[0]]).toEqual([128, 64, 40, null]);
    for (const values of [windowOf(40), windowOf(150, 2)]) expect(values.slice(1).every((value) => value === null)).toBe(true);
  });

  it('is asked about three times a second', () => {
    expect(samplingOf(VIDEO_FACTS)).toBe(8);
    expect(samplingOf({ ...VIDEO_FACTS, streams: [] })).toBe(1);
  });
});

function concluded(rows: readonly Values[]): Conclusion {
  const all = rows.map((values, at): ObservationRow => ({ frame: 8 * at, ptsUs: 320_000 * at, trackId: 0, values }));
  return spectrumDetector.conclude({ facts: VIDEO_FACTS, rows: all, tracks: [], framesTotal: 1, framesDecoded: 1, faceAt: () => null });
}
/** A row whose chequered peak has this height, the others none. */
const row = (chequered: number): Values =>
  COLUMNS.map(({ name }, at) => (at === 0 ? 128 : name === 'peak chequered, 1/2' ? chequered : at === 1 ? -4 : 0));

describe('conclude', () => {
  it('judges an image by itself, a film by the median of its samples', () => {
    expect(concluded([row(1.2)]).findings).toEqual([]);
    expect(concluded([row(2)]).findings).toMatchObject([
      { kind: 'upsampling-peak', weight: 'anomaly', measure: { value: 2 }, keyFrame: 0 },
    ]);
    const film = concluded([1.2, 1.3, 1.1, 1.2, 1.2, 1.2, 1.2].map(row));
    expect(film.findings).toMatchObject([{ firstFrame: 0, lastFrame: 48, keyFrame: 8, measure: { value: 1.2 } }]);
    // One sample that stands out does not make the median.
    expect(concluded([0.3, 0.3, 5, 0.3, 0.3, 0.3, 0.3].map(row)).findings).toEqual([]);
  });

  it('abstains with its reason', () => {
    const nothing = (window: number | null): Values => COLUMNS.map((_, at) => (at === 0 ? window : null));
    expect(concluded([]).outcome).toMatchObject({ status: 'abstained', reason: expect.stringContaining('No face') as string });
    expect(concluded([nothing(40), nothing(31)]).outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringContaining('40 px') as string,
    });
    expect(concluded([nothing(null)]).outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringContaining('scaled down') as string,
    });
  });
});
