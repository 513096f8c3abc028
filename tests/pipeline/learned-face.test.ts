/** The detectors around the face networks on a real clip, by the real decoder and tracker and a network whose answer is known. */
import { describe, expect, it } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { faceSwapDetector } from '../../src/engine/detectors/face-swap/detector.ts';
import type { ObservationRow } from '../../src/engine/detectors/interface.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { CELLS, cellsOf, scalarOf } from '../../src/engine/learned/columns.ts';
import { trackClip } from '../helpers/conclude-clip.ts';
import { CAP13, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { tinyFaceNetwork } from '../helpers/tiny-network.ts';
import { VIDEO_FACTS } from '../helpers/video-facts.ts';

/** Rows of the clip's first frames, and what `trackClip` says of it. */
async function looksAt(path: string, toFrame: number) {
  const networks = await openNetworks({ ...tinyFaceNetwork(tempFolder(), 'face-swap'), provider: 'cpu' });
  const rows: ObservationRow[] = [];
  try {
    // Both clips run at about 25 frames a second, as these facts say: every 13th frame is sampled.
    const observer = await faceSwapDetector.open({ networks, facts: VIDEO_FACTS });
    const seen = await trackClip(
      path,
      async (face) => {
        const values = await observer.observe(face);
        if (values !== null) rows.push({ frame: face.image.frame, ptsUs: face.image.ptsUs, trackId: face.trackId, values });
      },
      0,
      toFrame,
    );
    return { rows, conclusion: faceSwapDetector.conclude({ ...seen, rows, tracks: [], faceAt: () => null }) };
  } finally {
    await networks.close();
  }
}

describe('a face network on real clips', () => {
  it('gets the face out of franck.mp4, whose wall is blue and whose skin is red', { timeout: 60_000 }, async () => {
    const { rows, conclusion } = await looksAt(FRANCK, 40);
    expect(rows.map(({ frame }) => frame)).toEqual([0, 13, 26, 39]);
    for (const { values } of rows) {
      const cells = cellsOf(values);
      // Nose and cheeks lie in the middle of the square, the wall behind in its upper corners.
      const middle = must(cells[3 * CELLS + 3], 'a cell');
      expect(middle).toBeGreaterThan(1);
      expect(must(cells[0], 'a cell')).toBeLessThan(-2);
      const mean = cells.reduce<number>((sum, cell) => sum + (cell ?? 0) / (CELLS * CELLS), 0);
      expect(scalarOf(values, 'logit')).toBeCloseTo(mean, 2);
    }
    expect(conclusion.outcome).toMatchObject({ status: 'measured' });
    expect(conclusion.findings).toEqual([]);
  });

  it('abstains where the clip is shorter than three looks', { timeout: 60_000 }, async () => {
    const { rows, conclusion } = await looksAt(CAP13, 20);
    expect(rows).toHaveLength(2);
    expect(conclusion.outcome).toMatchObject({
      status: 'abstained',
      reason: '2 pictures of the face can be put before the network; 3 are needed.',
    });
  });
});
