/** What a network is shown and what is stored of its answer; the network's answers are known. */
import { describe, expect, it } from 'vitest';
import { must } from '../../base/assert.ts';
import type { Values } from '../detectors/interface.ts';
import type { EyeMesh, FaceItem } from '../faces/face.ts';
import { MEAN_FACE } from '../faces/mean-face.ts';
import type { Network } from '../inference/networks.ts';
import { CELLS, cellsOf, columnsOf, scalarOf } from './columns.ts';
import { cellsOfMap } from './map-cells.ts';
import { lookWith } from './observe.ts';
import { obstaclesOf, qualityOf } from './quality.ts';

const [WIDTH, HEIGHT, SIDE] = [640, 480, 224];
const EYE: EyeMesh = { contour: new Float32Array(142), iris: new Float32Array(10), widthWorkingPx: 20 };

interface Made {
  readonly frame?: number;
  readonly interocularPx?: number;
  /** Roll of the head, radians. */
  readonly angle?: number;
  readonly texture?: number;
  readonly scale?: number;
}

/** The mean face in the middle of a picture that is dark on the left and bright on the right, with a fine texture of so many grey levels. */
function faceOf({ frame = 0, interocularPx = 60, angle = 0, texture = 10, scale = 1 }: Made): FaceItem {
  const luma = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, k) => {
    const [i, j] = [k % WIDTH, Math.floor(k / WIDTH)];
    // The line between dark and bright turns with the head.
    const right = (i + 0.5 - WIDTH / 2) * Math.cos(angle) + (j + 0.5 - HEIGHT / 2) * Math.sin(angle) > 0;
    return (right ? 204 : 51) + ((i + j) % 2 === 0 ? texture : -texture);
  });
  const grey = new Uint8Array((WIDTH * HEIGHT) / 4).fill(128);
  const mesh = new Float32Array(MEAN_FACE.length);
  const unit = (interocularPx * scale) / 1000;
  for (let k = 0; k < mesh.length; k += 3) {
    const [x, y, z] = [must(MEAN_FACE[k], 'x'), must(MEAN_FACE[k + 1], 'y') - 300, must(MEAN_FACE[k + 2], 'z')];
    mesh[k] = (WIDTH * scale) / 2 + unit * (x * Math.cos(angle) - y * Math.sin(angle));
    mesh[k + 1] = (HEIGHT * scale) / 2 + unit * (x * Math.sin(angle) + y * Math.cos(angle));
    mesh[k + 2] = unit * z;
  }
  const image = { frame, ptsUs: 40_000 * frame, width: WIDTH, height: HEIGHT, scale, y: luma, cb: grey, cr: grey };
  return { image, trackId: 0, confidence: 1, box: [200, 100, 200, 250], mesh, leftEye: EYE, rightEye: EYE };
}

/** Says the mean of all three planes, and as its map the mean of each quarter, 2 more. */
const MEANS: Network = {
  id: 'means',
  run: ({ image }) => {
    const { data, dims } = must(image, 'an image');
    expect(dims).toEqual([1, 3, SIDE, SIDE]);
    const quarters = [0, 0, 0, 0];
    for (const [k, value] of data.entries()) {
      const pixel = k % (SIDE * SIDE);
      const quarter = 2 * Math.floor(pixel / SIDE / (SIDE / 2)) + Math.floor((pixel % SIDE) / (SIDE / 2));
      quarters[quarter] = (quarters[quarter] ?? 0) + Number(value) / ((3 * SIDE * SIDE) / 4);
    }
    const logit = quarters.reduce((sum, value) => sum + value / 4, 0);
    return Promise.resolve({
      logit: { data: Float32Array.of(logit), dims: [1, 1] },
      map: { data: Float32Array.from(quarters, (value) => value + 2), dims: [1, 2, 2] },
    });
  },
};

const look = async (made: Made, step = 1): Promise<Values> => must(await lookWith(MEANS, true, step)(faceOf(made)), 'a row');

