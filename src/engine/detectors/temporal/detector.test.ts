import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import type { Conclusion, ObservationRow } from '../interface.ts';
import { temporalDetector } from './detector.ts';
import { COLUMNS, observe } from './observe.ts';

const WIDTH = 64;
const HEIGHT = 48;

function frameOf(frame: number, luma: (x: number, y: number) => number): WorkingFrame {
  const y = new Uint8Array(WIDTH * HEIGHT);
  for (let at = 0; at < y.length; at += 1) y[at] = Math.round(luma(at % WIDTH, Math.floor(at / WIDTH)));
  const chroma = new Uint8Array((WIDTH * HEIGHT) / 4).fill(128);
  return { frame, ptsUs: frame * 40_000, width: WIDTH, height: HEIGHT, scale: 1, y, cb: chroma, cr: chroma };
}

const name = (column: string): number => COLUMNS.findIndex((one) => one.name === column);

describe('observe', () => {
  const first = { ...frameOf(0, (x) => x), previous: null };
  const second = { ...frameOf(1, (x) => x + 2), previous: first };
  const third = frameOf(2, (x) => x + 6);

  it('tells how much changed, and how far the middle frame is from the mean of its neighbours', () => {
    const values = observe({ ...third, previous: second });
    expect([values[0], values[1], values[2]]).toEqual([4, 6, 1]);
    expect(values).toHaveLength(COLUMNS.length);
    // Cell 0 holds columns 0 to 15: a mean of 7.5, and 6 more.
    expect(values[name('cell 0')]).toBe(13.5);
  });

  it('tells nothing of what lies before the film, or has another size', () => {
    expect(observe({ ...first, previous: null }).slice(0, 3)).toEqual([null, null, null]);
    expect(observe({ ...second, previous: first }).slice(0, 3)).toEqual([2, null, null]);
    const other = { ...second, y: new Uint8Array(10) };
    expect(observe({ ...third, previous: other }).slice(0, 3)).toEqual([null, null, null]);
  });

  it('gives each picture its own fingerprint: luma and chroma', () => {
    const prints = (frame: WorkingFrame): (number | null)[] => observe({ ...frame, previous: null }).slice(3, 5);
    expect(prints(first)).toEqual(prints({ ...frameOf(9, (x) => x) }));
    expect(prints(first)).not.toEqual(prints(second));
    expect(prints(first)).not.toEqual(prints({ ...first, cr: new Uint8Array(first.cr.length) }));
    for (const part of prints(first)) expect(Number.isSafeInteger(part)).toBe(true);
  });
});

/** A made-up film: changes given, cells wander by a sum of waves that does not come again. */
function film(
  change: (frame: number) => number,
  options: {
    cells?: (frame: number) => number;
    shares?: (frame: number, cell: number) => number;
    print?: (frame: number) => number;
    ptsUs?: (frame: number) => number;
    frames?: number;
  } = {},
): Conclusion {
  const { cells = (frame: number): number => frame, ptsUs = (frame: number): number => frame * 40_000, frames = 240 } = options;
  const { shares: shareOf = (_frame: number, cell: number): number => cell, print = (frame: number): number => frame } = options;
  const rows = Array.from({ length: frames }, (_, frame): ObservationRow => {
    const time = cells(frame);
    const level = 100 + 8 * Math.sin(time / 7) + 6 * Math.sin(time / 11.3) + 5 * Math.sin(time / 29);
    const shares = COLUMNS.slice(5).map((_column, cell) => level + shareOf(frame, cell));
    return {
      frame,
      ptsUs: ptsUs(frame),
      trackId: null,
      values: [change(frame), 2 * change(frame), change(frame), print(frame), print(frame), ...shares],
    };
  });
  return temporalDetector.conclude({
    facts: VIDEO_FACTS,
    rows,
    tracks: [],
    framesTotal: frames,
    framesDecoded: frames,
    faceAt: () => null,
  });
}
const smooth = (frame: number): number => 1 + 0.5 * Math.sin(frame / 9);
const kinds = ({ findings }: Conclusion): string[] => findings.map(({ kind, weight }) => `${kind} ${weight}`);

describe('conclude', () => {
  it('says nothing of a smooth movement', () => {
    const clip = film(smooth);
    expect(kinds(clip)).toEqual([]);
    expect(clip.outcome).toMatchObject({ status: 'measured' });
    expect(clip.signals.map(({ name: of, values }) => [of, values.length])).toEqual([
      ['change', 240],
      ['excess', 240],
      ['blend', 240],
    ]);
  });

  it('finds a change that stands alone, not one that gathers and fades', () => {
    expect(kinds(film((frame) => (frame === 100 ? 12 : smooth(frame))))).toEqual(['jump anomaly']);
    expect(kinds(film((frame) => smooth(frame) + 12 * Math.exp(-(((frame - 100) / 2) ** 2))))).toEqual([]);
  });

  it('tells a jump to another picture as a cut, also to one that is a little alike; a flash is none', () => {
    const jumpTo = (after: (cell: number) => number): string[] =>
      kinds(film((frame) => (frame === 100 ? 40 : smooth(frame)), { shares: (frame, cell) => (frame < 100 ? 5 * cell : after(cell)) }));
    expect(jumpTo((cell) => 2 + 5 * cell)[0]).toBe('jump anomaly');
    expect(jumpTo((cell) => 80 - 5 * cell)[0]).toBe('cut note');
    // Correlates by 0.8 and differs by 20 steps.
    expect(jumpTo((cell) => 5 * cell + (cell % 2) * 40)[0]).toBe('cut note');
    expect(jumpTo((cell) => 60 + 5 * cell)[0]).toBe('jump anomaly');
  });

  it('finds a stretch that comes again, and how long it is', () => {
    const clip = film(smooth, { cells: (frame) => (frame >= 120 && frame < 160 ? frame - 90 : frame) });
    expect(kinds(clip)).toEqual(['repeated-sequence anomaly']);
    expect(clip.findings[0]).toMatchObject({ firstFrame: 120, lastFrame: 159, measure: { value: 40 } });
    if (clip.outcome.status === 'measured') expect(clip.outcome.score).toBeCloseTo(40 / 24, 3);
  });

  it('tells gaps in the clock once, at the longest', () => {
    const clip = film(smooth, { ptsUs: (frame) => frame * 40_000 + (frame >= 50 ? 40_000 : 0) + (frame >= 90 ? 80_000 : 0) });
    expect(kinds(clip)).toEqual(['clock-gap note']);
    expect(clip.findings[0]).toMatchObject({ title: '2 gaps in the frame times', lastFrame: 90, measure: { value: 3 } });
  });

  it('abstains where there is little to see', () => {
    expect(film(smooth, { frames: 20 }).outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringContaining('20 frames') as string,
    });
    expect(film(() => 0.01).outcome).toMatchObject({ status: 'abstained', reason: expect.stringContaining('hardly moves') as string });
  });

  it('says of a film whose pictures are shown several times that they are', () => {
    const shown = film((frame) => (frame % 4 === 0 ? 1 : 0), { print: (frame) => Math.floor(frame / 4) });
    expect(shown.outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringMatching(/^180 of 240 frames are, pixel by pixel/) as string,
    });
  });

  it('is not for stills', () => {
    expect(temporalDetector.applies({ ...VIDEO_FACTS, kind: 'image' })).toMatchObject({ applies: false });
  });
});
