/** Peaks of up-sampling in a real clip: none as it is, one where the face went through half its size and back. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { upsampleFace } from '../../scripts/recipes/upsample-face.ts';
import { spectrumDetector } from '../../src/engine/detectors/spectrum/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const RANGE = { fromFrame: 4224, toFrame: 4290 };
const ELLIPSE = { x: 195, y: 150, halfWidth: 80, halfHeight: 95, fade: 0.2 };

it('the face of franck.mp4 has no peak of up-sampling', { timeout: 120_000 }, async () => {
  const { outcome, findings } = await concludeClip(spectrumDetector, FRANCK, RANGE.fromFrame, RANGE.toFrame);
  expect(findings).toEqual([]);
  expect(outcome).toMatchObject({ status: 'measured' });
  if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(0.95);
});

it.each([
  ['unevenly', 0.1, 'upsampling-peak', 2],
  // Without uneven overlaps nothing is left to see, which the card says.
  ['smoothly', 0, undefined, 0.2],
] as const)('a face enlarged %s after H.264', { timeout: 120_000 }, async (_words, uneven, kind, least) => {
  const output = join(tempFolder(), 'enlarged.mp4');
  await upsampleFace({ input: FRANCK, output, range: RANGE, ellipse: ELLIPSE, uneven, quality: 23, tools: await findTools() });
  const { outcome, findings } = await concludeClip(spectrumDetector, output);
  expect(findings.map((finding) => finding.kind)).toEqual(kind === undefined ? [] : [kind]);
  expect(outcome).toMatchObject({ status: 'measured' });
  if (outcome.status === 'measured') expect(outcome.score).toBeGreaterThan(least);
  if (kind !== undefined) expect(findings[0]).toMatchObject({ weight: 'anomaly', title: expect.stringContaining('chequered') as string });
});
