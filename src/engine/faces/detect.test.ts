import { expect, test } from 'vitest';
import { anchorCentre, blend, decodeAnchors, GRIDS, searchSquares } from './detect.ts';

test('896 anchors stand in the middle of their cells', () => {
  expect(GRIDS.reduce((sum, { cells, perCell }) => sum + cells * cells * perCell, 0)).toBe(896);
  expect(anchorCentre(16, 2, 0)).toEqual([8, 8]);
  expect(anchorCentre(16, 2, 1)).toEqual([8, 8]);
  expect(anchorCentre(16, 2, 33)).toEqual([8, 24]);
  expect(anchorCentre(16, 2, 511)).toEqual([248, 248]);
  expect(anchorCentre(8, 6, 6)).toEqual([48, 16]);
  expect(anchorCentre(8, 6, 383)).toEqual([240, 240]);
});

/** Outputs in which one anchor of the coarse grid answers. */
function outputs(logit: number) {
  const tensor = (count: number) => ({ data: new Float32Array(count).fill(-100), dims: [1, count] });
  const result = { scores16: tensor(512), boxes16: tensor(8192), scores8: tensor(384), boxes8: tensor(6144) };
  result.scores8.data[7] = logit;
  result.boxes8.data.set([1, 2, 30, 40, -5, -6, 5, -6], 7 * 16);
  return result;
}

test('an answer is an offset from its anchor, sizes are absolute', () => {
  const [found, ...others] = decodeAnchors(outputs(2));
  expect(others).toEqual([]);
  expect(found?.score).toBeCloseTo(0.880797, 6);
  expect(found?.values).toEqual([49, 18, 30, 40, 43, 10, 53, 10]);
});

test('answers under the threshold are no faces', () => {
  expect(decodeAnchors(outputs(-0.01))).toEqual([]);
  expect(decodeAnchors(outputs(0.01))).toHaveLength(1);
});

test('overlapping answers become one, averaged by score; distant ones stay', () => {
  const at = (x: number, score: number) => ({ score, values: [x, 50, 20, 20, x - 4, 45, x + 4, 45] });
  const faces = blend([at(200, 0.7), at(54, 0.6), at(50, 0.9)]);
  expect(faces.map(({ score }) => score)).toEqual([0.9, 0.7]);
  expect(faces[0]?.values[0]).toBeCloseTo((50 * 0.9 + 54 * 0.6) / 1.5, 9);
  expect(faces[1]?.values).toEqual([200, 50, 20, 20, 196, 45, 204, 45]);
});

test('an oblong frame is searched as a whole and in overlapping squares', () => {
  expect(searchSquares(300, 300)).toEqual([[0, 0, 300]]);
  expect(searchSquares(360, 300)).toEqual([[0, -30, 360]]);
  expect(searchSquares(1280, 720)).toEqual([
    [0, -280, 1280],
    [0, 0, 720],
    [280, 0, 720],
    [560, 0, 720],
  ]);
  expect(searchSquares(100, 1)).toHaveLength(5);
  expect(searchSquares(1, 3).at(-1)).toEqual([0, 2, 1]);
});
