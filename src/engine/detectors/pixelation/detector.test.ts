import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import { blocksOf } from './blocks.ts';
import { pixelationDetector } from './detector.ts';
import { CELLS, COLUMNS, columnOf, type Scalar } from './observe.ts';

const IMAGE: MediaFacts = { ...VIDEO_FACTS, kind: 'image', durationUs: null };

function row(values: Partial<Record<Scalar, number>>): (number | null)[] {
  const out: (number | null)[] = COLUMNS.map(() => null);
  for (const [name, value] of Object.entries(values)) out[columnOf(name as Scalar)] = value;
  return out;
}

function conclude(facts: MediaFacts, rows: readonly (number | null)[][]) {
  const stored = rows.map((values, k) => ({ frame: 12 * k, ptsUs: 480_000 * k, trackId: 0, values }));
  return pixelationDetector.conclude({
    facts,
    rows: stored,
    tracks: [],
    framesTotal: 12 * rows.length,
    framesDecoded: 12 * rows.length,
    faceAt: () => null,
  });
}

const LIKE = { detailFace: -3, detailAround: -3, noiseFace: 0.5, noiseAround: 0.5 };
const COARSE = { ...LIKE, detailFace: -6 };

describe('pixelation', () => {
  it('finds nothing where face and surroundings are alike', () => {
    const { outcome, findings } = conclude(IMAGE, [row(LIKE)]);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured', score: 0 });
  });

  it('finds a coarser face in a still', () => {
    const { outcome, findings } = conclude(IMAGE, [row(COARSE)]);
    expect(findings).toMatchObject([
      { kind: 'face-coarser', firstFrame: 0, lastFrame: 0, keyFrame: 0, startUs: 0, endUs: 0, measure: { value: 3 } },
    ]);
    expect(outcome).toMatchObject({ status: 'measured' });
  });

  it('finds the stretch of a film in which the face is noisier, as one finding', () => {
    const noisy = row({ ...LIKE, noiseFace: 4 });
    const rows = [...Array.from({ length: 10 }, () => row(LIKE)), ...Array.from({ length: 6 }, () => noisy)];
    const { findings } = conclude(VIDEO_FACTS, rows);
    expect(findings).toMatchObject([{ kind: 'face-noisier', firstFrame: 120, lastFrame: 180 }]);
  });

  it('abstains where too few blocks had detail or were even, and says how many', () => {
    const { outcome } = conclude(IMAGE, [row({ detailedFace: 3, detailedAround: 40, evenFace: 5, evenAround: 0 })]);
    expect(outcome).toMatchObject({ status: 'abstained' });
    if (outcome.status === 'abstained') expect(outcome.reason).toContain('3 in the face, 40 around it');
    expect(conclude(VIDEO_FACTS, [row(LIKE), row(LIKE)]).outcome.status).toBe('abstained');
    expect(conclude(VIDEO_FACTS, []).outcome).toMatchObject({ status: 'abstained', reason: 'No face was found.' });
  });

  it('draws no map without detail around, and else one cell in ten each way', () => {
    const draw = (values: (number | null)[]) =>
      pixelationDetector.draw?.({ row: { frame: 0, ptsUs: 0, trackId: 0, values }, before: [], face: null }) ?? [];
    expect(draw(row({}))).toEqual([]);
    const [grid] = draw(row({ ...LIKE, mapX: 8, mapY: 8, mapWidth: 80, mapHeight: 80 }));
    expect(grid).toMatchObject({ kind: 'grid', columns: CELLS, rows: CELLS, box: [8, 8, 80, 80] });
  });
});

describe('blocks', () => {
  const [width, height] = [128, 128];
  const image = (luma: (x: number, y: number) => number) => {
    const y = Uint8Array.from({ length: width * height }, (_, k) => luma(k % width, Math.floor(k / width)));
    const chroma = new Uint8Array((width * height) / 4).fill(128);
    return { frame: 0, ptsUs: 0, width, height, scale: 1, y, cb: chroma, cr: chroma };
  };
  const oval = [
    [44, 44],
    [84, 44],
    [84, 84],
    [44, 84],
  ] as const;

  it('are zero on an even picture and lie on the grid of eight', () => {
    const { box, blocks } = blocksOf(
      image(() => 100),
      oval,
    );
    expect(box.every((value) => value % 8 === 0)).toBe(true);
    expect(blocks.some(({ place }) => place === 'face')).toBe(true);
    expect(blocks.every(({ fine, middling, noise, brightness }) => fine === 0 && middling === 0 && noise === 0 && brightness === 100)).toBe(
      true,
    );
  });

  it('tell a wave of period 2 from one of period 4', () => {
    const finest = blocksOf(
      image((x) => (x % 2 === 0 ? 90 : 110)),
      oval,
    ).blocks[20];
    // Amplitude 10 at the highest frequency: gain 1 along rows, nothing along columns, half of each.
    expect(finest?.fine).toBeCloseTo(50, 5);
    expect(finest?.middling).toBe(0);
    const middle = blocksOf(
      image((x) => 100 + [10, 0, -10, 0][x % 4]!),
      oval,
    ).blocks[20];
    expect(middle?.middling).toBeCloseTo(25, 5);
    expect(middle?.fine).toBeCloseTo(25 / 16, 5);
  });
});
