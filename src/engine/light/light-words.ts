/** A solution in sober words. */
import type { LightSolution } from '../../contract/light.ts';
import { HAND_DEGREES, MOST_SETS, MOST_WIDENING_DEGREES } from './parameters.ts';

type Spoken<S> = S extends unknown ? Omit<S, 'statement'> : never;

/** Constraints are counted from 1, as they are labelled in the picture. */
export function lightWords(solution: Spoken<LightSolution>, count: number): string {
  if (solution.status === 'unusable')
    return solution.problems.map(({ index, reason }) => `Constraint ${index + 1} cannot be used: ${reason}.`).join(' ');
  if (solution.status === 'consistent') return consistent(solution.region, count);
  const [first] = solution.contradictions;
  const sets = solution.contradictions.map(({ constraints }) => list(constraints));
  const stopped = sets.length < MOST_SETS ? '' : ' Further sets were not looked for.';
  const others = sets.length > 1 ? ` The same is true of ${sets.slice(1).join('; of ')}.${stopped}` : '';
  const need =
    first === undefined || first.togetherDegrees === null
      ? ` Opening each of them by up to ${MOST_WIDENING_DEGREES}° does not make them agree.`
      : ` They would agree if every edge were opened by ${first.togetherDegrees.toFixed(1)}°.`;
  const small = solution.contradictions.every(({ togetherDegrees }) => togetherDegrees !== null && togetherDegrees <= HAND_DEGREES);
  const hand = small ? ' So small an opening can come from an unsteady hand.' : '';
  return `No single light position satisfies constraints ${sets[0] ?? ''}.${need}${others}${hand}`;
}

function consistent(region: readonly (readonly (readonly [number, number, number])[])[], count: number): string {
  if (count === 1) return 'One constraint always has a solution; draw at least two.';
  const [front, behind] = [1, -1].map((side) => region.some((piece) => piece.some(([, , w]) => w * side > 0)));
  const where = front && behind ? 'in front of or behind the camera' : front ? 'in front of the camera' : 'behind the camera';
  return `A single light, ${where}, satisfies all ${count} constraints; consistency does not show that the picture is genuine.`;
}

function list(indices: readonly number[]): string {
  const numbers = indices.map((index) => String(index + 1));
  return numbers.length < 2 ? numbers.join('') : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1) ?? ''}`;
}
