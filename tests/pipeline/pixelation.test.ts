/** Detail and noise of a face on a real clip: like what is around it as it is, and unlike it where the face alone was changed. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaceChange } from '../../scripts/recipes/face-pixels.ts';
import { reworkFace } from '../../scripts/recipes/rework-face.ts';
import { pixelationDetector } from '../../src/engine/detectors/pixelation/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Of which the second half is changed; two frames a second are looked at. */
const RANGE = { fromFrame: 390, toFrame: 493 };
const CHANGED = { fromFrame: 52, toFrame: 103 };

async function concluded(change: FaceChange, changed: typeof CHANGED | null, grain = 0) {
  const output = join(tempFolder(), 'reworked.mp4');
  await reworkFace({ input: CAP13, range: RANGE, changed, change, grain, output, tools: await findTools() });
  return concludeClip(pixelationDetector, output);
}

const CHANGES: readonly (readonly [string, string, number, FaceChange])[] = [
  ['scaled down and up by 2', 'face-coarser', 0, { kind: 'rescaled', factor: 2 }],
  ['scaled down and up by 3', 'face-coarser', 0, { kind: 'rescaled', factor: 3 }],
  ['noise added', 'face-noisier', 0, { kind: 'noised', deviation: 4, seed: 1 }],
  ['noise of a grainy film removed', 'face-quieter', 4, { kind: 'smoothed', radius: 1.5, levels: 25 }],
];

describe('the face of cap13_edit2.mp4', () => {
  it.each([0, 4])('fits what is around it as it is, with grain of %i', { timeout: 120_000 }, async (grain) => {
    const { outcome, findings } = await concluded({ kind: 'rescaled', factor: 2 }, null, grain);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(90);
    expect(findings).toEqual([]);
  });

  it.each(CHANGES)('does not where it was %s', { timeout: 120_000 }, async (_, kind, grain, change) => {
    const { outcome, findings } = await concluded(change, CHANGED, grain);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score, `score ${outcome.score}`).toBeGreaterThan(100);
    const found = findings.filter((finding) => finding.kind === kind);
    expect(found).toHaveLength(1);
    // Of 25 frames a second every 13th is looked at: 52, 65, 78 and 91.
    expect(found[0]).toMatchObject({ weight: 'anomaly', firstFrame: 52, lastFrame: 91 });
  });
});
