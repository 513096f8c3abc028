/** The order of frames in a real clip: nothing in it as it is, and what was done to it found to the frame. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { reorderFrames, type Reordering } from '../../scripts/recipes/frame-order.ts';
import { must } from '../../src/base/assert.ts';
import type { Conclusion, ObservationRow } from '../../src/engine/detectors/interface.ts';
import { temporalDetector } from '../../src/engine/detectors/temporal/detector.ts';
import { FRAMES_KEPT, FrameMemory } from '../../src/engine/frame-memory.ts';
import { decodeFrames } from '../../src/engine/media/decode.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools, type MediaTools } from '../../src/engine/media/tools.ts';
import { FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** A second and 24 frames in which the head moves; franck.mp4 runs at 24 frames/s. */
const MOVING = { fromFrame: 100, toFrame: 147 };
const folder = tempFolder();
let tools: MediaTools;

beforeAll(async () => {
  tools = await findTools();
});

async function concluded(name: string, reordering: Reordering, quality = 18): Promise<Conclusion> {
  const output = join(folder, `${name}.mp4`);
  await reorderFrames({ input: FRANCK, output, fps: 24, fromSeconds: 20, seconds: 15, reordering, quality, tools });
  const { facts, index } = await probe(output, tools);
  const { timeBase, pts, keyFrames } = must(index, 'a film has an index');
  const memory = new FrameMemory();
  const rows: ObservationRow[] = [];
  const observer = await temporalDetector.open({ networks: undefined as never, facts });
  const request = { path: output, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: 1920, held: FRAMES_KEPT };
  for await (const frame of decodeFrames(request)) {
    const values = await observer.observe(memory.withPrevious(frame));
    memory.keep(frame);
    if (values !== null) rows.push({ frame: frame.frame, ptsUs: frame.ptsUs, trackId: null, values });
  }
  const counts = { framesTotal: pts.length, framesDecoded: rows.length };
  return temporalDetector.conclude({ facts, rows, keyFrames, tracks: [], ...counts, faceAt: () => null });
}

const brief = ({ findings }: Conclusion) => findings.map(({ kind, weight, firstFrame }) => [kind, weight, firstFrame]);
const score = ({ outcome }: Conclusion): number => (outcome.status === 'measured' ? outcome.score : Number.NaN);

it('says nothing of the clip as it is, also when it was coded twice and worse', { timeout: 60_000 }, async () => {
  for (const quality of [18, 32]) {
    const clip = await concluded(`as-it-is-${String(quality)}`, { kind: 'as-it-is' }, quality);
    expect(brief(clip)).toEqual([]);
    expect(score(clip)).toBeLessThan(1);
  }
});

it('finds where three seconds were taken out, to the frame', { timeout: 60_000 }, async () => {
  const clip = await concluded('taken-out', { kind: 'take-out', frames: { fromFrame: 150, toFrame: 221 } });
  expect(brief(clip)).toEqual([['jump', 'anomaly', 149]]);
  expect(score(clip)).toBeGreaterThan(1.3);
});

it('finds where two seconds come a second time', { timeout: 60_000 }, async () => {
  const clip = await concluded('copied-in', { kind: 'copy-in', frames: MOVING });
  // The last frame before the stretch is like the last of the stretch: the repeat may begin one early.
  expect(brief(clip)).toEqual([['repeated-sequence', 'anomaly', expect.closeTo(148, -0.4)]]);
  expect(clip.findings[0]?.measure.value).toBeGreaterThanOrEqual(46);
  expect(score(clip)).toBeGreaterThan(1.9);
});

it('tells frames that a converter repeated, and the round they come in', { timeout: 60_000 }, async () => {
  const clip = await concluded('repeated', { kind: 'repeat', fps: 30 });
  expect(brief(clip)).toEqual([['repeated-frames', 'note', 0]]);
  expect(clip.findings[0]?.title).toBe('Repeated frames: every 5th frame');
});

it('tells frames that a converter computed', { timeout: 60_000 }, async () => {
  const clip = await concluded('blended', { kind: 'blend', fps: 48 });
  expect(brief(clip)).toEqual([['interpolated-frames', 'note', 0]]);
  expect(clip.findings[0]?.title).toBe('Computed frames: every second frame');
});
