import { describe, expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { at } from '../../../base/at.ts';
import { must } from '../../../base/assert.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import { faceEdgeDetector } from './detector.ts';
import { edgeIn } from './edges.ts';
import { COLUMNS, columnOf, FIRST_SECTOR, type Scalar } from './observe.ts';
import { findSeam } from './seam.ts';
import { filtered, stepFilter } from './step-filter.ts';
import { SECTORS, unroll } from './unroll.ts';

const SIZE = 200;
const RADIUS = 80;
const CIRCLE = Array.from({ length: 36 }, (_, k) => {
  const angle = (2 * Math.PI * k) / 36;
  return [SIZE / 2 + RADIUS * Math.sin(angle), SIZE / 2 - RADIUS * Math.cos(angle)] as const;
});

/** Numbers from -1 to 1, the same at every start. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A ball lit from the left, with noise; `luma`, `blue` and `rough` add to the inside of 0.85 of the circle, over `feather` pixels. */
function ball({ luma = 0, blue = 0, rough = 0, feather = 4 }) {
  const random = noise(7);
  const inside = (x: number, y: number): number => {
    const depth = 0.85 * RADIUS - Math.hypot(x - SIZE / 2, y - SIZE / 2);
    return Math.min(1, Math.max(0, depth / feather));
  };
  const shade = (x: number, y: number): number => 140 - 0.3 * (x - SIZE / 2) - 0.003 * ((x - SIZE / 2) ** 2 + (y - SIZE / 2) ** 2);
  const y = Uint8Array.from({ length: SIZE * SIZE }, (_, k) => {
    const [px, py] = [(k % SIZE) + 0.5, Math.floor(k / SIZE) + 0.5];
    const share = inside(px, py);
    return Math.round(shade(px, py) + 3 * random() + share * (luma + rough * random()));
  });
  const half = SIZE / 2;
  const chroma = (add: number): Uint8Array =>
    Uint8Array.from({ length: half * half }, (_, k) =>
      Math.round(118 + 2 * random() + add * inside(2 * (k % half) + 1, 2 * Math.floor(k / half) + 1)),
    );
  return { frame: 0, ptsUs: 0, width: SIZE, height: SIZE, scale: 1, y, cb: chroma(blue), cr: chroma(0) };
}

const seamsOf = (made: Parameters<typeof ball>[0]) => {
  const unrolled = unroll(ball(made), CIRCLE, 0.4, 1.04);
  return { colour: must(findSeam('colour', unrolled), 'a step'), texture: must(findSeam('texture', unrolled), 'a step') };
};

describe('a step round the face', () => {
  it('is small on an even ball', () => {
    const { colour, texture } = seamsOf({});
    expect(colour.strength).toBeLessThan(5);
    expect(texture.strength).toBeLessThan(4);
  });

  it.each([2, 4, 8])('of colour is told with place and height where it fades over %i pixels', (feather) => {
    const { colour } = seamsOf({ blue: 5, feather });
    expect(colour.strength).toBeGreaterThan(12);
    expect(Math.abs(colour.share - (0.85 - feather / 2 / RADIUS))).toBeLessThan(0.025);
    // Outward the blue difference falls by what was added inside.
    expect(at(colour.steps, 1)).toBeGreaterThan(-7);
    expect(at(colour.steps, 1)).toBeLessThan(-4);
    expect(Math.abs(at(colour.steps, 2))).toBeLessThan(0.5);
    expect(Math.min(...colour.sectors)).toBeGreaterThan(0.5);
  });

  it('of brightness is told beside the ball’s own shading', () => {
    const { colour } = seamsOf({ luma: 6 });
    expect(at(colour.steps, 0)).toBeGreaterThan(-8.5);
    expect(at(colour.steps, 0)).toBeLessThan(-4.5);
    expect(colour.strength).toBeGreaterThan(8);
  });

  it('of noise is one of fine structure and not of colour', () => {
    const { colour, texture } = seamsOf({ rough: 6, feather: 2 });
    expect(texture.strength).toBeGreaterThan(7);
    expect(Math.abs(texture.share - 0.84)).toBeLessThan(0.025);
    expect(at(texture.steps, 0)).toBeLessThan(-0.5);
    expect(colour.strength).toBeLessThan(5);
  });
});

it('the filter gives the height of a step exactly, whatever level and slope it stands on', () => {
  const profile = Float64Array.from({ length: 61 }, (_, k) => {
    const t = Math.min(1, Math.max(0, (k - 30) / 6 + 0.5));
    return 12 + 0.7 * k - 5 * t * t * (3 - 2 * t);
  });
  const answer = filtered(profile, stepFilter(6, 10), 0, 60);
  expect(answer[30]).toBeCloseTo(-5, 9);
  expect(answer[9]).toBeNaN();
});

describe('the width of an edge', () => {
  const blurred = (deviation: number, height: number): Float64Array =>
    Float64Array.from({ length: 60 }, (_, k) => {
      // The logistic curve nearest to the Gaussian integral (Bowling et al. 2009).
      return 60 + height / (1 + Math.exp((-1.702 * (k - 30)) / deviation));
    });

  it.each([1.5, 3, 5])('of deviation %d is told both ways', (deviation) => {
    const edge = must(edgeIn(blurred(deviation, 80)), 'an edge');
    expect(edge.byGradient / deviation).toBeGreaterThan(0.8);
    expect(edge.byGradient / deviation).toBeLessThan(1.15);
    expect(edge.byLaplacian / deviation).toBeGreaterThan(0.6);
    expect(edge.byLaplacian / deviation).toBeLessThan(1.3);
  });

  it('is not told of a low edge, an even stretch, or one that is cut off', () => {
    expect(edgeIn(blurred(2, 8))).toBeNull();
    expect(edgeIn(new Float64Array(40).fill(90))).toBeNull();
    expect(edgeIn(blurred(3, 80).slice(28))).toBeNull();
  });
});

const IMAGE: MediaFacts = { ...VIDEO_FACTS, kind: 'image', durationUs: null };
const LIKE = { radius: 60, colourSeam: 4, colourAt: 0.8, textureSeam: 2.5, textureAt: 0.8, contourWidth: 1.5, ownWidth: 1.5, scale: 1 };
const SEAM = { ...LIKE, colourSeam: 12, colourAt: 0.86, colourWidth: 4, stepLuma: -3, stepBlue: 3, stepRed: -3 };

function row(values: Partial<Record<Scalar, number>>): (number | null)[] {
  const out: (number | null)[] = COLUMNS.map(() => null);
  for (const [name, value] of Object.entries(values)) out[columnOf(name as Scalar)] = value;
  return out;
}

function conclude(facts: MediaFacts, rows: readonly (number | null)[][]) {
  const stored = rows.map((values, k) => ({ frame: 12 * k, ptsUs: 480_000 * k, trackId: 0, values }));
  const frames = { framesTotal: 12 * rows.length, framesDecoded: 12 * rows.length };
  return faceEdgeDetector.conclude({ facts, rows: stored, tracks: [], ...frames, faceAt: () => null });
}

describe('face edge', () => {
  it('finds nothing where steps are as by chance', () => {
    const { outcome, findings } = conclude(IMAGE, [row(LIKE)]);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ status: 'measured' });
    if (outcome.status === 'measured') expect(outcome.score).toBeLessThan(70);
  });

  it('finds a seam in a still, and says where and how high', () => {
    const { findings } = conclude(IMAGE, [row(SEAM)]);
    expect(findings).toMatchObject([{ kind: 'colour-seam', firstFrame: 0, lastFrame: 0, measure: { value: 12 } }]);
    expect(findings[0]?.title).toContain('86 %');
    expect(findings[0]?.explanation).toContain('-3.0, +3.0 and -3.0');
  });

  it('finds the stretch of a film in which the seam stays at its place, as one finding', () => {
    const rows = [...Array.from({ length: 8 }, () => row(LIKE)), ...Array.from({ length: 6 }, () => row(SEAM))];
    expect(conclude(VIDEO_FACTS, rows).findings).toMatchObject([{ kind: 'colour-seam', firstFrame: 96, lastFrame: 156 }]);
  });

  it('counts no step that wanders over the face', () => {
    const rows = Array.from({ length: 12 }, (_, k) => row({ ...SEAM, colourAt: 0.72 + 0.08 * (k % 4) }));
    expect(conclude(VIDEO_FACTS, rows).findings).toEqual([]);
  });

  it('finds a contour that is softer than other edges', () => {
    const { findings } = conclude(IMAGE, [row({ ...LIKE, contourWidth: 12 })]);
    expect(findings).toMatchObject([{ kind: 'contour-softer', measure: { value: 3 } }]);
  });

  it('abstains without a seam to measure, and says why', () => {
    const { outcome } = conclude(IMAGE, [row({ radius: 21, contourWidth: 2, ownWidth: 2 })]);
    expect(outcome).toMatchObject({ status: 'abstained' });
    if (outcome.status === 'abstained') expect(outcome.reason).toContain('21 working pixels');
    expect(conclude(VIDEO_FACTS, [row(LIKE), row(LIKE)]).outcome.status).toBe('abstained');
    expect(conclude(VIDEO_FACTS, []).outcome).toMatchObject({ status: 'abstained', reason: 'No face was found.' });
  });

  it('draws the seam coloured by sector and the band around it unrolled', () => {
    const values = row(SEAM);
    for (let k = 0; k < SECTORS; k += 1) values[FIRST_SECTOR.colour + k] = k === 3 ? 0 : 1;
    const faceOval = CIRCLE.map(([x, y]): [number, number] => [x, y]);
    const empty = { leftEye: [], rightEye: [], leftIris: [], rightIris: [], lips: [] };
    const face = { box: [20, 20, 160, 160] as [number, number, number, number], faceOval, ...empty };
    const draw = (drawn: (number | null)[]) =>
      faceEdgeDetector.draw?.({ row: { frame: 0, ptsUs: 0, trackId: 0, values: drawn }, before: [], face }) ?? [];
    const [ribbon, strip] = draw(values);
    expect(strip).toMatchObject({ kind: 'strip' });
    if (ribbon?.kind !== 'ribbon') throw new Error('a ribbon is drawn');
    expect(ribbon.values.slice(10, 18)).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
    expect(at(ribbon.points, 0)[1]).toBeCloseTo(SIZE / 2 - 0.86 * RADIUS, 3);
    expect(draw(row({}))).toEqual([]);
    // The other outline is drawn from the row: here a square about (100, 100), of which the middle comes first.
    const other = row({ ...SEAM, colourContour: 1 });
    const first = FIRST_SECTOR.texture + SECTORS;
    [100, 100, ...Array.from({ length: 32 }, (_, k) => [Math.floor(k / 8) % 3 === 0 ? 60 : 140, k < 16 ? 60 : 140])]
      .flat()
      .forEach((value, k) => {
        other[first + k] = value;
      });
    const [square] = draw(other);
    if (square?.kind !== 'ribbon') throw new Error('a ribbon is drawn');
    expect(square.points[0]?.map((value) => Math.round(value * 10) / 10)).toEqual([65.6, 65.6]);
  });
});
