import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { Values } from '../interface.ts';
import { CELLS, filmRow, stillRow, type Named } from './columns.ts';
import { compressionDetector } from './detector.ts';
import { gridSteps } from './grid-steps.ts';
import { asInFile } from './orientation.ts';
import { allBlocks } from './regions.ts';

const IMAGE: MediaFacts = { ...VIDEO_FACTS, kind: 'image', durationUs: null };
const MAP = { mapX: 8, mapY: 16, mapWidth: 160, mapHeight: 80 };
const LIKE: Named = { scale: 1, blocksFace: 100, blocksAround: 400, ...MAP };
/** Grid 43: 3 pixels right, 5 down. */
const OWN: Named = {
  faceGrid: 43,
  faceNats: 400,
  faceCoefficients: 900,
  faceOtherNats: -900,
  faceOtherCoefficients: 1500,
  faceQuality: 60,
};
const LACKS: Named = { aroundNats: 900, aroundCoefficients: 1500, aroundOtherNats: -300, aroundOtherCoefficients: 500 };
const PAST: Named = { pastNats: 900, pastCoefficients: 1500, pastQuality: 75 };

const still = (named: Named, cell = 0): Values => stillRow({ ...LIKE, ...named }, new Array<number>(CELLS * CELLS).fill(cell));

function conclude(facts: MediaFacts, rows: readonly Values[], trackId: number | null = 0) {
  const stored = rows.map((values, k) => ({ frame: 12 * k, ptsUs: 480_000 * k, trackId, values }));
  const total = 12 * rows.length;
  return compressionDetector.conclude({
    facts,
    rows: stored,
    tracks: [],
    framesTotal: total,
    framesDecoded: total,
    faceAt: () => ({ box: [1, 2, 3, 4] }) as never,
  });
}

describe('compression of a still', () => {
  it('finds nothing where neither the face nor its surroundings carry a trace alone', () => {
    const { outcome, findings } = conclude(IMAGE, [still({})]);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured', score: 0 });
  });

  it('finds a face with a past of its own, and says on which grid and at which quality', () => {
    const { outcome, findings } = conclude(IMAGE, [still(OWN)]);
    expect(findings).toMatchObject([
      { kind: 'face-own-past', weight: 'anomaly', firstFrame: 0, region: [1, 2, 3, 4], measure: { value: 400 } },
    ]);
    expect(findings[0]?.explanation).toContain('3 pixels right and 5 down, steps as of the standard table at quality 60');
    expect(outcome).toMatchObject({ status: 'measured', score: 400 });
  });

  it('finds a face that lacks the past of its surroundings, and notes that past once', () => {
    const { findings } = conclude(IMAGE, [still({ ...LACKS, ...PAST })]);
    expect(findings.map(({ kind, weight }) => [kind, weight])).toEqual([
      ['face-lacks-past', 'anomaly'],
      ['picture-coded-before', 'note'],
    ]);
  });

  it('asks for evidence on both sides, in all and for each coefficient', () => {
    expect(conclude(IMAGE, [still({ ...OWN, faceNats: 99 })]).findings).toEqual([]);
    expect(conclude(IMAGE, [still({ ...OWN, faceOtherNats: -99 })]).findings).toEqual([]);
    expect(conclude(IMAGE, [still({ ...OWN, faceCoefficients: 4100 })]).findings).toEqual([]);
    expect(conclude(IMAGE, [still({ ...OWN, faceOtherCoefficients: 9100 })]).findings).toEqual([]);
  });

  it('abstains without a face, with too few blocks and in a picture that was scaled down, and says why', () => {
    const reason = (values: Values, trackId: number | null = 0): string => {
      const { outcome, findings } = conclude(IMAGE, [values], trackId);
      expect(findings.filter(({ weight }) => weight === 'anomaly')).toEqual([]);
      return outcome.status === 'abstained' ? outcome.reason : outcome.status;
    };
    expect(reason(still({ ...PAST }), null)).toMatch(/^No face was found.*steps as of the standard table at quality 75/);
    expect(reason(still({ ...OWN, blocksAround: 5 }))).toContain('100 blocks of 8 x 8 lie in the face and 5 around it');
    expect(reason(stillRow({ scale: 1.5 }, []))).toContain('scaled down by 1.50');
  });

  it('draws the trace that sets the regions apart, and nothing where genuine pictures would show as much', () => {
    const draw = (values: Values) =>
      compressionDetector.draw?.({ row: { frame: 0, ptsUs: 0, trackId: 0, values }, before: [], face: null }) ?? [];
    expect(draw(still({ mapOf: 2 }, 0.25))).toEqual([]);
    const [own] = draw(still({ ...OWN, mapOf: 2 }, 0.25));
    expect(own).toMatchObject({
      kind: 'grid',
      box: [8, 16, 160, 80],
      columns: CELLS,
      rows: CELLS,
      legend: 'earlier compression of the face’s own',
    });
    if (own?.kind === 'grid') expect(own.values.every((value) => value === 0.5)).toBe(true);
    const [lacks] = draw(still({ ...LACKS, mapOf: 1 }, 0.25));
    if (lacks?.kind === 'grid') expect(lacks.values.every((value) => value === 0)).toBe(true);
    expect(draw(still({ mapOf: 0, ...PAST }, -1))).toMatchObject([{ legend: 'earlier compression missing' }]);
  });
});

