/** Light on the face of a real clip: it stays in the scene; a lamp that turns with the head, one switched on in the face alone, and two faces lit from two sides are found. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { relightFace, type Lamp } from '../../scripts/recipes/relight-face.ts';
import { must } from '../../src/base/assert.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { lightingDetector } from '../../src/engine/detectors/lighting/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { FRANCK, X264 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** 7.5 s in which the head turns; 45 of the frames are measured. */
const RANGE = { fromFrame: 4020, toFrame: 4199 };
const ABOVE: Lamp['towards'] = [-0.1, -0.85, -0.52];
const LEFT: Lamp['towards'] = [-0.8, -0.3, -0.52];
const folder = tempFolder();

function slopeOf({ outcome }: Conclusion): number {
  const measures = outcome.status === 'measured' ? outcome.measures : [];
  return must(
    measures.find(({ name }) => name === 'change of shading seen'),
    'the slope',
  ).value;
}

describe('the light on the face of franck.mp4', () => {
  it('stays in the scene and does not change suddenly', { timeout: 120_000 }, async () => {
    const untouched = await concludeClip(lightingDetector, FRANCK, RANGE.fromFrame, RANGE.toFrame);
    expect(untouched.findings).toEqual([]);
    expect(untouched.outcome).toMatchObject({ status: 'measured' });
    if (untouched.outcome.status === 'measured') expect(untouched.outcome.score).toBeLessThan(0.5);
    expect(slopeOf(untouched)).toBeGreaterThan(1.1);
  });

  it('turns with the head where a lamp that does so takes its place', { timeout: 120_000 }, async () => {
    const output = join(folder, 'head.mp4');
    const lamp: Lamp = { towards: ABOVE, ambient: 0.35, fixedTo: 'head' };
    const changed = { fromFrame: 0, toFrame: 179 };
    await relightFace({ input: FRANCK, range: RANGE, changed, lamp, instead: [-0.3, -1.6, -0.7], output, tools: await findTools() });
    const turned = await concludeClip(lightingDetector, output);
    expect(turned.findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame])).toEqual([
      ['light-turns-with-head', 0, 176],
    ]);
    expect(slopeOf(turned)).toBeLessThan(0.3);
  });

  it('changes where a lamp is switched on in the face alone', { timeout: 120_000 }, async () => {
    const output = join(folder, 'step.mp4');
    const range = { fromFrame: RANGE.fromFrame, toFrame: RANGE.fromFrame + 71 };
    const lamp: Lamp = { towards: LEFT, ambient: 0.35, fixedTo: 'scene' };
    const changed = { fromFrame: 36, toFrame: 71 };
    await relightFace({ input: FRANCK, range, changed, lamp, instead: null, output, tools: await findTools() });
    const stepped = await concludeClip(lightingDetector, output);
    expect(stepped.findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame])).toEqual([['light-step', 32, 36]]);
    expect(stepped.findings[0]?.measure.value).toBeGreaterThan(0.4);
  });

  it('comes from two sides on two faces of which one is mirrored', { timeout: 120_000 }, async () => {
    const lit = join(folder, 'lit.mp4');
    const range = { fromFrame: RANGE.fromFrame, toFrame: RANGE.fromFrame + 31 };
    const lamp: Lamp = { towards: LEFT, ambient: 0.35, fixedTo: 'scene' };
    const changed = { fromFrame: 0, toFrame: 31 };
    await relightFace({ input: FRANCK, range, changed, lamp, instead: [0, -1.1, -0.5], output: lit, tools: await findTools() });
    const beside = (name: string, filter: string) =>
      ffmpeg('-i', lit, '-filter_complex', `[0:v]split[a][b];[b]${filter}[c];[a][c]hstack`, ...X264, join(folder, name));
    const kinds = async (path: string) => (await concludeClip(lightingDetector, path)).findings.map(({ kind }) => kind);
    expect(await kinds(await beside('same.mp4', 'null'))).toEqual([]);
    expect(await kinds(await beside('mirrored.mp4', 'hflip'))).toEqual(['light-differs-between-faces']);
  });
});
