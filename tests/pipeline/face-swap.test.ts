/** The face swap network on a real clip as it is, and with another person's face painted over it: what it says of both, found or not. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { twoIdentities } from '../../scripts/recipes/two-identities.ts';
import { faceSwapDetector } from '../../src/engine/detectors/face-swap/detector.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { scalarOf } from '../../src/engine/learned/columns.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP13, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const RANGE = { fromFrame: 390, toFrame: 442 };
/** Of frames 0, 13, 26 and 39. */
const GOLDEN = [-0.7, -1.06, -1.13, -2.17];

const scoreOf = ({ outcome }: Conclusion): number => (outcome.status === 'measured' ? outcome.score : Number.NaN);

describe('the face swap network on cap13_edit2.mp4', () => {
  it('gives the logits that it gave when it was measured, and finds nothing', { timeout: 60_000 }, async () => {
    const { rows, outcome, findings } = await concludeClip(faceSwapDetector, CAP13, 0, 40);
    // To a fifth: another version of ffmpeg may round the picture otherwise.
    const differences = rows.map(({ values }, k) => Math.abs((scalarOf(values, 'logit') ?? 9) - (GOLDEN[k] ?? 0)));
    expect(differences).toHaveLength(GOLDEN.length);
    expect(Math.max(...differences)).toBeLessThan(0.2);
    expect(outcome).toMatchObject({ status: 'measured' });
    expect(findings).toEqual([]);
  });

  it('does not find the face of franck.mp4 painted over it, though the logit rises', { timeout: 60_000 }, async () => {
    const output = join(tempFolder(), 'swap.mp4');
    const painted = { fromFrame: 0, toFrame: 1000 };
    await twoIdentities({
      input: CAP13,
      range: RANGE,
      painted,
      other: FRANCK,
      otherFrom: 1040,
      otherFrames: 40,
      output,
      tools: await findTools(),
    });
    const swapped = await concludeClip(faceSwapDetector, output);
    const untouched = await concludeClip(faceSwapDetector, CAP13, RANGE.fromFrame, RANGE.toFrame);
    expect(swapped.findings).toEqual([]);
    expect(scoreOf(untouched)).toBeCloseTo(-2.6, 0);
    const rise = scoreOf(swapped) - scoreOf(untouched);
    // Measured: from -2.61 to 1.29.
    expect(rise).toBeGreaterThan(3);
    expect(rise).toBeLessThan(4.8);
  });
});
