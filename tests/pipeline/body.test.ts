/** The torso under a moving head on a real clip: it lives in the clip as it is, and stands still where everything but the head was held. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stillBody } from '../../scripts/recipes/still-body.ts';
import { bodyDetector } from '../../src/engine/detectors/body/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** 8 s in which the head turns; franck.mp4 shows too little of the torso. */
const RANGE = { fromFrame: 400, toFrame: 600 };
const STILL = { fromFrame: 440, toFrame: 565 };

describe('the torso of cap13_edit2.mp4', () => {
  it('lives', { timeout: 180_000 }, async () => {
    const { outcome, findings, signals } = await concludeClip(bodyDetector, CAP13, RANGE.fromFrame, RANGE.toFrame);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(0.1);
    expect(signals.map(({ name, frames }) => [name, frames?.length])).toEqual([
      ['headDisplacement', 41],
      ['shoulderDisplacement', 41],
    ]);
  });

  it('stands still where everything but the head was held', { timeout: 180_000 }, async () => {
    const output = join(tempFolder(), 'still.mp4');
    await stillBody({ input: CAP13, output, range: RANGE, still: STILL, tools: await findTools() });
    const { outcome, findings } = await concludeClip(bodyDetector, output);
    const [from, to] = [STILL.fromFrame, STILL.toFrame].map((frame) => frame - RANGE.fromFrame);
    expect(findings.map(({ kind, weight, firstFrame, lastFrame }) => [kind, weight, firstFrame, lastFrame])).toEqual([
      ['still-body', 'anomaly', from, to],
    ]);
    expect(findings[0]?.region?.[1]).toBeGreaterThan(100);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeGreaterThan(1.5);
  });
});
