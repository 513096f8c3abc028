/** Every number that the solver depends on, with where it comes from; printed with the method in a report. */

/** Stands in the recipe of a kept drawing; raise it when the same drawing could get another answer. */
export const LIGHT_SOLVER = { name: 'light from wedges', version: '1.0.0' } as const;

export const LEAST_HANDLE_PX = 2;
export const LEAST_WEDGE_DEGREES = 0.1;
export const LEAST_SOLID_ANGLE = 1e-7;
export const MOST_WIDENING_DEGREES = 45;
export const HAND_DEGREES = 4.2;
/** The search for contradicting sets stops at so many. */
export const MOST_SETS = 6;

/** What an unsteady hand does, from computed scenes (drawing-error.test.ts): five shadows on flat ground under one sun, clicked with an error of 2 px. */
export const LIGHT_MEASURED: readonly { readonly measure: string; readonly value: string }[] = [
  {
    measure: 'Scenes under one sun that come out contradictory, by how much wider than the truth each wedge is drawn to each side',
    value: '1°: 51.7 %; 2°: 20.6 %; 3°: 5.8 %; 5°: 0.2 %; 10°: 0 %',
  },
  {
    measure: 'Opening of every edge that those contradictions needed (1° to 3°; 781 of 3000 scenes)',
    value: 'median 0.5°, 95th percentile 2.0°, largest 4.2°',
  },
  {
    measure: 'The same opening with a shadow of a sun that stands 60° aside (5°; 767 of 1000 scenes)',
    value: 'median 7.9°; above 5° in 531',
  },
  {
    measure: 'Scenes with one shadow of a sun that stands 60° aside that come out contradictory',
    value: '2°: 91.4 %; 3°: 87.2 %; 5°: 76.7 %; 10°: 56.1 %',
  },
  {
    measure: 'The same with a sun 20° aside',
    value: '2°: 75.5 %; 3°: 61.1 %; 5°: 38.6 %; 10°: 9.7 %',
  },
];

export interface LightParameter {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const LIGHT_PARAMETERS: readonly LightParameter[] = [
  {
    name: 'leastHandle',
    value: LEAST_HANDLE_PX,
    unit: 'px',
    origin: 'our choice: the direction of a shorter line is decided by where in a pixel the hand clicked',
  },
  {
    name: 'leastWedge',
    value: LEAST_WEDGE_DEGREES,
    unit: 'degrees',
    origin: 'our choice: a narrower wedge, or one as near to a straight line, encloses nothing that a hand can have meant',
  },
  {
    name: 'leastSolidAngle',
    value: LEAST_SOLID_ANGLE,
    unit: 'sr',
    origin: 'our choice: about one square minute of arc, far below what drawn lines can fix; a smaller common region counts as none',
  },
  {
    name: 'mostWidening',
    value: MOST_WIDENING_DEGREES,
    unit: 'degrees',
    origin: 'our choice: a wedge opened further says next to nothing about where the light is',
  },
  {
    name: 'handOpening',
    value: HAND_DEGREES,
    unit: 'degrees',
    origin:
      'measured: the largest opening that any of 781 contradictions needed in 3000 computed scenes under one sun (wedges 1, 2 and 3 degrees wider than the truth, clicked with an error of 2 px); up to it the statement says that an unsteady hand can be the reason',
  },
  { name: 'mostSets', value: MOST_SETS, unit: '', origin: 'our choice: more contradicting sets of one size would bury the point' },
];
