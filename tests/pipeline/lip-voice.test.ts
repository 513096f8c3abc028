/** A voice that follows a real mouth by a known time: the offset that is measured follows, through the whole pass. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { canSpeak, voiceFromMouth } from '../../scripts/recipes/voice-from-mouth.ts';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { AT, observeFace } from '../../src/engine/detectors/lip-voice/observe.ts';
import type { ScoredDetector } from '../../src/contract/score.ts';
import type { FaceItem } from '../../src/engine/faces/face.ts';
import { findTools, type MediaTools } from '../../src/engine/media/tools.ts';
import { trackClip } from '../helpers/conclude-clip.ts';
import { beginningOf, CAP12 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const FRAMES = 520;
const speaks = canSpeak({ ffmpegPath: 'ffmpeg' });
if (!speaks) console.warn('skipped: this ffmpeg cannot speak (built without libflite), so no voice with a known offset can be made');

describe.skipIf(!speaks)('a voice late by', () => {
  let tools: MediaTools;
  let clip: string;
  let folder: string;
  const mouth: { ptsUs: number; opening: number }[] = [];
  beforeAll(async () => {
    folder = tempFolder();
    tools = await findTools();
    clip = await beginningOf(CAP12, FRAMES, join(folder, 'mouth.mp4'));
    const silent = { level: 0, parts: [0, 0, 0, 0], voice: 0 };
    await trackClip(clip, (face: FaceItem) => {
      mouth.push({ ptsUs: face.image.ptsUs, opening: observeFace({ ...face, sound: silent })?.[AT.opening] ?? 0 });
    });
  }, 120_000);

  const score = async (path: string): Promise<ScoredDetector> => {
    for await (const line of scoreFiles([path], { tools, version: '0', detectorIds: ['lip-voice'] })) {
      if ('error' in line) throw new Error(line.error.message);
      const detector = line.detectors['lip-voice' as never] as ScoredDetector | undefined;
      if (detector !== undefined) return detector;
    }
    throw new Error('no line');
  };

  it.each([0, -200, 400])('%i ms', { timeout: 120_000 }, async (lateMs) => {
    const output = join(folder, `late${lateMs}.mkv`);
    await voiceFromMouth({ input: clip, output, mouth, lateMs, tools });
    const { outcome, score: offset, findings } = await score(output);
    expect(outcome).toBe('measured');
    // One frame is shown for 40 ms.
    expect(Math.abs((offset ?? 1e9) - Math.abs(lateMs))).toBeLessThan(40);
    expect(findings.map(({ kind, measure }) => [kind, Math.sign(measure.value)])).toEqual(
      lateMs === 0 ? [] : [['voice-offset', Math.sign(lateMs)]],
    );
  });

  it('says of the clip as it is that it has no sound', { timeout: 60_000 }, async () => {
    expect(await score(clip)).toMatchObject({ outcome: 'notApplicable', reason: 'The film has no sound.' });
  });
});
