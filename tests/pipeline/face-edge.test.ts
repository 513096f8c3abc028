/** A seam round the face of a real clip: none as it is, and found over exactly the changed samples where the face was blended with itself. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaceBlend } from '../../scripts/recipes/blend-face.ts';
import { reworkFace } from '../../scripts/recipes/rework-face.ts';
import { faceEdgeDetector } from '../../src/engine/detectors/face-edge/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Two frames a second are looked at: four, which is the least; of the longer stretch the second half is changed. */
const SHORT = { fromFrame: 442, toFrame: 493 };
const LONG = { fromFrame: 390, toFrame: 493 };
const LIKE: FaceBlend = { drawnIn: 0.88, featherPx: 4, moved: [1, 0.5], contrast: 1, shift: [0, 0, 0] };
const COLOUR: FaceBlend = { ...LIKE, shift: [3, -3, 3] };

async function concluded(blend: FaceBlend, range: typeof SHORT, changed: typeof SHORT | null) {
  const output = join(tempFolder(), 'blended.mp4');
  await reworkFace({ input: CAP13, range, changed, change: { kind: 'blended', ...blend }, grain: 0, output, tools: await findTools() });
  return concludeClip(faceEdgeDetector, output);
}

const FOUND: readonly (readonly [string, string, FaceBlend])[] = [
  ['another colour over 2 pixels', 'colour-seam', { ...COLOUR, featherPx: 2 }],
  ['noise of 3 grey levels over 4 pixels', 'texture-seam', { ...LIKE, change: { kind: 'noised', deviation: 3, seed: 1 } }],
];

describe('the face of cap13_edit2.mp4', () => {
  it('has no seam as it is', { timeout: 120_000 }, async () => {
    const { outcome, findings } = await concluded(LIKE, SHORT, null);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score, outcome.statement).toBeLessThan(90);
    expect(findings).toEqual([]);
  });

  it(
    'has one over exactly the samples in which it was blended with itself in another colour over 4 pixels',
    { timeout: 120_000 },
    async () => {
      const { findings } = await concluded(COLOUR, LONG, { fromFrame: 52, toFrame: 103 });
      // Of 25 frames a second every 13th is looked at: 52, 65, 78 and 91.
      expect(findings).toMatchObject([{ kind: 'colour-seam', weight: 'anomaly', firstFrame: 52, lastFrame: 91 }]);
    },
  );

  it.each(FOUND)('has one where it was blended with itself with %s', { timeout: 120_000 }, async (_, kind, blend) => {
    const { outcome, findings } = await concluded(blend, SHORT, { fromFrame: 0, toFrame: 51 });
    const said = outcome.status === 'measured' ? outcome.statement : outcome.status;
    expect(
      findings.map((finding) => finding.kind),
      said,
    ).toEqual([kind]);
  });
});
