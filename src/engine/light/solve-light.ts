/** Whether one light can satisfy every constraint that an examiner drew: the region where it can be, or what contradicts what and by how much. */
import type { LightConstraint, LightQuestion, LightSolution } from '../../contract/light.ts';
import { intersect, type Cone, type Vector } from './cone.ts';
import { frameOf, halfSpaces, unusable, type Frame } from './half-spaces.ts';
import { lightWords } from './light-words.ts';
import { MOST_SETS, MOST_WIDENING_DEGREES as MOST_WIDENING } from './parameters.ts';

/** Halvings of the interval: 45 degrees / 2^20, far under what a hand draws. */
const HALVINGS = 20;
/** By Carathéodory's theorem in three dimensions, a contradiction among half-spaces needs no more than four of them. */
const LARGEST_SET = 4;

const DEGREE = Math.PI / 180;

/** Pure. The regions of the answer are cones of (x, y, w) in pixels of the frame. */
export function solveLight({ width, height, constraints }: LightQuestion): LightSolution {
  const problems = constraints.flatMap((constraint, index) => {
    const reason = unusable(constraint);
    return reason === null ? [] : [{ index, reason }];
  });
  const solution = problems.length > 0 ? ({ status: 'unusable', problems } as const) : solve(constraints, frameOf(width, height));
  return { ...solution, statement: lightWords(solution, constraints.length) };
}

function solve(constraints: readonly LightConstraint[], frame: Frame) {
  const region = regionOf(constraints, () => 0, frame);
  if (region.length > 0) return { status: 'consistent', region: region.map((cone) => cone.map((ray) => inPixels(ray, frame))) } as const;
  const contradictions = smallestContradictions(constraints, frame).map((indices) => {
    const set = indices.map((index) => constraints[index]).filter((constraint) => constraint !== undefined);
    return {
      constraints: indices,
      togetherDegrees: widening(set, (widen) => () => widen, frame),
      aloneDegrees: indices.map((_, own) => widening(set, (widen) => (i) => (i === own ? widen : 0), frame)),
    };
  });
  return { status: 'contradictory', contradictions } as const;
}

/** Every choice among the lists of alternatives, one from each. */
const choices = (lists: readonly (readonly (readonly Vector[])[])[]): readonly (readonly Vector[])[] =>
  lists.reduce<readonly (readonly Vector[])[]>((made, list) => made.flatMap((before) => list.map((own) => [...before, ...own])), [[]]);

function regionOf(set: readonly LightConstraint[], widen: (index: number) => number, frame: Frame): Cone[] {
  return choices(set.map((constraint, i) => halfSpaces(constraint, widen(i), frame))).flatMap((normals) => intersect(normals));
}

/** Every smallest set that no light satisfies: none of its proper subsets contradicts itself. */
function smallestContradictions(constraints: readonly LightConstraint[], frame: Frame): number[][] {
  for (let size = 2; size <= LARGEST_SET; size += 1) {
    const found: number[][] = [];
    for (const indices of subsets(constraints.length, size)) {
      const set = indices.map((index) => constraints[index]).filter((constraint) => constraint !== undefined);
      if (regionOf(set, () => 0, frame).length === 0) found.push(indices);
      if (found.length === MOST_SETS) break;
    }
    if (found.length > 0) return found;
  }
  // Each set of four leaves a sliver that all together do not: the whole is what can be said.
  return [constraints.map((_, index) => index)];
}

function* subsets(count: number, size: number, from = 0): IterableIterator<number[]> {
  if (size === 0) yield [];
  else
    for (let first = from; first <= count - size; first += 1)
      for (const rest of subsets(count, size - 1, first + 1)) yield [first, ...rest];
}

/** The least widening, degrees, at which the set has a solution; `null` where none up to the limit has. */
function widening(set: readonly LightConstraint[], at: (widen: number) => (index: number) => number, frame: Frame): number | null {
  // Alternatives double with each shading constraint, so a set too large to be one of the smallest is not opened.
  if (set.length > LARGEST_SET) return null;
  const solvable = (degrees: number): boolean => regionOf(set, at(degrees * DEGREE), frame).length > 0;
  if (!solvable(MOST_WIDENING)) return null;
  let [low, high] = [0, MOST_WIDENING];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (solvable(middle)) high = middle;
    else low = middle;
  }
  return Number(high.toFixed(2));
}

const inPixels = ([x, y, w]: Vector, { centre, unitPx }: Frame): [number, number, number] => [
  x * unitPx + w * centre[0],
  y * unitPx + w * centre[1],
  w,
];