/** Steps of so many grey levels at one place across, and at another down. */
function steps(across: number, down: number, height: number): number[] {
  return Array.from({ length: 16 }, (_, k) => (k === across || k === 8 + down ? height : 0));
}

describe('compression of a film', () => {
  const row = (face: number[], around: number[]): Values => filmRow(1, { Face: face, Around: around });
  const rows = (face: number[], around: number[], count = 5): Values[] => Array.from({ length: count }, () => row(face, around));

  it('finds a displaced grid that only the face carries', () => {
    const { outcome, findings, signals } = conclude(VIDEO_FACTS, rows(steps(3, 5, 0.3), steps(0, 0, 0.4)));
    expect(findings).toMatchObject([{ kind: 'face-own-grid', firstFrame: 0, lastFrame: 48, measure: { value: 0.3 } }]);
    expect(outcome).toMatchObject({ status: 'measured' });
    expect(signals[0]?.values).toEqual([0.3, 0.3, 0.3, 0.3, 0.3]);
  });

  it('finds none where all of the picture carries it, or where it lies at places of the film’s own coder', () => {
    expect(conclude(VIDEO_FACTS, rows(steps(3, 5, 0.3), steps(3, 5, 0.3))).findings).toEqual([]);
    expect(conclude(VIDEO_FACTS, rows(steps(2, 6, 0.5), steps(0, 0, 0.4))).findings).toEqual([]);
    expect(conclude(VIDEO_FACTS, rows(steps(0, 4, 0.5), steps(0, 0, 0.1))).findings).toEqual([]);
  });

  it('abstains with fewer than four samples, and where frames were scaled down', () => {
    expect(conclude(VIDEO_FACTS, rows(steps(3, 5, 1), steps(0, 0, 0), 3)).outcome).toMatchObject({ status: 'abstained' });
    const { outcome } = conclude(
      VIDEO_FACTS,
      Array.from({ length: 5 }, () => filmRow(2, { Face: null, Around: null })),
    );
    expect(outcome.status === 'abstained' ? outcome.reason : '').toContain('scaled down by 2.00');
  });

  it('measures steps where they lie, one for each place of the grid', () => {
    const [width, height] = [64, 48];
    // Every eight pixels from 3 on a step of two grey levels, up and down in turn.
    const luma = Uint8Array.from({ length: width * height }, (_, k) => 100 + 2 * (Math.floor(((k % width) + 5) / 8) % 2));
    const seen = gridSteps({ luma, width, height }, allBlocks(width, height)) ?? [];
    expect(seen.slice(0, 8).map((value) => Math.round(value * 100) / 100)).toEqual([0, 0, -1, 2, -1, 0, 0, 0]);
    expect(seen.slice(8)).toEqual(new Array<number>(8).fill(0));
  });
});

describe('the picture as its file holds it', () => {
  it.each([90, 180, 270] as const)('is found again after a turn by %i degrees', (rotation) => {
    const [w, h] = [4, 3];
    const file = Uint8Array.from({ length: w * h }, (_, k) => k);
    const [width, height] = rotation === 180 ? [w, h] : [h, w];
    // Clockwise: what was on the left comes up.
    const source = (x: number, y: number): number =>
      rotation === 90 ? (h - 1 - x) * w + y : rotation === 180 ? (h - 1 - y) * w + (w - 1 - x) : x * w + (w - 1 - y);
    const y = Uint8Array.from({ length: w * h }, (_, k) => file[source(k % width, Math.floor(k / width))] ?? 0);
    const { plane, inFile, shown } = asInFile(
      { frame: 0, ptsUs: 0, width, height, scale: 1, y, cb: y, cr: y },
      { rotation, mirrored: false },
    );
    expect([plane.width, plane.height]).toEqual([w, h]);
    expect(plane.luma).toEqual(file);
    // The middle of the shown picture's first pixel is the middle of the file's pixel that it shows.
    const first = source(0, 0);
    expect(inFile([0.5, 0.5])).toEqual([(first % w) + 0.5, Math.floor(first / w) + 0.5]);
    const [bx, by] = shown([first % w, Math.floor(first / w), 1, 1]);
    expect([bx, by]).toEqual([0, 0]);
  });
});
