/** Single foreign frames of a face in a real clip: none in the clip as it is, the one that was put in found to the frame. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { spliceHead } from '../../scripts/recipes/splice-head.ts';
import { faceFlickerDetector } from '../../src/engine/detectors/face-flicker/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const RANGE = { fromFrame: 4224, toFrame: 4330 };
/** The face of 30 frames before, about where this one is. */
const FOREIGN = 4260;

it('the face of franck.mp4 is never another one for a frame', { timeout: 120_000 }, async () => {
  const { outcome, findings } = await concludeClip(faceFlickerDetector, FRANCK, RANGE.fromFrame, RANGE.toFrame);
  expect(findings).toEqual([]);
  expect(outcome).toMatchObject({ status: 'measured' });
  if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(0.5);
});

it('the face of another moment is found in the one frame it was put into', { timeout: 120_000 }, async () => {
  const output = join(tempFolder(), 'one-frame.mp4');
  const ellipse = { x: 195, y: 150, halfWidth: 80, halfHeight: 95, fade: 0.2 };
  const replaced = { fromFrame: FOREIGN, toFrame: FOREIGN };
  await spliceHead({ input: FRANCK, output, range: RANGE, replaced, headFrom: FOREIGN - 30, ellipse, tools: await findTools() });
  const { outcome, findings } = await concludeClip(faceFlickerDetector, output);
  expect(findings.map(({ kind, weight, keyFrame }) => [kind, weight, keyFrame])).toEqual([
    ['face-of-one-frame', 'anomaly', FOREIGN - RANGE.fromFrame],
  ]);
  expect(findings[0]?.region?.[2]).toBeGreaterThan(80);
  if (outcome.status === 'measured') expect(outcome.score).toBeGreaterThan(1);
});
