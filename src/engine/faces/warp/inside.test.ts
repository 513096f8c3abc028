import { expect, it } from 'vitest';
import { assembled } from '../../../../scripts/make-wasm.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { warpCrop, type Crop } from '../crop.ts';
import { borderRow } from './border.ts';
import { INSIDE } from './inside-code.ts';
import { beginInside } from './inside.ts';
import { samplingOf } from './sampling.ts';

let seed = 1;
const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;

function noise(width: number, height: number): WorkingFrame {
  const plane = (bytes: number): Uint8Array => new Uint8Array(bytes).map(() => random() * 256);
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  return { frame: 0, ptsUs: 0, width, height, scale: 1, y: plane(width * height), cb: plane(chroma), cr: plane(chroma) };
}

it('is what its source says', async () => {
  expect(INSIDE, 'node scripts/make-wasm.ts src/engine/faces/warp/inside.wat > src/engine/faces/warp/inside-code.ts').toBe(
    await assembled('src/engine/faces/warp/inside.wat'),
  );
});

it('gives the same bits as the border, for crops of all sizes, places and angles', () => {
  let inside = 0;
  let beyond = 0;
  for (let k = 0; k < 240; k += 1) {
    const frame = noise(90 + Math.floor(random() * 60), 70 + Math.floor(random() * 60));
    const side = [16, 21, 40][k % 3] ?? 16;
    const size = side * (0.3 + 4.5 * random() * random());
    const angle = k % 4 === 0 ? 0 : (random() - 0.5) * 6;
    const crop: Crop = { x: random() * frame.width, y: random() * frame.height, size, angle, mirrored: k % 2 === 0 };
    const [low, high] = k % 5 === 0 ? [-1, 1] : [0, 1];
    const [out, same] = [new Float32Array(3 * side * side), new Float32Array(3 * side * side)];
    warpCrop(frame, crop, side, [low, high], out, k % 7 === 0);
    const sampling = samplingOf(crop, side);
    for (let j = 0; j < side; j += 1) borderRow(frame, sampling, [low, (high - low) / 255, k % 7 === 0], same, [j, 0, side]);
    expect(Buffer.compare(Buffer.from(out.buffer), Buffer.from(same.buffer)), JSON.stringify({ crop, side })).toBe(0);
    const begun = beginInside(frame, sampling, 0, 1);
    inside += begun === null ? 0 : 1;
    beyond += begun !== null && (begun.top < 0 || begun.bottom > frame.height) ? 1 : 0;
  }
  // Both ways were gone, and crops that reach above or below the frame among them.
  expect(inside).toBeGreaterThan(150);
  expect(beyond).toBeGreaterThan(50);
});

it('leaves a still alone whose rows would take more memory than is given back', () => {
  const [luma, chroma] = [new Uint8Array(8192 * 5000), new Uint8Array(4096 * 2500)];
  const frame = { frame: 0, ptsUs: 0, width: 8192, height: 5000, scale: 1, y: luma, cb: chroma, cr: chroma };
  const crop = { x: 4096, y: 2500, angle: 0, mirrored: false };
  expect(beginInside(frame, samplingOf({ ...crop, size: 8192 }, 256), 0, 1)).toBeNull();
  expect(beginInside(frame, samplingOf({ ...crop, size: 600 }, 256), 0, 1)).not.toBeNull();
});
