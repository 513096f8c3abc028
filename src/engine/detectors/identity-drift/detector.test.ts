import { describe, expect, it } from 'vitest';
import { must } from '../../../base/assert.ts';
import type { ObservationRow } from '../interface.ts';
import { concludeIdentity } from './conclude.ts';
import { drawIdentity } from './draw.ts';
import { identityDriftDetector } from './detector.ts';
import { AT, COLUMNS, project, stepOf } from './observe.ts';

interface Picture {
  /** Which person: the axis of the description. */
  readonly who: number;
  readonly yaw?: number;
  readonly interocular?: number;
  readonly frame?: number;
}

/** A person's axis with some variation that differs from picture to picture. */
function row({ who, yaw = 3, interocular = 50, frame = 0 }: Picture, k: number): ObservationRow {
  const description = Array.from({ length: AT.description }, (_, n) => (n === who ? 1 : 0.08 * Math.sin(7.3 * k + 1.9 * n * n)));
  return { frame: frame || 12 * k, ptsUs: 480_000 * k, trackId: 0, values: [...description, yaw, -2, 1, interocular, 0.5] };
}

const conclude = (pictures: readonly Picture[]) =>
  concludeIdentity(identityDriftDetector.card.id, {
    facts: { kind: 'video', format: 'mp4', durationUs: 1, streams: [], tags: {} } as never,
    rows: pictures.map(row),
    tracks: [],
    framesTotal: 1000,
    framesDecoded: 1000,
    faceAt: () => null,
  });

const times = (n: number, picture: Picture): Picture[] => Array.from({ length: n }, () => picture);

describe('identity drift', () => {
  it('finds nothing in one person', () => {
    const { outcome, findings, signals } = conclude(times(30, { who: 4 }));
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured' });
    expect(outcome.status === 'measured' && outcome.score).toBeLessThan(0.1);
    expect(signals.map(({ name, values }) => [name, values.length])).toEqual([
      ['ownDistance', 30],
      ['contrast', 30],
    ]);
  });

  it('finds the moment at which another person begins, and both when the first returns', () => {
    const { findings } = conclude([...times(15, { who: 4 }), ...times(15, { who: 9 })]);
    expect(findings.map(({ kind, firstFrame, lastFrame, keyFrame }) => [kind, firstFrame, lastFrame, keyFrame])).toEqual([
      ['identity-change', 14 * 12, 15 * 12, 15 * 12],
    ]);
    expect(must(findings[0], 'a finding').measure.value).toBeGreaterThan(0.6);
    const back = conclude([...times(15, { who: 4 }), ...times(8, { who: 9 }), ...times(15, { who: 4 })]);
    expect(back.findings.map(({ keyFrame }) => keyFrame)).toEqual([15 * 12, 23 * 12]);
  });

  it('calls one to four different pictures an excursion', () => {
    for (const n of [1, 2, 4]) {
      const { findings } = conclude([...times(10, { who: 4 }), ...times(n, { who: 9 }), ...times(10, { who: 4 })]);
      expect(findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame])).toEqual([
        ['identity-flicker', 120, 120 + 12 * (n - 1)],
      ]);
    }
  });

  it('does not compare a turned face with a frontal one', () => {
    const { outcome } = conclude([...times(10, { who: 4, yaw: 0 }), ...times(10, { who: 9, yaw: 30 })]);
    expect(outcome.status === 'measured' && outcome.score).toBeLessThan(0.1);
  });

  it('abstains with numbers: too few, too small, too far turned, and no like pose', () => {
    const reason = (pictures: readonly Picture[]): string => {
      const { outcome } = conclude(pictures);
      return outcome.status === 'abstained' ? outcome.reason : outcome.status;
    };
    expect(reason([])).toBe('No face was found.');
    expect(reason(times(7, { who: 4 }))).toMatch(/^Too few pictures of one face: 7 of 7 sampled ones can be compared, 8 are needed\.$/);
    expect(reason(times(20, { who: 4, interocular: 12 }))).toMatch(/20 were too small \(under 15 px/);
    expect(reason(times(20, { who: 4, yaw: 60 }))).toMatch(/20 turned too far \(over 45 degrees\)/);
    expect(reason([...times(4, { who: 4, yaw: -20 }), ...times(4, { who: 4, yaw: 20 })])).toMatch(/no moment has 4 pictures of like pose/);
  });

  it('samples by frame number about twice a second, at any rate', () => {
    expect([stepOf({ num: 25, den: 1 }), stepOf({ num: 30000, den: 1001 }), stepOf({ num: 1, den: 1 }), stepOf(null)]).toEqual([
      13, 15, 1, 13,
    ]);
  });

  it('keeps 32 numbers, which follow the description', () => {
    const one = new Float32Array(1024).map((_, k) => Math.abs(Math.sin(k)) / 22.6);
    expect(project(one)).toHaveLength(COLUMNS.length - 5);
    expect(project(one)).toEqual(project(one.slice()));
    expect(project(one.map((value, k) => (k < 512 ? value : 0)))).not.toEqual(project(one));
  });

  it('draws the distance from the pictures before', () => {
    const rows = [...times(4, { who: 4 }), { who: 9 }].map(row);
    const face = { box: [10, 10, 100, 120] } as never;
    const shapes = drawIdentity({ row: must(rows[4], 'a row'), before: rows.slice(0, 4), face });
    expect(shapes.map(({ kind }) => kind)).toEqual(['text', 'trace']);
    expect(shapes[0]).toMatchObject({ text: expect.stringMatching(/^face: (0\.[89]|1\.0)\d from the pictures before$/) as string });
    expect(drawIdentity({ row: must(rows[0], 'a row'), before: [], face: null })).toEqual([]);
  });
});
