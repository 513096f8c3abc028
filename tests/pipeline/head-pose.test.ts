/** Turns of the head on a real clip: none that jumps in the clip as it is, two where a head of other frames was pasted in. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spliceHead } from '../../scripts/recipes/splice-head.ts';
import { headPoseDetector } from '../../src/engine/detectors/head-pose/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** 8 s in which the person turns the head by 15 degrees; the inserted head looks 25 degrees away. */
const RANGE = { fromFrame: 4224, toFrame: 4415 };
const REPLACED = { fromFrame: 4300, toFrame: 4323 };

describe('the head of franck.mp4', () => {
  it('does not jump', { timeout: 120_000 }, async () => {
    const { outcome, findings, signals } = await concludeClip(headPoseDetector, FRANCK, RANGE.fromFrame, RANGE.toFrame);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(3);
    const yaw = signals.find(({ name }) => name === 'yaw')?.values.flatMap((value) => value ?? []) ?? [];
    expect([Math.min(...yaw), Math.max(...yaw)].map(Math.round)).toEqual([9, 22]);
  });

  it('jumps where a head of other frames begins and ends', { timeout: 120_000 }, async () => {
    const output = join(tempFolder(), 'spliced.mp4');
    const ellipse = { x: 195, y: 150, halfWidth: 115, halfHeight: 130, fade: 0.2 };
    await spliceHead({ input: FRANCK, output, range: RANGE, replaced: REPLACED, headFrom: 3840, ellipse, tools: await findTools() });
    const { outcome, findings } = await concludeClip(headPoseDetector, output);
    const at = [REPLACED.fromFrame, REPLACED.toFrame + 1].map((frame) => frame - RANGE.fromFrame);
    expect(findings.map(({ kind, weight, firstFrame, lastFrame }) => [kind, weight, firstFrame, lastFrame])).toEqual(
      at.map((frame) => ['pose-jump', 'anomaly', frame - 1, frame]),
    );
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeGreaterThan(20);
    for (const { region } of findings) expect(region?.[2]).toBeGreaterThan(80);
  });
});