describe('a look at a face', () => {
  it('shows the network the upright square, 0 to 1, and stores where its answer came from', async () => {
    for (const angle of [0, 0.4]) {
      const values = await look({ angle });
      expect(values).toHaveLength(columnsOf(true).length);
      expect(scalarOf(values, 'logit')).toBeCloseTo(0.5, 1);
      expect(scalarOf(values, 'angle')).toBeCloseTo(angle, 3);
      // Dark on the left, bright on the right, whichever way the head is turned; the middle column is half and half.
      for (let row = 0; row < CELLS; row += 1) {
        const line = cellsOf(values).slice(row * CELLS, (row + 1) * CELLS);
        expect(must(line[0], 'a cell')).toBeCloseTo(0.2, 1);
        expect(must(line[6], 'a cell')).toBeCloseTo(0.8, 1);
      }
    }
  });

  it('gives the place in full-size pixels and the size in working pixels', async () => {
    const [plain, scaled] = [await look({}), await look({ scale: 2 })];
    expect(scalarOf(scaled, 'square')).toBeCloseTo(must(scalarOf(plain, 'square'), 'a square'), 0);
    expect(scalarOf(scaled, 'side')).toBeCloseTo(2 * must(scalarOf(plain, 'side'), 'a side'), 0);
    expect(scalarOf(scaled, 'centreX')).toBeCloseTo(2 * must(scalarOf(plain, 'centreX'), 'a place'), 0);
  });

  it('samples every so many frames', async () => {
    const observe = lookWith(MEANS, true, 12);
    expect(await observe(faceOf({ frame: 11 }))).toBeNull();
    expect(await observe(faceOf({ frame: 24 }))).not.toBeNull();
  });

  it('does not put a small, a blurred or a broken face before the network', async () => {
    const unused: Network = { id: 'unused', run: () => Promise.reject(new Error('ran')) };
    const broken = { ...faceOf({}), mesh: new Float32Array(1404).fill(Number.NaN) };
    for (const face of [faceOf({ interocularPx: 15 }), faceOf({ texture: 0 }), broken]) {
      const values = must(await lookWith(unused, true, 1)(face), 'a row');
      expect(values).toHaveLength(columnsOf(true).length);
      expect([scalarOf(values, 'logit'), scalarOf(values, 'quality')]).toEqual([null, null]);
    }
  });
});

describe('quality', () => {
  it('names what stands in the way', () => {
    const good = { square: 200, sharpness: 0.5, yaw: 10, pitch: -5 };
    expect(obstaclesOf(good)).toEqual([]);
    expect(obstaclesOf({ ...good, square: 30 })).toEqual(['small']);
    expect(obstaclesOf({ ...good, sharpness: 0, yaw: -60 })).toEqual(['blurred', 'turned']);
    expect(obstaclesOf({ ...good, pitch: Number.NaN })).toEqual(['turned']);
  });

  it('is the share of resolution times that of breadth', () => {
    expect(qualityOf({ square: 112, sharpness: 1, yaw: 0, pitch: 0 }, 224)).toBe(0.5);
    expect(qualityOf({ square: 500, sharpness: 1, yaw: 60, pitch: 0 }, 224)).toBeCloseTo(0.5, 10);
  });
});

describe('cells of a map', () => {
  it('are means by area whose own mean is the logit', () => {
    const map = { data: Float32Array.from({ length: 12 }, (_, k) => k * k), dims: [1, 3, 4] };
    const cells = cellsOfMap(map, -1.5, 2);
    // Left upper quarter: columns 0 and 1 of row 0 and half of row 1, less the mean of all.
    const mean = [...map.data].reduce((sum, value) => sum + value / 12, 0);
    expect(cells[0]).toBeCloseTo((0 + 1 + (16 + 25) / 2) / 3 - mean - 1.5, 6);
    expect(cells.reduce((sum, value) => sum + value / 4, 0)).toBeCloseTo(-1.5, 6);
  });

  it('keep a finer map’s peak in its place', () => {
    const data = new Float32Array(196);
    data[14 * 5 + 9] = 4;
    const cells = cellsOfMap({ data, dims: [1, 14, 14] }, 1, 7);
    expect(cells.indexOf(Math.max(...cells))).toBe(7 * 2 + 4);
  });
});
