import { describe, expect, it } from 'vitest';
import type { LightSolution } from '../contract/light.ts';
import { borderTowards, contradicting, lightRegions, lightSide, openingWords, regionWords, throughPicture } from './light-figure.ts';

type Ray = [number, number, number];
const consistent = (...region: Ray[][]): LightSolution => ({ status: 'consistent', region, statement: '' });
const points = (solution: LightSolution) => lightRegions(solution, 400, 200).map(({ points }) => points);

describe('lightRegions', () => {
  it('cuts the part in front of the camera by the picture', () => {
    // A square of 100 px around the picture's right upper corner.
    const square: Ray[] = [
      [350, -50, 1],
      [450, -50, 1],
      [450, 50, 1],
      [350, 50, 1],
    ];
    expect(regionWords(lightRegions(consistent(square), 400, 200))).toEqual([
      'Filled: where the light projects, if it is in front of the camera; it goes on outside the picture.',
    ]);
    expect(points(consistent(square))).toEqual([
      [
        [350, 0],
        [400, 0],
        [400, 50],
        [350, 50],
      ],
    ]);
  });

  it('joins the pieces of one side and keeps the sides apart', () => {
    const left: Ray[] = [
      [100, 50, 1],
      [200, 50, 1],
      [200, 100, 1],
      [100, 100, 1],
    ];
    const right = left.map(([x, y, w]): Ray => [x + 100, y, w]);
    const behind = left.map(([x, y, w]): Ray => [-2 * x, -2 * y, -2 * w]);
    const regions = lightRegions(consistent(left, right, behind), 400, 200);
    expect(regions.map(({ side, points }) => [side, points])).toEqual([
      [
        'front',
        [
          [100, 50],
          [300, 50],
          [300, 100],
          [100, 100],
        ],
      ],
      [
        'behind',
        [
          [100, 50],
          [200, 50],
          [200, 100],
          [100, 100],
        ],
      ],
    ]);
    // Seen from the centre (200, 100), the light behind the camera lies away from where its lines meet: right and down.
    const [x = 0, y = 0] = regions[1]?.direction ?? [];
    expect(x).toBeGreaterThan(0);
    expect(y).toBeGreaterThan(0);
  });

  it('reaches to infinity, and says in which direction what lies outside is', () => {
    // A wedge upwards from (200, 500): its sides meet the picture at no place above y = 0 beyond the picture.
    const up: Ray[] = [
      [200, 500, 1],
      [-0.1, -1, 0],
      [0.1, -1, 0],
    ];
    const [shown] = points(consistent(up));
    expect(shown?.map((point) => point.map(Math.round))).toEqual([
      [150, 0],
      [250, 0],
      [230, 200],
      [170, 200],
    ]);
    const away: Ray[] = [
      [1000, 100, 1],
      [1, 0.1, 0],
      [1, -0.1, 0],
    ];
    const [region] = lightRegions(consistent(away), 400, 200);
    expect(region?.points).toEqual([]);
    expect(regionWords(region === undefined ? [] : [region])).toEqual(['Arrow: the light projects outside the picture, on this side.']);
    expect(region?.direction?.[0]).toBeCloseTo(1, 3);
    expect(region?.direction?.[1]).toBeCloseTo(0, 6);
  });

  it('has no direction for a light straight behind the camera', () => {
    const back: Ray[] = [
      [-190, -90, -1],
      [-210, -90, -1],
      [-210, -110, -1],
      [-190, -110, -1],
    ];
    const regions = lightRegions(consistent(back), 400, 200);
    expect(regions).toMatchObject([{ side: 'behind', direction: null }]);
    expect(regionWords(regions)).toEqual(['Hatched: where the lines of its shadows meet, if the light is behind the camera.']);
  });

  it('is empty for a contradiction', () => {
    const solution: LightSolution = {
      status: 'contradictory',
      contradictions: [
        { constraints: [0, 2], togetherDegrees: 1, aloneDegrees: [2, 2] },
        { constraints: [2, 3], togetherDegrees: 1, aloneDegrees: [2, 2] },
      ],
      statement: '',
    };
    expect(lightRegions(solution, 400, 200)).toEqual([]);
    expect([...contradicting(solution)]).toEqual([0, 2, 3]);
    expect([...contradicting(null)]).toEqual([]);
  });
});

it('prolongs a ray to the border, and not back', () => {
  expect(throughPicture([100, 100], [150, 100], 400, 200)).toEqual([400, 100]);
  expect(throughPicture([100, 100], [100, 90], 400, 200)).toEqual([100, 0]);
  expect(throughPicture([-50, 100], [0, 100], 400, 200)).toEqual([400, 100]);
  expect(throughPicture([100, 100], [500, 100], 400, 200)).toEqual([500, 100]);
  expect(throughPicture([-50, 100], [-80, 100], 400, 200)).toEqual([-80, 100]);
  expect(throughPicture([7, 7], [7, 7], 400, 200)).toEqual([7, 7]);
});

it('finds the border from the centre', () => {
  expect(borderTowards([1, 0], 400, 200)).toEqual([400, 100]);
  expect(borderTowards([0, -1], 400, 200)).toEqual([200, 0]);
  const diagonal = borderTowards([Math.SQRT1_2, Math.SQRT1_2], 400, 200);
  expect(diagonal[0]).toBeCloseTo(300, 9);
  expect(diagonal[1]).toBeCloseTo(200, 9);
});

it('puts the light outside a lit outline and inside a dark one', () => {
  const outline = { kind: 'shading' as const, name: 'x', at: [10, 10] as [number, number], outward: [20, 5] as [number, number] };
  expect(lightSide({ ...outline, lit: true })).toEqual([20, 5]);
  expect(lightSide({ ...outline, lit: false })).toEqual([0, 15]);
});

it('says what would make a set agree', () => {
  const constraints = [1, 5];
  expect(openingWords({ constraints, togetherDegrees: 3.21, aloneDegrees: [6.4, null] })).toBe(
    'They agree when every edge is opened by 3.2°, or 2 alone by 6.4°.',
  );
  expect(openingWords({ constraints, togetherDegrees: 40, aloneDegrees: [null, null] })).toBe(
    'They agree when every edge is opened by 40.0°; opening one alone by 45° is not enough.',
  );
  expect(openingWords({ constraints, togetherDegrees: null, aloneDegrees: [null, null] })).toBe(
    'Opening every edge by 45° does not make them agree.',
  );
});
