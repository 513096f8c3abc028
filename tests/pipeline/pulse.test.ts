/** A pulse that is put into the skin of a real clip is read back, tells when it differs between the cheeks, and can be taken away again. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changePulse, type PulseRecipe } from '../../scripts/recipes/pulse.ts';
import { must } from '../../src/base/assert.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { pulseDetector } from '../../src/engine/detectors/pulse/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** 17 s at 25 frames a second in which the head is still: seven windows. */
const RANGE = { fromFrame: 0, toFrame: 424 };
const COUNTS = 6;

const folder = tempFolder();

async function changed(name: string, change: PulseRecipe['change'], input = CAP13): Promise<string> {
  const output = join(folder, name);
  const range = input === CAP13 ? RANGE : undefined;
  const { frames } = await changePulse({ input, output, range, tools: await findTools(), change });
  expect(frames).toBe(425);
  return output;
}

const conclude = (path: string): Promise<Conclusion> => concludeClip(pulseDetector, path, 0, RANGE.toFrame);

function measureOf({ outcome }: Conclusion, name: string): number {
  const measures = outcome.status === 'measured' || outcome.status === 'abstained' ? outcome.measures : [];
  return must(
    measures.find((measure) => measure.name === name),
    name,
  ).value;
}

/** Made once for two tests. */
let beating: Promise<string> | undefined;

describe('a pulse in cap13_edit2.mp4', () => {
  it('cannot be read in the compressed clip itself', { timeout: 300_000 }, async () => {
    const untouched = await conclude(CAP13);
    expect(untouched.findings).toEqual([]);
    expect(untouched.outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringMatching(/^A pulse can be read .* in 0 of 7 windows/) as string,
    });
  });

  it('is read back where it was put in', { timeout: 300_000 }, async () => {
    const added = await conclude(await (beating ??= changed('same.mp4', { perMinute: [72, 72, 72], counts: COUNTS })));
    expect(added.findings).toEqual([]);
    expect(added.outcome).toMatchObject({ status: 'measured', score: 0 });
    expect(Math.abs(measureOf(added, 'pulse rate') - 72)).toBeLessThan(2);
    expect(measureOf(added, 'difference between phases')).toBeLessThan(30);
  });

  it('is gone when it was taken away', { timeout: 300_000 }, async () => {
    const steady = await (beating ??= changed('same.mp4', { perMinute: [72, 72, 72], counts: COUNTS }));
    const removed = await conclude(await changed('removed.mp4', 'remove', steady));
    expect(removed.findings).toEqual([]);
    expect(removed.outcome.status).toBe('abstained');
    expect(measureOf(removed, 'assessable windows')).toBe(0);
  });

  it('is found to differ when one cheek has another', { timeout: 300_000 }, async () => {
    const { outcome, findings } = await conclude(await changed('differ.mp4', { perMinute: [72, 72, 100], counts: COUNTS }));
    expect(outcome.status === 'measured' && outcome.score).toBeGreaterThan(0.8);
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding).toMatchObject({ kind: 'pulses-differ', weight: 'anomaly', firstFrame: 0 });
    expect(finding?.lastFrame).toBeGreaterThan(370);
    expect(Math.abs((finding?.measure.value ?? 0) - 28)).toBeLessThan(3);
    expect(finding?.explanation).toContain('right cheek');
    expect(finding?.region).not.toBeNull();
  });
});
