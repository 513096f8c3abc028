import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { PastFrame, WorkingFrame } from '../../media/frame.ts';
import type { Conclusion, ObservationRow } from '../interface.ts';
import { faceFlickerDetector } from './detector.ts';
import { observeFlicker } from './observe.ts';

const WIDTH = 200;
const HEIGHT = 160;
const BOX = [70, 50, 60, 80] as const;

/** Waves over the whole picture, and within the face other waves moved by `dx` and lifted by `lift`. */
function picture(frame: number, dx: number, lift: number, around = 0): WorkingFrame {
  const y = new Uint8Array(WIDTH * HEIGHT);
  for (let at = 0; at < y.length; at += 1) {
    const [px, py] = [at % WIDTH, Math.floor(at / WIDTH)];
    const inFace = px >= 66 && px < 134 && py >= 46 && py < 134;
    y[at] = inFace ? 120 + 40 * Math.sin((px - dx) / 5) * Math.cos(py / 6) + lift : 100 + 30 * Math.sin(px / 9) + around;
  }
  const chroma = new Uint8Array((WIDTH * HEIGHT) / 4).fill(128);
  return { frame, ptsUs: frame * 40_000, width: WIDTH, height: HEIGHT, scale: 1, y, cb: chroma, cr: chroma };
}
const past = (frame: WorkingFrame, previous: PastFrame | null): PastFrame => ({ ...frame, previous });
const face = (image: WorkingFrame, box: FaceItem['box'] = [...BOX]): FaceItem =>
  ({ image, trackId: 0, confidence: 1, box, mesh: new Float32Array(0) }) as unknown as FaceItem;

describe('observe', () => {
  const first = past(picture(0, 0, 0), null);

  it('takes a shift of the face off, and counts what remains', () => {
    expect(observeFlicker(face({ ...picture(1, 3, 0), previous: first }))).toEqual([0, null, 0]);
    const lifted = past(picture(1, 0, 10), first);
    expect(observeFlicker(face({ ...picture(2, 0, 0, 4), previous: lifted }))).toEqual([10, 0, 4]);
  });

  it('says nothing without a frame before, of a small face, and of one at the border', () => {
    expect(observeFlicker(face({ ...picture(0, 0, 0), previous: null }))).toBeNull();
    expect(observeFlicker(face({ ...picture(1, 0, 0), previous: first }, [70, 50, 30, 30]))).toBeNull();
    expect(observeFlicker(face({ ...picture(1, 0, 0), previous: first }, [-30, 50, 60, 80]))).toBeNull();
  });
});

/** Changes into each frame, over two frames, and around the face. */
function film(values: (frame: number) => readonly (number | null)[], frames = 60): Conclusion {
  const rows = Array.from({ length: frames }, (_, frame): ObservationRow => ({
    frame,
    ptsUs: frame * 40_000,
    trackId: 3,
    values: values(frame),
  }));
  return faceFlickerDetector.conclude({
    facts: VIDEO_FACTS,
    rows,
    tracks: [],
    framesTotal: frames,
    framesDecoded: frames,
    faceAt: () => null,
  });
}
const foreignAt =
  (at: number, around: number | null) =>
  (frame: number): readonly (number | null)[] =>
    frame === at || frame === at + 1 ? [8, frame === at ? 8 : 1, around] : [1, 1.6, 0.5];

describe('conclude', () => {
  it('finds the one frame that differs from both neighbours', () => {
    const clip = film(foreignAt(30, 0.5));
    expect(clip.findings.map(({ kind, weight, firstFrame, lastFrame, trackId }) => [kind, weight, firstFrame, lastFrame, trackId])).toEqual(
      [['face-of-one-frame', 'anomaly', 30, 30, 3]],
    );
    // 8 against 1 + 1.
    expect(clip.findings[0]?.measure.value).toBe(4);
    if (clip.outcome.status === 'measured') expect(clip.outcome.score).toBeCloseTo(4 / 2.85, 3);
  });

  it('leaves it when the surroundings changed too, or are not there', () => {
    for (const around of [7, null]) {
      const clip = film(foreignAt(30, around));
      expect(clip.findings).toEqual([]);
      expect(clip.outcome.status === 'measured' && clip.outcome.score).toBeLessThan(0.5);
    }
  });

  it('takes quick movement for what it is', () => {
    const clip = film((frame) => (frame >= 20 && frame < 26 ? [9, 15, 0.5] : [1, 1.6, 0.5]));
    expect(clip.findings).toEqual([]);
  });

  it('abstains with its numbers, and is not for stills', () => {
    expect(film(() => [1, null, 0], 40).outcome).toMatchObject({
      status: 'abstained',
      reason: expect.stringContaining('in 0 frames') as string,
    });
    expect(faceFlickerDetector.applies({ ...VIDEO_FACTS, kind: 'image' })).toMatchObject({ applies: false });
  });
});
