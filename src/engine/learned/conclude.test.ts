/** Looks at faces -> what is concluded and drawn, by known answers. */
import { describe, expect, it } from 'vitest';
import { must } from '../../base/assert.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { DetectorId } from '../../contract/values.ts';
import type { ObservationRow } from '../detectors/interface.ts';
import { rowOf } from './columns.ts';
import { concludeLearned } from './conclude.ts';
import { drawLearned } from './draw.ts';
import type { LearnedNetwork } from './learned-network.ts';

const ID = DetectorId.parse('made-up');
const NETWORK: LearnedNetwork = {
  id: 'made-up',
  hasMap: true,
  limit: 2,
  heatSpan: 8,
  like: 'made faces',
  finding: { kind: 'made-face', title: 'A made face', weight: 'anomaly', explanation: 'Made.', check: 'Look.' },
};

interface Made {
  readonly logit: number | null;
  readonly trackId?: number;
  readonly quality?: number;
  readonly square?: number;
  readonly yaw?: number;
  readonly angle?: number;
  readonly cells?: readonly (number | null)[];
}

function row({ logit, trackId = 0, quality = 1, square = 224, yaw = 0, angle = 0, cells = [] }: Made, k: number): ObservationRow {
  const place = { centreX: 100, centreY: 80, side: 70, angle };
  const scalars = { logit, quality: logit === null ? null : quality, square, sharpness: 0.5, yaw, pitch: 0, ...place };
  return { frame: 12 * k, ptsUs: 480_000 * k, trackId, values: rowOf(scalars, cells) };
}

const conclude = (looks: readonly Made[], network = NETWORK, kind: 'video' | 'image' = 'video') =>
  concludeLearned(ID, network, {
    facts: { ...VIDEO_FACTS, kind },
    rows: looks.map(row),
    tracks: [],
    framesTotal: 250,
    framesDecoded: 250,
    faceAt: (frame) => ({ box: [frame, 0, 10, 10] }) as never,
  });

describe('concluding from looks', () => {
  it('weighs each look by its quality', () => {
    const { outcome, findings } = conclude([{ logit: 1 }, { logit: 1 }, { logit: 7, quality: 0.5 }]);
    expect(outcome).toMatchObject({ status: 'measured', score: 2.2 });
    expect(findings).toMatchObject([{ kind: 'made-face', firstFrame: 0, lastFrame: 24, keyFrame: 24, region: [24, 0, 10, 10] }]);
    expect(must(findings[0], 'a finding').measure.value).toBe(2.2);
  });

  it('finds nothing below the limit, and nothing at all where none is set', () => {
    expect(conclude([{ logit: 1 }, { logit: 1 }, { logit: 1 }]).findings).toEqual([]);
    const unlimited = conclude([{ logit: 9 }, { logit: 9 }, { logit: 9 }], { ...NETWORK, limit: null });
    expect(unlimited.findings).toEqual([]);
    expect(unlimited.outcome).toMatchObject({ status: 'measured', score: 9 });
    expect(unlimited.signals[0]?.levels).toEqual([]);
  });

  it('lets the face with the greatest mean speak, and shows each over time', () => {
    const both = [-1, 3, -2, 4, -1, 3].map((logit, k): Made => ({ logit, trackId: k % 2 }));
    const { outcome, findings, signals } = conclude(both);
    expect(outcome).toMatchObject({ status: 'measured', score: 3.333 });
    expect(outcome.status === 'measured' && outcome.statement).toContain('the greatest of 2 faces');
    expect(findings.map(({ trackId, keyFrame }) => [trackId, keyFrame])).toEqual([[1, 36]]);
    expect(signals.map(({ trackId, values }) => [trackId, values])).toEqual([
      [0, [-1, -2, -1]],
      [1, [3, 4, 3]],
    ]);
  });

  it('abstains with the reason, and keeps the gap in the signal', () => {
    const { outcome, signals } = conclude([{ logit: 5 }, { logit: 5 }, { logit: null, square: 30 }, { logit: null, square: 30, yaw: 70 }]);
    expect(outcome.status === 'abstained' && outcome.reason).toMatch(
      /^2 pictures .* 3 are needed\. Of 4 sampled pictures, in 2 the square .* in 1 the head/,
    );
    expect(signals[0]?.values).toEqual([5, 5, null, null]);
    expect(conclude([]).outcome).toMatchObject({ status: 'abstained', reason: 'No face was found.' });
  });

  it('is content with one look at a picture', () => {
    const { outcome, findings, signals } = conclude([{ logit: 2.5 }], NETWORK, 'image');
    expect(outcome).toMatchObject({ status: 'measured', score: 2.5 });
    expect(findings).toHaveLength(1);
    expect(signals).toEqual([]);
    expect(conclude([{ logit: null, square: 10 }], NETWORK, 'image').outcome.status).toBe('abstained');
  });
});

describe('the heat map', () => {
  const cells = Array.from({ length: 49 }, (_, k) => (k === 0 ? 10 : k === 48 ? -10 : 2));
  const grid = (angle: number) =>
    must(drawLearned(NETWORK, { row: row({ logit: 2, angle, cells }, 0), before: [], face: null })[0], 'a grid');

  it('lies on the square, the limit in the middle of its colours', () => {
    const shape = grid(0);
    expect(shape).toMatchObject({ kind: 'grid', box: [65, 45, 70, 70], columns: 21, rows: 21 });
    const values = shape.kind === 'grid' ? shape.values : [];
    expect([values[0], values[2], values[3], values[440]]).toEqual([1, 1, 0.5, 0]);
  });

  it('turns with the head: the first cell comes to where the square’s upper left corner is', () => {
    const quarter = grid(Math.PI / 2);
    const values = quarter.kind === 'grid' ? quarter.values : [];
    // Turned clockwise by a quarter: the upper left corner of the crop lies at the upper right of the picture.
    expect([values[20], values[420], values[0]]).toEqual([1, 0, 0.5]);
    const eighth = grid(Math.PI / 4);
    expect(eighth).toMatchObject({ columns: 30 });
    const turned = eighth.kind === 'grid' ? eighth.values : [];
    // The corners of the upright square lie outside the turned one; its own upper left corner points up.
    expect([turned[0], turned[29], turned[15]]).toEqual([null, null, 1]);
  });

  it('draws nothing where the network did not look', () => {
    const blank = row({ logit: null, cells: cells.map(() => null) }, 0);
    expect(drawLearned(NETWORK, { row: blank, before: [], face: null })).toEqual([]);
    expect(drawLearned({ ...NETWORK, hasMap: false }, { row: row({ logit: 1 }, 0), before: [], face: null })).toEqual([]);
  });
});
